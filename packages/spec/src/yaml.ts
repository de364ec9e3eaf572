/**
 * Namespaces from YAML files, in the form that files cache them, and back: apart from the main entry, since it brings the library `yaml`.
 */
import { hdmfError } from "@hdmf-ts/errors";
import { parse } from "yaml";
import type { NamespaceSource } from "./catalog.ts";
import { isInsideFolder } from "./source-name.ts";

/** A document of a specification has no reason to be longer or deeper. */
const limits = { characters: 20_000_000, depth: 64, aliases: 100 };

/** JSON text of a YAML value whose maps are `Map`s and whose integers are bigints: nothing is rounded, `__proto__` is a key. */
function jsonText(value: unknown, depth = 0): string {
  if (depth > limits.depth) throw hdmfError("limit", `nested deeper than ${limits.depth} levels`);
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${JSON.stringify(String(key))}:${jsonText(item, depth + 1)}`);
    return `{${entries.join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, depth + 1)).join(",")}]`;
  if (typeof value === "bigint") return value.toString();
  return JSON.stringify(value ?? null) ?? "null";
}

function parseYaml(text: string, file: string): unknown {
  if (text.length > limits.characters) throw hdmfError("limit", `${file}: longer than ${limits.characters} characters`);
  try {
    return parse(text, { mapAsMap: true, intAsBigInt: true, maxAliasCount: limits.aliases, version: "1.2" });
  } catch (cause) {
    const [line = ""] = cause instanceof Error ? cause.message.split("\n") : [];
    throw hdmfError("malformed", `${file}: not YAML: ${line.replace(/:$/, "")}`, { cause });
  }
}

const get = (value: unknown, key: string): unknown => (value instanceof Map ? value.get(key) : undefined);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const withoutSuffix = (source: string) => source.replace(/\.ya?ml$/, "");

/** A source is a file beside the namespace file or below it. */
function checkSource(source: string, file: string): void {
  if (!isInsideFolder(source)) {
    throw hdmfError(
      "denied",
      `${file}: the source ${JSON.stringify(source)} is outside of the folder of the namespace`,
    );
  }
}

/**
 * Reads the namespaces of a YAML (or JSON) namespace file and the sources that it names, ready for `parseNamespace`.
 * @param text the namespace file
 * @param file its name, for messages
 * @param readSource gives the text of a source by its name as written, relative to the namespace file; its error is passed on
 * @throws `malformed`, `limit`, `denied` (a source outside of the folder)
 */
export async function readNamespaceYaml(
  text: string,
  file: string,
  readSource: (source: string) => Promise<string>,
): Promise<readonly NamespaceSource[]> {
  const namespaces = list(get(parseYaml(text, file), "namespaces"));
  if (namespaces.length === 0) throw hdmfError("malformed", `${file}: no list "namespaces" in it`);
  const found: NamespaceSource[] = [];
  for (const namespace of namespaces) {
    const name = get(namespace, "name");
    if (typeof name !== "string") throw hdmfError("malformed", `${file}: a namespace without a name`);
    const version = get(namespace, "version");
    const sources = new Map<string, string>();
    const schema: unknown[] = [];
    for (const element of list(get(namespace, "schema"))) {
      const source = get(element, "source");
      if (typeof source !== "string") {
        schema.push(element);
        continue;
      }
      checkSource(source, file);
      const cached = withoutSuffix(source);
      sources.set(cached, jsonText(parseYaml(await readSource(source), source)));
      schema.push(new Map<unknown, unknown>([...(element as Map<unknown, unknown>), ["source", cached]]));
    }
    const whole = new Map<unknown, unknown>([...(namespace as Map<unknown, unknown>), ["schema", schema]]);
    sources.set("namespace", jsonText(new Map([["namespaces", [whole]]])));
    found.push({ name, version: typeof version === "string" ? version : jsonText(version ?? "unversioned"), sources });
  }
  return found;
}

export { exportSpec } from "./export-spec.ts";
