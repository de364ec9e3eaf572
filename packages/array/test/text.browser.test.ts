import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8, memoryArray, numbersFromBytes } from "../src/index.ts";

test("bytes that are no UTF-8 come back in a browser too", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect([...encodeUtf8(decodeUtf8(bytes))]).toEqual([...bytes]);
});

test("the bits of a NaN survive selection in a browser too", async () => {
  const bytes = Uint8Array.of(1, 0, 0, 0, 0, 0, 0xf4, 0x7f, 2, 0, 0, 0, 0, 0, 0xf4, 0x7f, 3, 0, 0, 0, 0, 0, 0xf4, 0x7f);
  const array = memoryArray({ dtype: "float64", shape: [3], data: numbersFromBytes("float64", bytes, 3) });
  const { data } = await array.read([{ step: 2 }]);
  expect([...new Uint8Array((data as Float64Array).buffer)]).toEqual([...bytes.subarray(0, 8), ...bytes.subarray(16)]);
});
