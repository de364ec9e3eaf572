import { expect, test } from "vitest";
import { decodeChunk, filterFromHdf5 } from "../src/index.ts";

// Written by h5py 3.16: 50 elements of int8, which scaleoffset made 71 bytes while LZF's option says 50.
const filters = [
  filterFromHdf5(6, [2, 0, 50, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  filterFromHdf5(2, [1]),
  filterFromHdf5(32000, [4, 261, 50]),
];
const stored =
  "050700000008022004e003001f60166a4009e45bc2a7f9a0038b932cacd950a627123b20dddbe50e8ab630bd440be151c64d6d21a69510050a3c";
const decoded = "32074f2602294a5d632b001c02101915182d1d17071a50141f4a1d5f61161f0c5d0e195629072548285d261c365622070711";

test("what a filter before LZF made longer than a chunk is decoded whole", async () => {
  const result = await decodeChunk(filters, Uint8Array.from(Buffer.from(stored, "hex")), { size: 50 });
  expect(Buffer.from(result).toString("hex")).toBe(decoded);
});
