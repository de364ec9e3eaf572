import type { Dtype, Shape } from "@hdmf-ts/array";
import type { ShapeSpec } from "@hdmf-ts/spec";

/** Whether a shape is one of the alternatives. A null space has none; members that are arrays count as axes at the end. */
export function shapeFits(spec: ShapeSpec | undefined, shape: Shape, dtype: Dtype): boolean {
  if (spec === undefined) return true;
  const full = fullShape(shape, dtype);
  return (
    full !== null &&
    spec.some((axes) => axes.length === full.length && axes.every((length, i) => length === null || length === full[i]))
  );
}

function fullShape(shape: Shape, dtype: Dtype): Shape {
  if (shape === null || typeof dtype !== "object" || !("array" in dtype)) return shape;
  return fullShape([...shape, ...dtype.array], dtype.base);
}

/** `[*, 3]` or `[*, 4]`. */
export function describeShapes(spec: ShapeSpec): string {
  return spec
    .map((axes) => (axes.length === 0 ? "a scalar" : `[${axes.map((length) => length ?? "*").join(", ")}]`))
    .join(" or ");
}

export function describeShape(shape: Shape): string {
  if (shape === null) return "a null space";
  return shape.length === 0 ? "a scalar" : `[${shape.join(", ")}]`;
}
