import { type ChildMatches, describeDtype, type GroupSpec, matchChildren, type Quantity } from "@hdmf-ts/spec";
import { type Check, childChecks, note, type Run } from "./check.ts";
import type { Finding, Place } from "./findings.ts";
import type { Member } from "./members.ts";

type Match = ChildMatches["matches"][number];

/**
 * The children of a group against one of its specifications: presence, quantity, links where none may be. Notes in `asked` what each member has to
 * fulfil in turn; members that are not in it afterwards answer to nothing.
 */
export function checkGroup(
  run: Run,
  place: Place,
  check: Check,
  members: readonly Member[],
  asked: Map<Member, Set<Check>>,
): void {
  const spec = check.spec as GroupSpec;
  const { matches } = matchChildren(
    run.catalog,
    check.namespace,
    spec,
    members.map(({ fact }) => fact),
  );
  for (const match of matches) {
    checkQuantity(run, place, check, match);
    for (const index of match.children) {
      const member = members[index]!;
      const checks = asked.get(member) ?? new Set<Check>();
      asked.set(member, checks);
      if (member.fact.link && match.spec.kind !== "link" && !match.spec.linkable) {
        note(run, place, check, {
          code: "illegal-link",
          severity: "error",
          specPath: `${check.specPath}/${childKey(match)}`,
          about: member.fact.name,
          message: `"${member.fact.name}" shall be there itself, not as a link`,
        });
        continue;
      }
      for (const each of childChecks(run, check, match.spec, member.type)) checks.add(each);
    }
  }
}

function checkQuantity(run: Run, place: Place, check: Check, match: Match): void {
  const count = match.children.length;
  const { quantity } = match.spec;
  if (count >= quantity.min && (quantity.max === null || count <= quantity.max)) return;
  const key = childKey(match);
  const what = describeChild(match);
  const finding: Omit<Finding, "code" | "message"> = {
    severity: "error",
    specPath: `${check.specPath}/${key}`,
    about: key,
    expected: count === 0 ? what : `${describeQuantity(quantity)} of ${what}`,
  };
  if (count === 0) {
    note(run, place, check, { ...finding, code: `missing-${match.spec.kind}`, message: `${what} is missing` });
  } else {
    const message = `there shall be ${describeQuantity(quantity)} of ${what}`;
    note(run, place, check, { ...finding, code: "wrong-quantity", received: String(count), message });
  }
}

function typeOf({ spec }: Match): string | undefined {
  return spec.kind === "link" ? spec.targetType : (spec.typeDef ?? spec.typeInc);
}

const childKey = (match: Match): string => match.spec.name ?? typeOf(match) ?? "?";

function describeChild(match: Match): string {
  const { spec } = match;
  const type = typeOf(match);
  const kind = spec.kind === "link" ? "link to" : spec.kind;
  const named = spec.name === undefined ? "" : ` "${spec.name}"`;
  if (spec.kind === "link") return spec.name === undefined ? `a link to ${type}` : `the link${named} to ${type}`;
  if (type !== undefined) return `the ${type}${named}`;
  const dtype = spec.kind === "dataset" && spec.dtype !== undefined ? ` (${describeDtype(spec.dtype)})` : "";
  return `the ${kind}${named}${dtype}`;
}

function describeQuantity({ min, max }: Quantity): string {
  if (min === max) return `exactly ${min}`;
  return max === null ? `at least ${min}` : `at most ${max}`;
}
