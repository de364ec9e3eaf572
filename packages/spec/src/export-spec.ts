import { hdmfError } from "@hdmf-ts/errors";
import { type ScalarTag, stringify } from "yaml";
import { declarationOf, readSource } from "./cached-namespace.ts";
import type { NamespaceSource } from "./catalog.ts";
import { field, isList, isObject, type JsonValue } from "./json.ts";
import { isInsideFolder } from "./source-name.ts";

/** The order in which hdmf writes the keys of specs; others come after them as they were. */
const order = [
  ...["neurodata_type_def", "neurodata_type_inc", "data_type_def", "data_type_inc", "name", "default_name", "dtype"],
  ...[
    "target_type",
    "dims",
    "shape",
    "default_value",
    "value",
    "doc",
    "required",
    "quantity",
    "attributes",
    "datasets",
  ],
  ...["groups", "links"],
];

/**
 * The YAML files of a namespace by name: the namespace file `NAME.namespace.yaml` first, then the sources, with the keys in the order of
 * hdmf's own export. Names are relative to one folder and may lead into folders below it.
 * @throws `malformed` for texts that are no JSON or miss, `denied` for a source outside of the folder, `invalid`
 */
export function exportSpec(source: NamespaceSource): ReadonlyMap<string, string> {
  if (/[/\\:\s\0]|^\./.test(source.name))
    throw hdmfError("invalid", `${JSON.stringify(source.name)} is no name of a namespace`);
  const main = `${source.name}.namespace.yaml`;
  const declared = declarationOf(source);
  const files = new Map<string, string>([[main, ""]]);
  const schema = field(declared, "schema");
  const elements = (isList(schema) ? schema : []).map((element) => {
    const name = field(element, "source");
    if (typeof name !== "string" || !isObject(element)) return element;
    const file = /\.ya?ml$/i.test(name) ? name : `${name}.yaml`;
    if (!isInsideFolder(file)) {
      const what = `the source ${JSON.stringify(name)} is outside of the folder of the namespace`;
      throw hdmfError("denied", `${source.name}: ${what}`);
    }
    if (files.has(file))
      throw hdmfError("invalid", `${source.name}: two files would be called ${JSON.stringify(file)}`);
    files.set(file, yamlText(readSource(source, name), inOrder));
    return { ...element, source: file };
  });
  const whole = isObject(declared) ? { ...declared, schema: elements } : declared;
  return files.set(
    main,
    yamlText({ namespaces: [whole] }, (keys) => [...keys].sort()),
  );
}

function inOrder(keys: readonly string[]): readonly string[] {
  const known = order.filter((key) => keys.includes(key));
  const sorted = [...known, ...keys.filter((key) => !known.includes(key))];
  if (keys.includes("neurodata_type_def") || !keys.includes("name")) return sorted;
  return ["name", ...sorted.filter((key) => key !== "name")];
}

/** What the YAML libraries of Python read differently, or not at all, where it stands without quotes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const needsQuotes = /[\0-\t\v-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff]|^\s|^(?:=|<<|[yn])$/iu;

const quoted: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string" && needsQuotes.test(value),
  resolve: (text) => text,
  stringify: ({ value }) => JSON.stringify(value).replace(/[\x7f-\xa0\u2028\u2029\ufeff]/g, escaped),
};

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Texts that a reader of YAML 1.1 would take for something else are quoted too. */
function yamlText(value: JsonValue, sort: (keys: readonly string[]) => readonly string[]): string {
  return stringify(sorted(value, sort), {
    version: "1.2",
    compat: "yaml-1.1",
    customTags: (tags) => [quoted, ...tags],
    aliasDuplicateObjects: false,
    indentSeq: false,
  });
}

function sorted(value: JsonValue, sort: (keys: readonly string[]) => readonly string[]): unknown {
  if (isList(value)) return value.map((item) => sorted(item, sort));
  if (!isObject(value)) return value;
  return new Map(sort(Object.keys(value)).map((key) => [key, sorted(value[key]!, sort)]));
}
