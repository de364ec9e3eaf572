import { deflateSync, gzipSync } from "node:zlib";
import { isHdmfError } from "@hdmf-ts/errors";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Filter } from "../src/index.ts";
import { decodeChunk, decodeVlenText, encodeChunk, encodeVlenText } from "../src/index.ts";
import { encodeFilters } from "./encode-cases.ts";
import { stairs } from "./samples.ts";
import { vectorCases } from "./vector-cases.ts";

/** The codecs that carry a checksum over all content, so that no change of it can go unnoticed. */
const guarded = new Set(["fletcher32", "crc32c", "gzip", "deflate"]);
const compressed = vectorCases.filter(({ filters }) => filters.some(({ name }) => name !== "shuffle"));

test.each(compressed)("every truncation is malformed: $title", async ({ filters, encoded, decoded }) => {
  const step = Math.max(1, Math.floor(encoded.length / 150));
  for (let length = 0; length < encoded.length; length += step) {
    const result = await outcome(filters, encoded.subarray(0, length), decoded.length);
    expect(result, `of ${length} bytes`).toBe("malformed");
  }
});

test.each(compressed)("a changed byte never crashes nor changes the length: $title", async (vector) => {
  const { filters, encoded, decoded } = vector;
  await fc.assert(
    fc.asyncProperty(fc.nat(encoded.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const mutant = encoded.slice();
      mutant[at]! ^= change;
      const result = await outcome(filters, mutant, decoded.length);
      if (typeof result === "string") expect(["malformed", "unsupported"]).toContain(result);
      else {
        expect(result.length).toBe(decoded.length);
        if (guarded.has(filters.at(-1)!.name)) expect(Buffer.compare(result, decoded), `byte ${at}`).toBe(0);
      }
    }),
    { numRuns: 60 },
  );
});

test.each(encodeFilters.filter(({ name }) => name !== "shuffle"))(
  "noise is never taken for $name data",
  async (filter) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const result = await outcome([filter], bytes, 5000);
        expect(["malformed", "unsupported"]).toContain(result);
      }),
    );
  },
);

test.each(encodeFilters)("a length other than expected is malformed: $name $options", async (filter) => {
  const stored = await encodeChunk([filter], stairs(1000, 4));
  for (const size of [0, 3999, 4001, 2 ** 31, 2 ** 40])
    expect(await outcome([filter], stored, size), `${size}`).toBe("malformed");
});

test.each(["deflate", "gzip"])("%s is not given memory for a length that its bytes cannot hold", async (name) => {
  const stored = await encodeChunk([{ name }], stairs(1000, 4));
  const error = await decodeChunk([{ name }], stored, { size: 2 ** 31 }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ tag: "malformed", message: expect.stringContaining("can hold") });
});

