/**
 * Namespaces from YAML files, in the form that files cache them, and back, and the way from an issue back to line and column. Apart from
 * the main entry, since it brings the library `yaml`.
 */
import type { NamespaceSource } from "./catalog.ts";
import { checkNamespaces } from "./check.ts";
import type { Issue } from "./issue.ts";
import { type NamespaceYaml, type ReadSource, readYaml } from "./read-yaml.ts";

export { exportSpec } from "./export-spec.ts";
export type { NamespaceYaml, ReadSource } from "./read-yaml.ts";

/**
 * Reads the namespaces of a YAML (or JSON) namespace file and the sources that it names. What the texts say never throws.
 * @param text the namespace file
 * @param file its name or path, for `at`
 * @param readSource what it rejects with is passed on
 */
export async function readNamespaceYaml(text: string, file: string, readSource: ReadSource): Promise<NamespaceYaml> {
  return readYaml(text, file, readSource);
}

/**
 * Reads and checks a YAML (or JSON) namespace file and the sources that it names: everything that is wrong, in the order of
 * the files, each with `at`. What the texts say never throws.
 * @param known the namespaces that it may include beside its own
 */
export async function checkNamespaceYaml(
  text: string,
  file: string,
  readSource: ReadSource,
  known: readonly NamespaceSource[] = [],
): Promise<readonly Issue[]> {
  const { sources, issues, locate, files, isReported } = await readYaml(text, file, readSource);
  const found = checkNamespaces(sources, known).filter((issue) => !isReported(issue));
  const rank = new Map(files.map((name, i) => [name, i]));
  const order = ({ at }: Issue): number[] =>
    at === undefined ? [files.length, 0, 0] : [rank.get(at.file) ?? files.length, at.line, at.column];
  return [...issues, ...found.map(locate)].sort((a, b) => {
    const [one, other] = [order(a), order(b)];
    const i = one.findIndex((each, k) => each !== other[k]);
    return i < 0 ? 0 : one[i]! - other[i]!;
  });
}
