import { elementCount, isReferences, referenceAt } from "@hdmf-ts/array";
import { type AttributeSpec, accepts, describeDtype, type ReferenceDtype } from "@hdmf-ts/spec";
import type { Attribute } from "@hdmf-ts/storage";
import { type Check, note, type Run } from "./check.ts";
import { checkTargets } from "./check-targets.ts";
import { checkDatetimes } from "./datetimes.ts";
import type { Finding, Place } from "./findings.ts";
import { checkFixedValue } from "./fixed-value.ts";
import { describeShape, describeShapes, shapeFits } from "./shape-text.ts";

/** Attributes: presence, dtype, shape, reference targets, dates, fixed values (reference: hdmf.md 5.2). */
export async function checkAttributes(run: Run, place: Place, check: Check): Promise<void> {
  for (const spec of check.attributes.values()) {
    const attribute = place.node.attributes.get(spec.name);
    const specPath = `${check.specPath}/${spec.name}`;
    if (attribute !== undefined) await checkAttribute(run, place, check, spec, attribute, specPath);
    else if (spec.required && !place.damaged?.has(spec.name)) {
      note(run, place, check, {
        code: "missing-attribute",
        severity: "error",
        specPath,
        about: spec.name,
        expected: describeDtype(spec.dtype),
        message: `attribute "${spec.name}" is missing`,
      });
    }
  }
}

async function checkAttribute(
  run: Run,
  place: Place,
  check: Check,
  spec: AttributeSpec,
  attribute: Attribute,
  specPath: string,
): Promise<void> {
  const add = (finding: Omit<Finding, "specPath" | "attribute">): void =>
    note(run, place, check, { ...finding, specPath, attribute: spec.name });
  const { dtype, shape, data } = attribute;
  const count = elementCount(shape);
  const isNull = shape === null;
  if (spec.dtype !== undefined && (isNull || (count > 0 && !accepts(spec.dtype, dtype)))) {
    const received = isNull ? describeShape(shape) : describeDtype(dtype);
    add({
      code: "wrong-dtype",
      severity: "error",
      expected: describeDtype(spec.dtype),
      received,
      message: `attribute "${spec.name}" is ${received}, where ${describeDtype(spec.dtype)} is asked for`,
    });
  } else if (typeof spec.dtype === "object" && isReferences(data)) {
    const ids = Array.from({ length: count }, (_, i) => (data.outside?.has(i) ? undefined : referenceAt(data, i)));
    await checkTargets(run, place, ids, spec.dtype as ReferenceDtype, check.namespace, "error", add);
  } else if (spec.dtype === "isodatetime" && Array.isArray(data)) {
    checkDatetimes(data, "error", add);
  }
  if (!shapeFits(spec.shape, shape, dtype)) {
    add({
      code: "wrong-shape",
      severity: "error",
      expected: describeShapes(spec.shape!),
      received: describeShape(shape),
      message: `the shape of attribute "${spec.name}" is ${describeShape(shape)}, where ${describeShapes(spec.shape!)} is asked for`,
    });
  }
  checkFixedValue(spec.value, attribute, add);
}
