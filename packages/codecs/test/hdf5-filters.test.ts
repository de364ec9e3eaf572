import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import cases from "../../../conformance/fixtures/filters.json" with { type: "json" };
import { decodeChunk, filterFromHdf5 } from "../src/index.ts";
import { fromBase64 } from "./samples.ts";

/** What the HDF5 library and its plugins encoded, and what they decode it to. */
const known = cases.map(({ title, filters, mask, stored, decoded }) => ({
  title,
  filters: filters.map(([id, client]) => filterFromHdf5(id as number, client as number[])),
  mask,
  stored: fromBase64(stored),
  decoded: new Uint8Array(inflateSync(fromBase64(decoded))),
}));

test.each(known)("decodes $title", async ({ filters, mask, stored, decoded }) => {
  const result = await decodeChunk(filters, stored, { filterMask: mask, size: decoded.length });
  expect(Buffer.compare(result, decoded)).toBe(0);
});

describe("damage", () => {
  const sample = known.filter((_, index) => index % 5 === 0);

  test.each(sample)("each cut of $title gives a typed error or the right length", async (known) => {
    const { filters, mask, stored, decoded } = known;
    for (let length = 0; length < stored.length; length += Math.ceil(stored.length / 40)) {
      const options = { filterMask: mask, size: decoded.length };
      const result = await decodeChunk(filters, stored.subarray(0, length), options).catch((error: unknown) => error);
      if (result instanceof Uint8Array) expect(result).toHaveLength(decoded.length);
      else expect(result).toMatchObject({ tag: "malformed" });
    }
  });

  test.each(sample)("each flip in $title gives a typed error or the right length", async (known) => {
    const { filters, mask, stored, decoded } = known;
    for (let at = 0; at < stored.length; at += Math.ceil(stored.length / 60)) {
      const bytes = stored.slice();
      bytes[at]! ^= 1 << (at % 8);
      const options = { filterMask: mask, size: decoded.length };
      const result = await decodeChunk(filters, bytes, options).catch((error: unknown) => error);
      if (result instanceof Uint8Array) expect(result).toHaveLength(decoded.length);
      else expect(["malformed", "limit", "unsupported"]).toContain((result as { tag?: string }).tag);
    }
  });

  test.each(sample)("flips in the settings of $title give a typed error or a length that fits", async (known) => {
    const { filters, mask, stored, decoded } = known;
    for (let step = 0; step < 30; step++) {
      const changed = filters.map((filter) => ({
        ...filter,
        options: (filter.options ?? []).map((value, at) =>
          at === step % 30 ? (value ^ (1 << ((step * 7) % 32))) >>> 0 : value,
        ),
      }));
      const options = { filterMask: mask, size: decoded.length };
      const result = await decodeChunk(changed, stored, options).catch((error: unknown) => error);
      if (result instanceof Uint8Array) expect(result).toHaveLength(decoded.length);
      else expect(["malformed", "limit", "unsupported", "invalid"]).toContain((result as { tag?: string }).tag);
    }
  });
});
