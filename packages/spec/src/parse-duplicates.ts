import type { DatasetSpec, GroupSpec, LinkSpec } from "./language.ts";
import { note, type ParseReport } from "./parse-report.ts";
import { type Place, placeOf } from "./place.ts";

/** Notes children of a group that data could not tell apart: of one name, or nameless and of one type. */
export function noteDuplicates(
  children: readonly (DatasetSpec | GroupSpec | LinkSpec)[],
  place: Place,
  report: ParseReport,
): void {
  const names = new Set<string>();
  const types = new Set<string>();
  for (const child of children) {
    const own = { ...(placeOf(child) ?? place), spec: place.spec };
    if (child.name !== undefined) {
      if (names.has(child.name)) {
        note(report, "warning", "duplicate-spec", own, `"${child.name}" is specified twice`);
      }
      names.add(child.name);
      continue;
    }
    const type = child.kind === "link" ? `link to ${child.targetType}` : (child.typeDef ?? child.typeInc ?? "");
    if (types.has(type)) {
      note(report, "error", "duplicate-spec", own, `two nameless specifications of ${type} cannot be told apart`);
    }
    types.add(type);
  }
}
