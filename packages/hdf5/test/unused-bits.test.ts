import type { Dtype } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import "./all-parts.ts";
import { makeType } from "../src/datatypes/make-type.ts";
import { hasManyUnusedBits } from "../src/datatypes/unused-bits.ts";
import type { Hdf5TypeDetails } from "../src/index.ts";
import { newFileSizes } from "../src/io/byte-writer.ts";

const integer = (bytes: number, bits: number): Dtype => ({ integer: { bytes, bits, offset: 0, signed: true } });

/** The rule of HDF5 2.0, tried with h5py: what is true here is refused in a header without a check sum. */
describe("numbers that leave more than half of their bits unused", () => {
  test.each<[what: string, dtype: Dtype, details: Hdf5TypeDetails, expected: boolean]>([
    ["a plain integer", "int64", {}, false],
    ["half of the bits", integer(8, 32), {}, false],
    ["less than half", integer(8, 31), {}, true],
    ["a single byte", integer(1, 2), {}, false],
    ["a member of a compound", [{ name: "a", dtype: integer(4, 3) }], {}, true],
    ["a member of an array", { array: [2], base: integer(4, 3) }, {}, true],
    ["a list", { vlen: integer(4, 3) }, {}, true],
    ["a bitfield with all bits", { bitfield: 4 }, {}, false],
    // Class 4, version 1, 4 bytes, offset 0, precision 9.
    ["a bitfield", { bitfield: 4 }, { typeMessage: "140000000400000000000900" }, true],
    ["bytes of no number", { opaque: 16 }, {}, false],
  ])("%s", (_, dtype, details, expected) => {
    expect(hasManyUnusedBits(makeType(dtype, details, newFileSizes, "it"))).toBe(expected);
  });
});
