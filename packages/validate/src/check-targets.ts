import type { NodeId } from "@hdmf-ts/array";
import { describeDtype, type Issue, type ReferenceDtype } from "@hdmf-ts/spec";
import type { Run } from "./check.ts";
import type { Finding, Place } from "./findings.ts";

type Add = (finding: Omit<Finding, "specPath" | "attribute">) => void;

/**
 * Whether references lead to objects of the type that is asked for. An id is `null` for the null reference, which is dead in an attribute and
 * allowed in an array, and `undefined` for one that leads out of the file, which is not followed. What is wrong is found once.
 */
export async function checkTargets(
  run: Run,
  place: Place,
  ids: readonly (NodeId | null | undefined)[],
  dtype: ReferenceDtype,
  namespace: string,
  severity: Issue["severity"],
  add: Add,
): Promise<void> {
  const real = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  const targets = await run.targets.of(place.storage, real, namespace);
  const isDead = targets.includes(undefined) || (severity === "error" && ids.includes(null));
  if (isDead)
    add({ code: "dead-reference", severity, expected: describeDtype(dtype), message: "a reference leads nowhere" });
  if (dtype.targetType === "") return;
  const wrong = targets.find(
    (target) => target !== undefined && (target === null || !isOfType(run, target, namespace, dtype.targetType)),
  );
  if (wrong === undefined) return;
  const received = wrong?.name ?? "an object without a type";
  add({
    code: "wrong-target",
    severity,
    expected: dtype.targetType,
    received,
    message: `a reference leads to ${received}, where ${dtype.targetType} or a subtype is asked for`,
  });
}

function isOfType(
  run: Run,
  type: { name: string; resolved?: { hierarchy: readonly string[] } },
  namespace: string,
  asked: string,
): boolean {
  return type.resolved?.hierarchy.includes(asked) ?? run.catalog.isSubtype(namespace, type.name, asked);
}
