import type { Issue, NamespaceSource } from "../src/index.ts";
import { checkNamespaceYaml } from "../src/yaml.ts";

/** Lines indented like the first one come to the left. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const margin = /^ */.exec(lines[0] as string)?.[0].length ?? 0;
  return `${lines.map((line) => line.slice(margin)).join("\n")}\n`;
}

/** A text in which `«` stands before each place that has an issue: the text without, and the places as `line:column`. */
export function unmark(marked: string): { readonly text: string; readonly places: readonly string[] } {
  const places: string[] = [];
  const lines = marked.split("\n").map((line, i) => {
    let clean = line;
    for (let at = clean.indexOf("«"); at >= 0; at = clean.indexOf("«")) {
      clean = clean.slice(0, at) + clean.slice(at + 1);
      places.push(`${i + 1}:${at + 1}`);
    }
    return clean;
  });
  return { text: lines.join("\n"), places };
}

/** A namespace file with nothing wrong in it; `schema` and further namespaces follow. */
export const declaration = `namespaces:
- name: lab
  doc: Ours.
  version: 0.1.0
  author: [A. Author]
  contact: [a@example.org]
  schema:
`;

/** The issues of a namespace file and its sources, as `file line:column severity code`. */
export async function issuesOf(
  namespace: string,
  sources: Readonly<Record<string, string>>,
  known: readonly NamespaceSource[] = [],
): Promise<string[]> {
  const read = async (source: string): Promise<string | undefined> =>
    Object.hasOwn(sources, source) ? sources[source] : undefined;
  return (await checkNamespaceYaml(namespace, "lab.namespace.yaml", read, known)).map(line);
}

const line = ({ at, severity, code }: Issue): string => `${at?.file} ${at?.line}:${at?.column} ${severity} ${code}`;
