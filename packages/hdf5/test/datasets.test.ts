import { type NdArray, type Selection, selectFrom } from "@hdmf-ts/array";
import { afterAll, describe, expect, test } from "vitest";
import { fixture, type OpenedDatasets, openDatasets, truth, valueAt } from "./datasets-truth.ts";

const files = ["layouts-earliest", "layouts-latest", "indexes-v110", "indexes-latest", "btree1", "filters"];
const opened: ReadonlyMap<string, OpenedDatasets> = new Map(
  await Promise.all(files.map(async (name) => [name, await openDatasets(fixture(name))] as const)),
);
afterAll(async () => {
  for (const file of opened.values()) await file.close();
});

const notFormulae = /^(null|neverFilled|compound|texts|arrays)/;
const cases = [...opened].flatMap(([file, { datasets }]) =>
  [...datasets].filter(([name]) => !notFormulae.test(name)).map(([name, dataset]) => ({ file, name, dataset })),
);

test("the fixtures hold the layouts and indexes that they are for", () => {
  expect(cases.length).toBeGreaterThan(150);
});

describe("equal to what h5py wrote", () => {
  test.each(cases)("$file $name", async ({ dataset }) => {
    const expected = truth(dataset);
    expect(await dataset.read()).toEqual({ dtype: dataset.dtype, shape: dataset.shape, data: expected.data });
    const selections = selectionsOf(dataset.shape!);
    for (const selection of expected.data.length > 100_000 ? selections.slice(0, 4) : selections) {
      const { shape, data } = await dataset.read(selection);
      const wanted = selectFrom(expected, selection);
      expect({ selection, shape, data }).toEqual({ selection, shape: wanted.shape, data: wanted.data });
    }
  });

  test.each(cases)(
    "$file $name, block by block",
    async ({ dataset }) => {
      const expected = truth(dataset);
      let elements = 0;
      for await (const block of dataset.blocks({ maxBytes: Math.max(500, expected.data.byteLength / 20) })) {
        const selection = block.start.map((start, axis) => ({ start, stop: start + block.shape[axis]! }));
        const wanted = selectFrom(expected, selection);
        elements += block.shape.reduce((product, length) => product * length, 1);
        if (elements % 7 === 0 || elements < 100) expect(block.data).toEqual(wanted.data);
      }
      expect(elements).toBe(dataset.shape!.reduce((product, length) => product * length, 1));
    },
    60_000,
  );
});

/** Indices, slices, steps, lists and masks, alone and together. */
function selectionsOf(shape: readonly number[]): Selection[] {
  if (shape.length === 0 || shape.includes(0)) return [[]];
  const last = shape.map((length) => length - 1);
  return [
    last,
    [Math.floor(shape[0]! / 2)],
    [{ start: Math.floor(shape[0]! / 3), stop: Math.ceil((2 * shape[0]!) / 3) }],
    shape.map((length) => ({ start: Math.min(1, length - 1), step: 2 })),
    shape.map((length) => ({ start: -Math.min(2, length) })),
    [...last.slice(0, -1).map(() => null), { indices: [0, last.at(-1)!, 0] }],
    [{ indices: [last[0]!, 0, Math.floor(last[0]! / 2)] }],
    shape.map((length) => ({ mask: Array.from({ length }, (_, index) => index % 3 === 1) })),
    [{ start: 2, stop: 2 }],
  ];
}

describe("not numbers", () => {
  const texts = Array.from({ length: 10 }, (_, index) => `text ${valueAt(index)}`);
  const compound = new Map<string, NdArray["data"]>([
    ["a", Int32Array.from({ length: 10 }, (_, index) => valueAt(index))],
    ["b", Float64Array.from({ length: 10 }, (_, index) => valueAt(index) / 2)],
  ]);
  const values = [
    ["texts", texts],
    ["textsChunked", texts],
    ["textsInPart", [...texts.slice(0, 2), ...Array<string>(8).fill("none")]],
    ["compound", compound],
    ["compoundChunked", compound],
  ] as const;
  const cases = ["layouts-earliest", "layouts-latest"].flatMap((file) =>
    values.map((value) => [file, ...value] as const),
  );

  test.each(cases)("%s %s", async (file, name, data) => {
    const dataset = opened.get(file)!.datasets.get(name)!;
    expect((await dataset.read()).data).toEqual(data);
    const selection = [{ start: 1, stop: 9, step: 3 }];
    const wanted = selectFrom({ dtype: dataset.dtype, shape: [10], data }, selection);
    expect((await dataset.read(selection)).data).toEqual(wanted.data);
  });

  test("a fill value that is never written is no element", async () => {
    const dataset = opened.get("layouts-latest")!.datasets.get("neverFilled")!;
    expect(dataset.fillValue?.data).toEqual(Int32Array.of(7));
    expect((await dataset.read()).data).toEqual(Int32Array.of(1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  });

  test("a null space", async () => {
    const dataset = opened.get("layouts-latest")!.datasets.get("null")!;
    expect(await dataset.read()).toEqual({ dtype: "int32", shape: null, data: new Int32Array() });
  });
});
