import type { FloatName, IntegerName, NumberArray } from "@hdmf-ts/array";

/**
 * Numbers of one type as those of another, as libhdf5 converts them: what is too large or too small becomes the largest or the least, parts of
 * integers are cut off, and NaN becomes 0.
 */
export function convertNumbers(from: NumberArray, to: NumberArray, name: IntegerName | FloatName): void {
  if (name === "float64") for (let at = 0; at < from.length; at++) to[at] = Number(from[at]);
  else if (name === "float32") for (let at = 0; at < from.length; at++) to[at] = toFloat32(from[at]!);
  else if (name === "int64" || name === "uint64") toBigs(from, to as BigInt64Array, name);
  else {
    const bits = Number(name.replace(/\D+/, ""));
    const signed = name.startsWith("i");
    const least = signed ? -(2 ** (bits - 1)) : 0;
    const most = 2 ** (signed ? bits - 1 : bits) - 1;
    for (let at = 0; at < from.length; at++) {
      const value = Number(from[at]);
      to[at] = value > most ? most : value < least ? least : Math.trunc(value);
    }
  }
}

function toBigs(from: NumberArray, to: BigInt64Array | BigUint64Array, name: "int64" | "uint64"): void {
  const least = name === "int64" ? -(2n ** 63n) : 0n;
  const most = name === "int64" ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  for (let at = 0; at < from.length; at++) {
    const value = from[at]!;
    if (value === Number.POSITIVE_INFINITY) to[at] = most;
    else if (value === Number.NEGATIVE_INFINITY) to[at] = least;
    else {
      const whole = typeof value === "bigint" ? value : BigInt(Number.isNaN(value) ? 0 : Math.trunc(value));
      to[at] = whole > most ? most : whole < least ? least : whole;
    }
  }
}

/** Rounded once: the bits that a float64 has no place for are kept as one that says that they were there. */
function toFloat32(value: number | bigint): number {
  if (typeof value === "number") return value;
  const lost = value & 0x7ffn;
  return Number(lost === 0n || (value < 2n ** 53n && value > -(2n ** 53n)) ? value : (value - lost) | 0x800n);
}
