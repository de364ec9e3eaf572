import { expect, test } from "vitest";
import * as array from "../src/index.ts";

test("nothing is exported by accident", () => {
  expect(Object.keys(array).sort()).toMatchInlineSnapshot(`
    [
      "allocate",
      "bytesFromNumbers",
      "compareUtf8",
      "concatData",
      "copyElements",
      "dataEquals",
      "dataLength",
      "decodeUtf8",
      "dtypeFromJson",
      "dtypeToJson",
      "elementBytes",
      "elementCount",
      "encodeUtf8",
      "isBytes",
      "isColumns",
      "isCompound",
      "isNumbers",
      "isRagged",
      "isReferences",
      "isRegions",
      "isText",
      "memoryArray",
      "normalizeSelection",
      "nullReferences",
      "numbersFromBytes",
      "planBlocks",
      "readBlocks",
      "readChunked",
      "referenceAt",
      "repeatData",
      "sameDtype",
      "sameShape",
      "selectFrom",
      "sliceData",
      "takeData",
      "writeChunked",
    ]
  `);
});
