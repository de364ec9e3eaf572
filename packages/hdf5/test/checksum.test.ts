import { isHdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import { lookup3, verifyChecksum } from "../src/checksum.ts";
import { addressesOf, fixture } from "./reader-heaps.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test.each([
  ["", 0, 0xdeadbeef],
  ["", 0xdeadbeef, 0xbd5b7dde],
  ["Four score and seven years ago", 0, 0x17770551],
  ["Four score and seven years ago", 1, 0xcd628161],
])("lookup3 of %j from %i is what its author gives", (value, initial, expected) => {
  expect(lookup3(text(value), initial)).toBe(expected);
});

test("lookup3 does not depend on where the bytes lie in their memory", () => {
  const value = text("twelve bytes, and then some more");
  const shifted = new Uint8Array(value.length + 3);
  shifted.set(value, 3);
  for (let length = 0; length <= value.length; length++) {
    expect(lookup3(shifted.subarray(3, 3 + length))).toBe(lookup3(value.subarray(0, length)));
  }
});

test("a checksum that the HDF5 library wrote fits, and no longer does after any change", () => {
  const file = fixture("heaps-dense-links.h5");
  const header = file.slice(addressesOf(file, "FRHP")[0]!).slice(0, 22 + 15 * 8 + 4);
  expect(() => verifyChecksum(header, "it")).not.toThrow();
  for (let at = 0; at < header.length; at++) {
    const changed = header.slice();
    changed[at]! ^= 1;
    expect(() => verifyChecksum(changed, "it")).toThrow(
      expect.toSatisfy((error: unknown) => isHdmfError(error, "malformed")),
    );
  }
});
