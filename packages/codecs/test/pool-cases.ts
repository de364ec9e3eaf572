import { expect } from "vitest";
import { type CodecPool, decodeChunk, encodeChunk, type Filter } from "../src/index.ts";
import { openCodecPool } from "../src/worker.ts";
import { encodeFilters } from "./encode-cases.ts";
import { noise, stairs } from "./samples.ts";

interface PoolCase {
  readonly name: string;
  /** The pool is new, and closed by who made it. */
  run(pool: CodecPool): Promise<void>;
}

const long = stairs(50_000, 4);
const pipelines: readonly (readonly Filter[])[] = [
  ...encodeFilters.map((filter) => [filter]),
  [{ name: "shuffle", options: [4] }, { name: "zstd" }, { name: "fletcher32" }],
  [
    { name: "shuffle", options: [2] },
    { name: "deflate", options: [4] },
  ],
];
const zstd: readonly Filter[] = [{ name: "zstd" }];
const slow: readonly Filter[] = [{ name: "zstd", options: [19] }];
/** What fails, in the thread of the caller and in another one alike. */
const failures: readonly (readonly [what: string, run: (pool?: CodecPool) => Promise<unknown>, tag: string])[] = [
  ["damage", async (pool) => decodeChunk(zstd, noise(70_000), { size: 70_000, ...given(pool) }), "malformed"],
  ["another length", async (pool) => decodeChunk(zstd, await large, { size: 200_001, ...given(pool) }), "malformed"],
  ["a bomb", async (pool) => decodeChunk(zstd, await bomb, { maxBytes: 100_000, ...given(pool) }), "limit"],
  [
    "an option that cannot be",
    (pool) => encodeChunk([{ name: "zstd", options: [-200_000] }], long, given(pool)),
    "invalid",
  ],
  ["a filter that is only decoded", (pool) => encodeChunk([{ name: "bzip2" }], long, given(pool)), "unsupported"],
];
const large = encodeChunk(zstd, long);
const bomb = encodeChunk(zstd, noise(200_000));

export const poolCases: readonly PoolCase[] = [
  {
    name: "gives the same bytes with all filters",
    async run(pool) {
      for (const filters of pipelines)
        for (const bytes of [new Uint8Array(0), stairs(100, 4), long, noise(100_000)]) {
          const what = [filters, bytes.length];
          const stored = await encodeChunk(filters, bytes);
          const same = [
            sameBytes(await encodeChunk(filters, bytes, { pool }), stored),
            sameBytes(await decodeChunk(filters, stored, { size: bytes.length, pool }), bytes),
            // The pool itself takes whatever it is given, however short.
            sameBytes(await pool.encode(filters, bytes), stored),
            sameBytes(await pool.decode(filters, stored, { size: bytes.length }), bytes),
          ];
          expect([what, same]).toEqual([what, [true, true, true, true]]);
        }
    },
  },
  {
    name: "leaves out the filters that a mask names",
    async run(pool) {
      const filters = [{ name: "shuffle", options: [4] }, { name: "lzf" }, { name: "fletcher32" }];
      const stored = await encodeChunk([filters[0]!, filters[2]!], long);
      const context = { size: long.length, filterMask: 0b10 };
      expect(sameBytes(await decodeChunk(filters, stored, { ...context, pool }), long)).toBe(true);
      expect(sameBytes(await pool.decode(filters, stored, context), long)).toBe(true);
    },
  },
  {
    name: "leaves the caller's memory as it was, and gives new memory",
    async run(pool) {
      const around = new Uint8Array(long.length + 20).fill(7);
      around.set(long, 10);
      const view = around.subarray(10, 10 + long.length);
      const before = around.slice();
      const none = await pool.encode([{ name: "shuffle", options: [1] }], view);
      const stored = await encodeChunk(zstd, view, { pool });
      const copy = stored.slice();
      const raw = await decodeChunk(zstd, stored, { size: view.length, pool });
      raw.fill(1);
      none.fill(1);
      expect(sameBytes(around, before)).toBe(true);
      expect(sameBytes(stored, copy)).toBe(true);
    },
  },
  {
    name: "answers many calls at once, each with its own",
    async run(pool) {
      const chunks = Array.from({ length: 40 }, (_, index) => long.map((byte) => byte ^ index));
      const stored = await Promise.all(chunks.map((chunk) => encodeChunk(zstd, chunk, { pool })));
      const raw = await Promise.all(stored.map((bytes) => decodeChunk(zstd, bytes, { size: long.length, pool })));
      expect(raw.map((bytes, index) => sameBytes(bytes, chunks[index]!))).toEqual(chunks.map(() => true));
    },
  },
  ...failures.map(([what, fail, tag]) => ({
    name: `rejects with the same error as without: ${what}`,
    async run(pool: CodecPool): Promise<void> {
      const expected = await reasonOf(fail());
      const found = await reasonOf(fail(pool));
      expect(found).toMatchObject({ name: "HdmfError", tag });
      expect(partsOf(found)).toEqual(partsOf(expected));
      expect(sameBytes(await encodeChunk(zstd, long, { pool }), await encodeChunk(zstd, long))).toBe(true);
    },
  })),
  {
    name: "rejects with the reason of an abort, before, while it waits and under way, and goes on",
    async run(pool) {
      const reason = new Error("enough");
      const aborted = AbortSignal.abort(reason);
      await expect(encodeChunk(zstd, long, { pool, signal: aborted })).rejects.toBe(reason);
      const controller = new AbortController();
      const calls = Array.from({ length: 12 }, () => encodeChunk(slow, long, { pool, signal: controller.signal }));
      const other = encodeChunk(zstd, long, { pool });
      controller.abort(reason);
      for (const call of calls) await expect(call).rejects.toBe(reason);
      expect(sameBytes(await other, await encodeChunk(zstd, long))).toBe(true);
    },
  },
  {
    name: "is closed with work under way: all of it rejects, and what comes later too",
    async run(pool) {
      await encodeChunk(zstd, long, { pool });
      const calls = Array.from({ length: 12 }, () => reasonOf(encodeChunk(slow, long, { pool })));
      await pool.close();
      for (const call of calls) expect(await call).toMatchObject({ tag: "closed" });
      await expect(encodeChunk(zstd, long, { pool })).rejects.toMatchObject({ tag: "closed" });
      await pool.close();
    },
  },
  {
    name: "leaves filters that the caller gave to the caller's thread",
    async run(pool) {
      const filters = [{ name: "hdf5-4 szip", id: 4 }, { name: "zstd" }];
      let calls = 0;
      const decode = (bytes: Uint8Array): Uint8Array => {
        calls++;
        return bytes.map((byte) => byte ^ 1);
      };
      const decoders = new Map([[4, decode]]);
      const stored = await encodeChunk(
        zstd,
        long.map((byte) => byte ^ 1),
      );
      expect(sameBytes(await decodeChunk(filters, stored, { size: long.length, decoders, pool }), long)).toBe(true);
      expect(calls).toBe(1);
    },
  },
  {
    name: "has one thread or more",
    async run() {
      for (const workers of [0, -1, 1.5, Number.NaN])
        expect(await reasonOf((async () => openCodecPool({ workers }))())).toMatchObject({ tag: "invalid" });
    },
  },
];

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export async function reasonOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

function given(pool: CodecPool | undefined): { readonly pool?: CodecPool } {
  return pool === undefined ? {} : { pool };
}

function partsOf(error: unknown): unknown {
  const { message, tag, hint, cause } = error as Error & { readonly tag?: string; readonly hint?: string };
  return { message, tag, hint, cause: cause instanceof Error ? cause.message : cause };
}
