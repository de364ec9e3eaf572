import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytesFromNumbers, type Filter, type FloatName, type IntegerName, type NumberArray } from "@hdmf-ts/array";
import { filterToHdf5 } from "@hdmf-ts/codecs";
import { beforeAll, describe, expect, test } from "vitest";
import { memoryOut, numberCoding, plannedWriter, typeOf } from "./writer-memory.ts";

const python = fileURLToPath(new URL("../../../.venv-a/bin/python", import.meta.url));

interface Case {
  readonly title: string;
  readonly name: IntegerName | FloatName;
  readonly big?: boolean;
  /** As our writer is given them, without what depends on type and chunk. */
  readonly filters: readonly Filter[];
  /** As the library is given them. */
  readonly given: readonly (readonly [number, readonly number[]])[];
  /** Whether every encoder must give the same bytes. */
  readonly exact: boolean;
  readonly fill?: number;
}

const filters: readonly Omit<Case, "name" | "big">[] = [
  { title: "without filters", filters: [], given: [], exact: true },
  { title: "shuffle", filters: [{ name: "shuffle" }], given: [[2, []]], exact: true },
  {
    title: "shuffle and fletcher32",
    filters: [{ name: "shuffle" }, { name: "fletcher32" }],
    given: [
      [2, []],
      [3, []],
    ],
    exact: true,
  },
  { title: "deflate", filters: [{ name: "deflate", options: [4] }], given: [[1, [4]]], exact: false },
  {
    title: "shuffle and deflate",
    filters: [{ name: "shuffle" }, { name: "deflate" }],
    given: [
      [2, []],
      [1, [6]],
    ],
    exact: false,
  },
  { title: "lzf", filters: [{ name: "lzf" }], given: [[32000, []]], exact: false },
  { title: "nbit", filters: [{ name: "nbit" }], given: [[5, []]], exact: true },
  { title: "bitshuffle", filters: [{ name: "bitshuffle" }], given: [[32008, [0, 2]]], exact: false },
  { title: "blosc", filters: [{ name: "blosc" }], given: [[32001, [0, 0, 0, 0, 5, 1, 1]]], exact: false },
  { title: "zstd", filters: [{ name: "zstd", options: [3] }], given: [[32015, [3]]], exact: false },
];

const integerScale = {
  title: "scaleoffset",
  filters: [{ name: "scaleoffset" }],
  given: [[6, [2, 0]]],
  exact: true,
} as const;
const decimalScale = {
  title: "scaleoffset",
  filters: [{ name: "scaleoffset", options: [0, 2] }],
  given: [[6, [0, 2]]],
  exact: true,
} as const;

const cases: readonly Case[] = [
  ...filters.flatMap((one) => [
    { ...one, name: "int16" as const },
    { ...one, name: "float64" as const, big: true, fill: 2.5 },
  ]),
  ...(["int8", "uint16", "int32", "uint64"] as const).flatMap((name) => [
    { ...integerScale, name },
    { ...integerScale, name, big: name !== "int8", fill: 7 },
  ]),
  ...(["float32", "float64"] as const).flatMap((name) => [
    { ...decimalScale, name },
    { ...decimalScale, name, big: true, fill: 7 },
  ]),
];

const shape = [7, 90];
const chunks = [3, 40];
const limits = [null, 100];
const codes = {
  int8: "i1",
  uint8: "u1",
  int16: "i2",
  uint16: "u2",
  int32: "i4",
  uint32: "u4",
  int64: "i8",
  uint64: "u8",
  float16: "f2",
  float32: "f4",
  float64: "f8",
};