const bombBytes = 50_000_000;
test.each<[string, Filter, () => Uint8Array | Promise<Uint8Array>]>([
  ["deflate", { name: "deflate" }, () => deflateSync(new Uint8Array(bombBytes))],
  ["gzip", { name: "gzip" }, () => gzipSync(new Uint8Array(bombBytes))],
  ["zstd", { name: "zstd" }, () => encodeChunk([{ name: "zstd" }], new Uint8Array(bombBytes))],
  ["lz4", { name: "lz4" }, () => encodeChunk([{ name: "lz4" }], new Uint8Array(bombBytes))],
  ["lz4-hdf5", { name: "lz4-hdf5" }, () => encodeChunk([{ name: "lz4-hdf5" }], new Uint8Array(bombBytes))],
  [
    "blosc",
    { name: "blosc" },
    () => encodeChunk([{ name: "blosc", options: [2, 2, 4, 0, 5, 1, 5] }], new Uint8Array(bombBytes)),
  ],
])("a bomb of %s is stopped at the limit, or at the expected length", async (_, filter, make) => {
  const bomb = await make();
  await expect(decodeChunk([filter], bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({ tag: "limit" });
  await expect(decodeChunk([filter], bomb, { size: 4000 })).rejects.toMatchObject({ tag: "malformed" });
  expect(await decodeChunk([filter], bomb)).toHaveLength(bombBytes);
});

test("a zstd frame that does not say its length is decoded, and bounded", async () => {
  // Window of 128 KiB, one raw block "abc".
  const small = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38, 0x19, 0, 0, 0x61, 0x62, 0x63]);
  expect(await decodeChunk([{ name: "zstd" }], small)).toEqual(Uint8Array.from([0x61, 0x62, 0x63]));
  // 1,000,000 blocks of one repeated byte: 131 GB.
  const bomb = new Uint8Array(6 + 4_000_000);
  bomb.set([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
  for (let at = 6; at < bomb.length; at += 4) bomb.set([0x02, 0x00, 0x10, 0], at);
  bomb[bomb.length - 4] = 0x03;
  await expect(decodeChunk([{ name: "zstd" }], bomb)).rejects.toMatchObject({ tag: "limit" });
  await expect(decodeChunk([{ name: "zstd" }], bomb, { size: 100 })).rejects.toMatchObject({ tag: "malformed" });
});

test("several zstd frames and skippable ones are one content", async () => {
  const one = await encodeChunk([{ name: "zstd" }], stairs(100, 4));
  const skippable = Uint8Array.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);
  const all = Uint8Array.from([...one, ...skippable, ...one]);
  const content = [...stairs(100, 4), ...stairs(100, 4)];
  expect([...(await decodeChunk([{ name: "zstd" }], all, { size: 800 }))]).toEqual(content);
});

test("damaged lengths of text are malformed", () => {
  const stored = encodeVlenText(["a", "bcd", ""]);
  for (let length = 0; length < stored.length; length++)
    expect(() => decodeVlenText(stored.subarray(0, length))).toThrow(/damaged vlen-utf8/);
  expect(() => decodeVlenText(stored, 4)).toThrow(/3 items where 4/);
  expect(() => decodeVlenText(Uint8Array.from([...stored, 0]))).toThrow(/behind/);
  expect(() => decodeVlenText(Uint8Array.from([255, 255, 255, 255]))).toThrow(/too few/);
});

test.each([
  [{ name: "szip", id: 4 }, /szip \(HDF5 filter 4\) is not implemented/],
  [{ name: "hdf5-32099 mystery", id: 32099 }, /hdf5-32099 mystery \(HDF5 filter 32099\)/],
  [{ name: "__proto__" }, /__proto__/],
])("an unknown filter is named: %j", async (filter, message) => {
  await expect(decodeChunk([filter], new Uint8Array(4))).rejects.toMatchObject({ tag: "unsupported", message });
});

test.each([
  { name: "deflate", options: [10] },
  { name: "shuffle", options: [-1] },
  { name: "lz4-hdf5", options: [1.5] },
  { name: "blosc", options: [2, 2, 4, 0, 5, 3, 1] },
  { name: "blosc", options: [2, 2, 4, 0, 5, 1, 1], configuration: { blocksize: "x" } },
])("options that cannot be are invalid: %j", async (filter) => {
  await expect(encodeChunk([filter], stairs(1000, 4))).rejects.toMatchObject({ tag: "invalid" });
});

test("an aborted call rejects with its reason", async () => {
  const signal = AbortSignal.abort("stop");
  await expect(encodeChunk([{ name: "deflate" }], stairs(9, 1), { signal })).rejects.toBe("stop");
  await expect(decodeChunk([{ name: "deflate" }], stairs(9, 1), { signal })).rejects.toBe("stop");
});

async function outcome(filters: readonly Filter[], bytes: Uint8Array, size: number): Promise<Uint8Array | string> {
  try {
    return await decodeChunk(filters, bytes, { size });
  } catch (error) {
    if (isHdmfError(error)) return error.tag;
    throw error;
  }
}
