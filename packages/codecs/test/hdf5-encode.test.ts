import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import cases from "../../../conformance/fixtures/filters.json" with { type: "json" };
import { decodeChunk, encodeChunk, filterFromHdf5 } from "../src/index.ts";
import { fromBase64 } from "./samples.ts";

/** What the HDF5 library and its plugins encoded, and what they decode it to. */
const known = cases.map(({ title, filters, stored, decoded }) => ({
  title,
  filters: filters.map(([id, client]) => filterFromHdf5(id as number, client as number[])),
  stored: fromBase64(stored),
  decoded: new Uint8Array(inflateSync(fromBase64(decoded))),
}));
/**
 * Left out: what is compressed once more; floats that lost digits when the library computed with them; multiples beyond 2^53, in place of
 * which we keep floats whole.
 */
const only = (what: RegExp, but = /^$/) => known.filter(({ title }) => what.test(title) && !but.test(title));

describe("we encode as the HDF5 library does, byte by byte", () => {
  test.each(only(/^(scaleoffset|nbit|bitshuffle none)/, /gzip|f4, 5 digits|f8 over a wide range/))(
    "$title",
    async ({ filters, stored, decoded }) => {
      const encoded = await encodeChunk(filters, decoded);
      expect(Buffer.from(encoded).toString("hex")).toBe(Buffer.from(stored).toString("hex"));
    },
  );
});

describe("what was encoded is decoded", () => {
  test.each(known.filter(({ filters }) => filters[0]?.name !== "bzip2"))("$title", async ({ filters, decoded }) => {
    const encoded = await encodeChunk(filters, decoded);
    const result = await decodeChunk(filters, encoded, { size: decoded.length });
    const isFloat = filters[0]?.name === "scaleoffset" && filters[0].options?.[0] === 0;
    if (!isFloat) expect(Buffer.compare(result, decoded)).toBe(0);
    else expect(await encodeChunk(filters, result)).toHaveLength(encoded.length);
  });
});

describe("scaleoffset", () => {
  const options = (factor: number, count: number, kind: readonly number[], fill: readonly number[] = [1, 0, 0]) => [
    {
      name: "scaleoffset",
      options: [kind[0] === 1 ? 0 : 2, factor, count, ...kind, ...fill, ...new Array(10).fill(0)],
    },
  ];

  test("integers that do not fit in the bits that were asked for are refused, not cut", async () => {
    const bytes = new Uint8Array(Int32Array.of(5, 132).buffer);
    const int32 = [0, 4, 1, 0];
    await expect(encodeChunk(options(7, 2, int32), bytes)).rejects.toMatchObject({ tag: "invalid", message: /7 bits/ });
    const wide = await encodeChunk(options(8, 2, int32), bytes);
    expect([...(await decodeChunk(options(8, 2, int32), wide))]).toEqual([...bytes]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("floats among which is %d are kept whole", async (odd) => {
    const bytes = new Uint8Array(Float64Array.of(1.23456, odd, -3).buffer);
    const filters = options(1, 3, [1, 8, 0, 0]);
    const encoded = await encodeChunk(filters, bytes);
    expect([...(await decodeChunk(filters, encoded, { size: 24 }))]).toEqual([...bytes]);
  });

  test.each([
    ["scaleoffset", options(0, 3, [0, 4, 1, 0])],
    ["nbit", [{ name: "nbit", options: [8, 0, 3, 1, 4, 0, 17, 0] }]],
  ])("%s of a chunk of another length than it is set for is refused", async (_, filters) => {
    await expect(encodeChunk(filters, new Uint8Array(16))).rejects.toMatchObject({ tag: "invalid" });
  });
});

test.each([
  ["a block that is no eights", [0, 4, 4, 12, 2]],
  ["a compressor that is none", [0, 4, 4, 0, 7]],
])("bitshuffle refuses %s", async (_, options) => {
  const encoding = encodeChunk([{ name: "bitshuffle", options }], new Uint8Array(96));
  await expect(encoding).rejects.toMatchObject({ tag: "invalid" });
});
