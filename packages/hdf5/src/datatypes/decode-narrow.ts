import { allocate, type IntegerName, type NumberArray } from "@hdmf-ts/array";
import type { Column } from "./decode-context.ts";
import { decodeNumbers } from "./decode-numbers.ts";

/** Integers that use only some of their bits (specification IV.A.2.d, class 0). */
export interface NarrowInteger {
  readonly name: IntegerName;
  readonly size: number;
  readonly big: boolean;
  readonly bits: number;
  /** Bits below those that are used. */
  readonly offset: number;
}

/** The values alone, whatever stands in the other bits, in new memory. */
export function decodeNarrow({ name, size, big, bits, offset }: NarrowInteger, column: Column): NumberArray {
  const signed = !name.startsWith("u");
  const whole = decodeNumbers(`uint${8 * size}` as IntegerName, big, size, column);
  const values = allocate(name, column.count) as NumberArray;
  for (let index = 0; index < whole.length; index++) {
    const value = BigInt.asUintN(bits, BigInt(whole[index]!) >> BigInt(offset));
    const exact = signed ? BigInt.asIntN(bits, value) : value;
    values[index] = size === 8 ? exact : Number(exact);
  }
  return values;
}
