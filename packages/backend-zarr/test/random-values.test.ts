import { type ArrayData, type Dtype, dataEquals, elementCount, isCompound, sameDtype } from "@hdmf-ts/array";
import type { DatasetNode } from "@hdmf-ts/storage";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\udc80", "\udcff"), maxLength: 5 });

const { dtype } = fc.letrec<{ dtype: Dtype; leaf: Dtype }>((tie) => ({
  leaf: fc.constantFrom<Dtype>(
    "int8",
    "uint16",
    "int64",
    "float16",
    "float64",
    "bool",
    "utf8",
    "ascii",
    "reference",
    { complex: "float32" },
    { complex: "float16" },
    { opaque: 3, tag: "t" },
    { bitfield: 2 },
    { enum: new Map([["a", 1]]), base: "int16" },
    { datetime64: "ns" },
    { opaque: 8, tag: "NUMPY:<m8[s]" },
  ),
  dtype: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    tie("dtype").map((vlen) => ({ vlen })),
    fc.record({ array: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), base: tie("dtype") }),
    fc
      .array(tie("dtype"), { minLength: 1, maxLength: 3 })
      .map((types) => types.map((type, i) => ({ name: i === 0 ? "__proto__" : `f${i}`, dtype: type }))),
  ),
}));

/** As many elements as asked for. */
function dataOf(type: Dtype, count: number): fc.Arbitrary<ArrayData> {
  const ints = (min: bigint, max: bigint) => fc.array(fc.bigInt({ min, max }), { minLength: count, maxLength: count });
  const doubles = fc.array(fc.double(), { minLength: 2 * count, maxLength: 2 * count });
  const bytes = (size: number) => fc.uint8Array({ minLength: size * count, maxLength: size * count });
  if (isCompound(type))
    return fc
      .tuple(...type.map((field) => dataOf(field.dtype, count)))
      .map((columns) => new Map(type.map((field, i) => [field.name, columns[i] as ArrayData])));
  if (typeof type === "object") {
    if ("array" in type) return dataOf(type.base, count * elementCount(type.array));
    if ("vlen" in type)
      return fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }).chain((lengths) => {
        const offsets = new Float64Array(count + 1);
        for (const [i, length] of lengths.entries()) offsets[i + 1] = (offsets[i] ?? 0) + length;
        return dataOf(type.vlen, offsets[count] ?? 0).map((values) => ({ values, offsets }));
      });
    if ("complex" in type) return doubles.map((values) => new Float32Array(new Uint16Array(values).map((v) => v & 63)));
    if ("enum" in type) return ints(-9n, 9n).map((values) => Int16Array.from(values, Number));
    if ("datetime64" in type) return ints(-(2n ** 63n), 2n ** 63n - 1n).map((values) => BigInt64Array.from(values));
    if ("opaque" in type) return bytes(type.opaque).map((cells) => ({ bytes: cells, itemSize: type.opaque }));
    return bytes(2).map((cells) => ({ bytes: cells, itemSize: 2 }));
  }
  switch (type) {
    case "int8":
      return ints(-128n, 127n).map((values) => Int8Array.from(values, Number));
    case "uint16":
      return ints(0n, 65_535n).map((values) => Uint16Array.from(values, Number));
    case "int64":
      return ints(-(2n ** 63n), 2n ** 63n - 1n).map((values) => BigInt64Array.from(values));
    case "float16":
      return ints(-2048n, 2048n).map((values) => Float32Array.from(values, Number));
    case "float64":
      return doubles.map((values) => Float64Array.from(values.slice(0, count)));
    case "bool":
      return ints(0n, 1n).map((values) => Uint8Array.from(values, Number));
    case "reference":
      return fc
        .array(fc.constantFrom("", "/", "/x"), { minLength: count, maxLength: count })
        .map((ids): ArrayData => ({ ids }));
    default:
      return fc.array(text, { minLength: count, maxLength: count });
  }
}

test("values of any type come back as they were, in datasets and attributes", async () => {
  const value = dtype.chain((type) =>
    fc
      .integer({ min: 1, max: 5 })
      .chain((count) => fc.record({ type: fc.constant(type), count: fc.constant(count), data: dataOf(type, count) })),
  );
  await fc.assert(
    fc.asyncProperty(value, async ({ type, count, data }) => {
      const keys = new Map<string, Uint8Array>();
      const edit = await createZarr(keys);
      const id = await edit.createDataset("/", "x", { dtype: type, shape: [count], chunks: [2] });
      await edit.write(id, [], data);
      await edit.setAttribute("/", "a", { dtype: type, shape: [count], data });
      await edit.commit();
      const storage = await openZarrStorage(keys);
      const [root, node] = await storage.read(["/", "/x"]);
      const { array } = node as DatasetNode;
      expect(sameDtype(array.dtype, type)).toBe(true);
      expect(dataEquals(type, (await array.read()).data, data)).toBe(true);
      const attribute = root?.attributes.get("a");
      expect(attribute && sameDtype(attribute.dtype, type)).toBe(true);
      expect(attribute && dataEquals(type, attribute.data, data)).toBe(true);
    }),
    { numRuns: 150 },
  );
});
