import { typeAttributes } from "@hdmf-ts/spec";
import type { Check, Run } from "./check.ts";
import type { Place } from "./findings.ts";
import type { Member } from "./members.ts";
import { type ObjectType, textAttribute } from "./object-type.ts";

/** The attributes of HDF5's dimension scales: like those of the type, no specification speaks of them, and every file may have them. */
const scaleAttributes: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "CLASS",
  "NAME",
  "DIMENSION_LIST",
  "DIMENSION_LABELS",
  "REFERENCE_LIST",
]);

/** What an object says of itself: whether its type is known, and whether it has an id and a namespace. */
export function checkIdentity(run: Run, place: Place, type: ObjectType | undefined): void {
  if (type === undefined) return;
  if (type.resolved === undefined) {
    const isSpaceKnown = type.namespace !== undefined && run.catalog.namespaces.has(type.namespace);
    const where = type.namespace === undefined ? "no namespace" : `namespace ${type.namespace}`;
    run.findings.add(place, {
      code: isSpaceKnown || type.namespace === undefined ? "unknown-type" : "unknown-namespace",
      severity: "warning",
      received: `${type.name} of ${where}`,
      message: `no specification for type ${type.name} of ${where}; the object is not checked by its type`,
      hint: "Cache the namespace in the file, or give its specification",
    });
    return;
  }
  for (const name of ["namespace", "object_id"]) {
    if (textAttribute(place.node, name) !== undefined) continue;
    run.findings.add(place, {
      code: `missing-${name.replace("_", "-")}`,
      severity: "warning",
      about: name,
      message: `a typed object needs the attribute "${name}"`,
    });
  }
}

/** Attributes that none of the specifications of an object speaks of. */
export function checkUnexpectedAttributes(run: Run, place: Place, checks: readonly Check[]): void {
  for (const name of place.node.attributes.keys()) {
    const isFree = typeAttributes.has(name) || scaleAttributes.has(name);
    if (isFree || checks.some((check) => check.attributes.has(name))) continue;
    run.findings.add(place, {
      code: "unexpected-attribute",
      severity: "warning",
      about: name,
      message: `no specification speaks of attribute "${name}"`,
    });
  }
}

/** Children that none of the specifications of a group speaks of; what is inside of them is not checked. */
export function checkUnexpectedMembers(
  run: Run,
  group: Place,
  members: readonly Member[],
  asked: ReadonlyMap<Member, ReadonlySet<Check>>,
): void {
  for (const member of members) {
    if (asked.has(member)) continue;
    const isUnknown = member.type !== undefined && member.type.resolved === undefined;
    if (isUnknown) checkIdentity(run, member.place, member.type);
    else {
      const what = member.type?.name ?? `a ${member.fact.kind} without a type`;
      run.findings.add(group, {
        code: "unexpected-object",
        severity: "warning",
        child: member.fact.name,
        received: what,
        message: "no specification speaks of this object here; it is not checked",
      });
    }
  }
}
