import { hdmfError } from "@hdmf-ts/errors";
import type { JsonValue } from "./json.ts";
import type { TypeSpec } from "./language.ts";
import { createReport } from "./parse-report.ts";
import { parseDataset, parseGroup } from "./parse-spec.ts";
import { placeOfText } from "./place.ts";

/**
 * The types that a spec defines, itself first; throws `invalid` where it is no spec of a type. `isStrict`: for anything that is
 * wrong in it, keys that are none included.
 */
export function checkWritten(
  kind: "group" | "dataset",
  value: JsonValue,
  namespace: string,
  isStrict: boolean,
): readonly string[] {
  const report = createReport();
  const parsed = (kind === "group" ? parseGroup : parseDataset)(value, placeOfText(namespace, ""), report);
  const problem = report.issues.find(({ severity, code }) => severity === "error" || code === "unknown-key");
  if (problem !== undefined && (isStrict || parsed === undefined)) {
    throw hdmfError("invalid", `${problem.specPath}: ${problem.message}`);
  }
  if (parsed?.typeDef === undefined) {
    const name = parsed?.name ?? parsed?.typeInc ?? "?";
    throw hdmfError("invalid", `${namespace}/${name}: a specification of a source defines a type`);
  }
  return definedIn(parsed);
}

function definedIn(spec: TypeSpec): string[] {
  const inner = spec.kind === "group" ? [...spec.datasets, ...spec.groups].flatMap(definedIn) : [];
  return spec.typeDef === undefined ? inner : [spec.typeDef, ...inner];
}
