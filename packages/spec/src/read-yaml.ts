import type { NamespaceSource } from "./catalog.ts";
import type { Issue } from "./issue.ts";
import { field, isList, isObject, type JsonValue, parseJson, writeJson } from "./json.ts";
import { isInsideFolder } from "./source-name.ts";
import { parseYaml, type YamlText, yamlBudget } from "./yaml-text.ts";

/** The most files that a namespace file may name; NWB core has 14. */
const maxSources = 1_000;

/** The most namespaces of one file; hdmf-common has 2. */
const maxNamespaces = 100;

/** Namespaces that were read from YAML. */
export interface NamespaceYaml {
  /** Ready for `parseNamespace` and `checkNamespaces`; without the texts that could not be read. */
  readonly sources: readonly NamespaceSource[];
  /** What is wrong with the files as YAML, each with `at`. */
  readonly issues: readonly Issue[];
  /** An issue of these namespaces with `at` for its `origin`; others stay as they are. */
  locate(issue: Issue): Issue;
}

/** Gives the text of a source by its name as written, relative to the namespace file; `undefined` where there is none. */
export type ReadSource = (source: string) => Promise<string | undefined>;

/** What `checkNamespaceYaml` needs beside. */
export interface Reading extends NamespaceYaml {
  /** The namespace file, then the sources in the order in which they were read. */
  readonly files: readonly string[];
  /** Whether an issue only says again that a source is missing which cannot be read. */
  isReported(issue: Issue): boolean;
}

/** Reads a namespace file and its sources. */
export async function readYaml(text: string, file: string, readSource: ReadSource): Promise<Reading> {
  const budget = yamlBudget();
  const folder = file.slice(0, 1 + Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")));
  const issues: Issue[] = [];
  const files = [file];
  const texts = new Map<string, YamlText | undefined>();
  const parse = (content: string, name: string): YamlText => {
    const parsed = parseYaml(content, budget);
    for (const { code, message, line, column } of parsed.problems) {
      issues.push({ code, severity: "error", path: "/", message, at: { file: name, line, column } });
    }
    return parsed;
  };
  const whole = parse(text, file);
  const note = (code: string, pointer: string, message: string): void => {
    issues.push({ code, severity: "error", path: "/", message, at: { file, ...whole.locate(pointer) } });
  };
  const textOf = async (source: string): Promise<YamlText | undefined> => {
    if (!texts.has(source)) {
      const content = await readSource(source);
      if (content !== undefined) files.push(folder + source);
      texts.set(source, content === undefined ? undefined : parse(content, folder + source));
    }
    return texts.get(source);
  };

  const list = whole.json === undefined ? [] : field(parseJson(whole.json), "namespaces");
  const declarations = isList(list) ? list : [];
  if (whole.json !== undefined && declarations.length === 0) {
    note("missing-namespace", "", 'there is no list "namespaces"');
  }
  const sources: NamespaceSource[] = [];
  const pointers = new Map<string, string>();
  const located = new Map<string, { readonly file: string; readonly text: YamlText }>();
  const reported = new Set<string>();
  for (const [i, declaration] of declarations.entries()) {
    const pointer = `/namespaces/${i}`;
    if (i >= maxNamespaces) {
      note("too-large", pointer, `more than ${maxNamespaces} namespaces`);
      break;
    }
    const name = field(declaration, "name");
    if (!isObject(declaration) || typeof name !== "string" || name === "") {
      note("missing-name", isObject(declaration) ? `${pointer}/name` : pointer, "a namespace needs a name");
      continue;
    }
    if (pointers.has(name)) {
      note("duplicate-namespace", `${pointer}/name`, `the namespace ${JSON.stringify(name)} is there twice`);
      continue;
    }
    pointers.set(name, pointer);
    const byName = new Map<string, string>();
    const schema = field(declaration, "schema");
    const elements = isList(schema) ? schema : [];
    const cachedElements: JsonValue[] = [];
    for (const [k, element] of elements.entries()) {
      const source = field(element, "source");
      cachedElements.push(element);
      if (!isObject(element) || typeof source !== "string") continue;
      const cached = source.replace(/\.ya?ml$/, "");
      const own = `${pointer}/schema/${k}/source`;
      const report = (code?: string, message = ""): void => {
        if (code !== undefined) note(code, own, message);
        reported.add(`${name} /namespaces/0/schema/${k}/source`);
      };
      const other = located.get(key(name, cached));
      if (!isInsideFolder(source)) {
        report("outside-source", `the source ${JSON.stringify(source)} is outside of the folder of the namespace`);
      } else if (cached === "namespace" || (other !== undefined && other.file !== folder + source)) {
        report("duplicate-source", `the source ${JSON.stringify(source)} would be cached under a name that is taken`);
      } else if (!texts.has(source) && texts.size >= maxSources) {
        report("too-large", `more than ${maxSources} sources`);
      } else {
        const parsed = await textOf(source);
        if (parsed === undefined) continue;
        located.set(key(name, cached), { file: folder + source, text: parsed });
        if (parsed.json === undefined) report();
        else {
          byName.set(cached, parsed.json);
          cachedElements[k] = { ...element, source: cached };
        }
      }
    }
    const cachedForm = isList(schema) ? { ...declaration, schema: cachedElements } : declaration;
    byName.set("namespace", writeJson({ namespaces: [cachedForm] }));
    const version = field(declaration, "version") ?? "unversioned";
    sources.push({ name, version: typeof version === "string" ? version : writeJson(version), sources: byName });
  }
  const locate = (issue: Issue): Issue => {
    const { origin, ...rest } = issue;
    const pointer = origin && pointers.get(origin.namespace);
    if (origin === undefined || pointer === undefined) return issue;
    const found = located.get(key(origin.namespace, origin.source));
    if (found !== undefined) return { ...rest, at: { file: found.file, ...found.text.locate(origin.pointer) } };
    const inFile = origin.pointer.replace(/^\/namespaces\/0/, pointer);
    return { ...rest, at: { file, ...whole.locate(inFile) } };
  };
  const isReported = ({ code, origin }: Issue): boolean =>
    code === "missing-source" && origin !== undefined && reported.has(`${origin.namespace} ${origin.pointer}`);
  return { sources, issues, locate, files, isReported };
}

const key = (namespace: string, source: string): string => JSON.stringify([namespace, source]);
