import { hdmfError } from "@hdmf-ts/errors";
import type { Shape } from "./nd-array.ts";

/**
 * The number of elements of a shape: 0 of a null space, 1 of a scalar.
 * @throws `limit` when the number is too large to be exact, `invalid` for lengths that are no whole numbers from 0.
 */
export function elementCount(shape: Shape): number {
  if (shape === null) return 0;
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw hdmfError("invalid", `[${shape.join(", ")}] is no shape: lengths are whole numbers from 0.`);
  }
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, length) => product * length, 1);
  if (Number.isSafeInteger(count)) return count;
  throw hdmfError("limit", `An array of shape [${shape.join(", ")}] has more elements than can be counted exactly.`);
}

/** Whether two shapes are equal; a null space equals only a null space. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** How many elements lie between neighbours along each axis, in C order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = new Array(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}
