import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elementCount, normalizeSelection, type Selection, selectFrom } from "../src/index.ts";
import { copyOf, samples, toList } from "./support/samples.ts";
import { select, shapeAndSelection } from "./support/selections.ts";

describe("selectFrom", () => {
  const nd = { dtype: "int32" as const, shape: [3, 4], data: Int32Array.from({ length: 12 }, (_, i) => i) };

  test.each<{ name: string; selection: Selection; shape: number[]; values: number[] }>([
    { name: "an index drops its axis", selection: [1], shape: [4], values: [4, 5, 6, 7] },
    { name: "an index counts from the end", selection: [-1, -2], shape: [], values: [10] },
    {
      name: "slices with steps",
      selection: [{ step: 2 }, { start: 1, step: 2 }],
      shape: [2, 2],
      values: [1, 3, 9, 11],
    },
    { name: "a slice is clipped", selection: [{ start: -9, stop: 99 }, 0], shape: [3], values: [0, 4, 8] },
    { name: "a slice that ends before it starts", selection: [{ start: 2, stop: 1 }], shape: [0, 4], values: [] },
    {
      name: "lists are taken axis by axis, in their order",
      selection: [{ indices: [2, 0, 2] }, { indices: [3, 1] }],
      shape: [3, 2],
      values: [11, 9, 3, 1, 11, 9],
    },
    { name: "masks", selection: [{ mask: [true, false, true] }, 1], shape: [2], values: [1, 9] },
    { name: "left-out axes are whole", selection: [], shape: [3, 4], values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  ])("$name", ({ selection, shape, values }) => {
    const result = selectFrom(nd, selection);
    expect(result.shape).toEqual(shape);
    expect([...(result.data as Int32Array)]).toEqual(values);
  });

  test("the result is new memory, even of a whole array", () => {
    const result = selectFrom(nd);
    (result.data as Int32Array)[0] = 99;
    expect(nd.data[0]).toBe(0);
  });

  test("a null space has nothing to select", () => {
    expect(selectFrom({ dtype: "utf8", shape: null, data: [] })).toEqual({ dtype: "utf8", shape: null, data: [] });
    expect(() => selectFrom({ dtype: "utf8", shape: null, data: [] }, [0])).toThrow(/without elements/);
  });

  test("bits of NaNs are kept, with steps too", () => {
    const bits = Uint32Array.of(0x7ff0_0001, 1, 0x7ff4_0000, 7, 0xfff8_0000, 9, 0, 0x8000_0000);
    const data = new Float64Array(bits.buffer);
    const { data: result } = selectFrom({ dtype: "float64", shape: [4], data }, [{ step: 2 }]);
    expect([...new Uint32Array((result as Float64Array).buffer)]).toEqual([0x7ff0_0001, 1, 0xfff8_0000, 9]);
  });

  test.each([Uint8Array, Int16Array, Float32Array])("rows of %o come from memory at any place, to any", (type) => {
    const dtype = type === Uint8Array ? "uint8" : type === Int16Array ? "int16" : "float32";
    for (const [width, first, count, shift] of [0, 1, 2, 3].flatMap((shift) =>
      [1, 3, 4, 8, 12, 70, 300].flatMap((width) =>
        [0, 1, 2, 4].flatMap((first) => [1, 2, 4, 6, 8, 65, 256].map((count) => [width, first, count, shift] as const)),
      ),
    )) {
      if (first + count > width) continue;
      const data = new type(5 * width + shift).subarray(shift);
      for (let i = 0; i < data.length; i++) data[i] = i % 251;
      const into = new type(3 * count + shift).subarray(shift);
      const { data: taken } = selectFrom(
        { dtype, shape: [5, width], data },
        [{ indices: [4, 0, 1] }, { start: first, stop: first + count }],
        into,
      );
      const expected = [4, 0, 1].flatMap((row) => [...data.subarray(row * width + first, row * width + first + count)]);
      expect([...(taken as Uint8Array)]).toEqual(expected);
      const { data: stepped } = selectFrom({ dtype, shape: [5, width], data }, [
        { start: 1, step: 2 },
        { start: first, stop: first + count },
      ]);
      const wanted = [1, 3].flatMap((row) => [...data.subarray(row * width + first, row * width + first + count)]);
      expect([...(stepped as Uint8Array)]).toEqual(wanted);
    }
  });

  describe.each(samples)("of $name", (sample) => {
    test("takes what a plain model takes", () => {
      fc.assert(
        fc.property(shapeAndSelection, ({ shape, selection }) => {
          const count = elementCount(shape);
          const data = sample.make(count);
          const expected = select(shape, selection);
          const result = selectFrom({ dtype: sample.dtype, shape, data }, selection);
          const all = copyOf(sample, count);
          expect(result.shape).toEqual(expected.shape);
          expect(toList(sample.dtype, result.data)).toEqual(expected.places.map((place) => all[place]));
          expect(toList(sample.dtype, data)).toEqual(all);
        }),
        { numRuns: 60 },
      );
    });
  });
});

describe("normalizeSelection", () => {
  test.each<{ name: string; selection: Selection; message: RegExp }>([
    { name: "too many axes", selection: [0, 0, 0], message: /has 3 axes, the array has 2/ },
    { name: "an index after the end", selection: [3], message: /Index 3 is outside axis 0, which is 3 long/ },
    { name: "an index before the start", selection: [-4], message: /Index -4/ },
    { name: "a fraction", selection: [0.5], message: /Index 0.5/ },
    { name: "NaN", selection: [Number.NaN], message: /Index NaN/ },
    { name: "a listed index outside", selection: [null, { indices: [0, 4] }], message: /Index 4 is outside axis 1/ },
    {
      name: "a mask of another length",
      selection: [{ mask: [true] }],
      message: /mask of axis 0 is 1 long, the axis 3/,
    },
    { name: "no step", selection: [{ step: 0 }], message: /step of axis 0 is 0/ },
    { name: "a step backwards", selection: [{ step: -1 }], message: /step of axis 0 is -1/ },
    { name: "a bound that is no whole number", selection: [{ stop: 1.5 }], message: /bound 1.5 of axis 0/ },
  ])("refuses $name", ({ selection, message }) => {
    expect(() => normalizeSelection(selection, [3, 4])).toThrow(
      expect.objectContaining({ tag: "invalid", message: expect.stringMatching(message) }),
    );
  });

  test("fills in what was left out", () => {
    expect(normalizeSelection([{ start: 1, step: 2 }], [5, 2])).toEqual({
      axes: [
        { start: 1, step: 2, count: 2, keep: true },
        { start: 0, step: 1, count: 2, keep: true },
      ],
      shape: [2, 2],
    });
  });
});