/** Numbers of a type, small and not evenly spaced. */
function numbersOf(name: IntegerName | FloatName): NumberArray {
  const values = Array.from({ length: 630 }, (_, at) => (at * at) % 53);
  const isFloat = name.startsWith("float");
  if (name === "uint64") return BigUint64Array.from(values, BigInt);
  if (name === "int8") return Int8Array.from(values, (value) => value - 20);
  if (name === "int16") return Int16Array.from(values, (value) => value - 20);
  if (name === "uint16") return Uint16Array.from(values);
  if (name === "int32") return Int32Array.from(values, (value) => 1000 * (value - 20));
  return isFloat && name === "float32"
    ? Float32Array.from(values, (value) => value / 7 - 3)
    : Float64Array.from(values, (value) => value / 7 - 3);
}

interface Verdict {
  readonly filters: readonly (readonly number[])[];
  readonly chunks: readonly (readonly [coordinates: readonly number[], mask: number, stored: string])[];
  readonly read: string;
  readonly same: boolean;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Writes the array in blocks of rows as they come, then gives the chunks. */
async function written({ name, big = false, filters, fill }: Case) {
  const out = memoryOut();
  const data = numbersOf(name);
  const one = numbersOf(name).slice(0, 1);
  if (fill !== undefined) (one as Float64Array)[0] = (typeof one[0] === "bigint" ? BigInt(fill) : fill) as number;
  const writer = plannedWriter(
    {
      path: "/a",
      type: typeOf(name, big),
      shape: [0, 90],
      maxShape: limits,
      chunks,
      filters,
      ...(fill !== undefined && { fill: one }),
    },
    numberCoding(name, big),
    out,
  );
  for (const [start, stop] of [
    [0, 2],
    [2, 3],
    [3, 7],
  ] as const) {
    const rows = data.slice(start * 90, stop * 90);
    await writer.append(0, { dtype: name, shape: [stop - start, 90], data: rows });
  }
  await writer.finish();
  const file = await out.bytes();
  const layout = writer.stored();
  const stored = layout.kind === "chunked" ? layout.stored : [];
  return {
    filters: writer.plan.filters.map((filter) => [...filterToHdf5(filter).clientData]),
    stored: stored.map(
      ({ coordinates, address, length, filterMask }) =>
        [[...coordinates], filterMask, base64(file.subarray(address, address + length))] as const,
    ),
    data: base64(bytesFromNumbers(name, data, { byteOrder: big ? "big" : "little" })),
  };
}

describe.skipIf(!existsSync(python))("h5py reads the chunks that we write, and makes them as we do", () => {
  let verdicts: readonly Verdict[] = [];
  let ours: readonly Awaited<ReturnType<typeof written>>[] = [];

  beforeAll(async () => {
    ours = await Promise.all(cases.map(written));
    const asked = cases.map(({ name, big, given, fill }, at) => ({
      dtype: `${big ? ">" : "<"}${codes[name]}`,
      shape,
      chunks,
      maxshape: limits,
      fill: fill ?? null,
      filters: given,
      data: ours[at]!.data,
      stored: ours[at]!.stored,
    }));
    const folder = mkdtempSync(join(tmpdir(), "hdmf-writer-"));
    try {
      const file = join(folder, "cases.json");
      writeFileSync(file, JSON.stringify(asked));
      const script = fileURLToPath(new URL("dataset-writer-judge.py", import.meta.url));
      verdicts = JSON.parse(execFileSync(python, [script, file], { encoding: "utf8", maxBuffer: 2 ** 28 }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(cases.map((one, at) => ({ ...one, at })))(
    "$title of $name (big endian: $big)",
    ({ at, exact, title, name }) => {
      const [verdict, mine] = [verdicts[at]!, ours[at]!];
      expect(mine.filters).toEqual(verdict.filters);
      const isLossy = title === "scaleoffset" && name.startsWith("float");
      if (!isLossy) expect(verdict.read).toBe(mine.data);
      expect(verdict.same).toBe(true);
      if (exact) expect(mine.stored).toEqual(verdict.chunks);
      else
        expect(mine.stored.map(([coordinates]) => coordinates)).toEqual(
          verdict.chunks.map(([coordinates]) => coordinates),
        );
    },
  );
});
