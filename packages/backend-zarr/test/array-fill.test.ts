import { type ArrayData, type Dtype, dataEquals } from "@hdmf-ts/array";
import type { DatasetNode } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";

const pair = (base: Dtype): Dtype => ({ array: [2], base });
const text = pair([{ name: "t", dtype: "ascii" }]);

interface Case {
  readonly name: string;
  readonly dtype: Dtype;
  readonly fill?: ArrayData;
  /** The elements of the first chunk, which is written. */
  readonly first: ArrayData;
  /** The elements of the whole, of two chunks of one element. */
  readonly whole: ArrayData;
  /** How many chunks the store holds. */
  readonly chunks: number;
}

const cases: readonly Case[] = [
  {
    name: "numbers, without a fill value",
    dtype: pair("float64"),
    first: Float64Array.of(1, 2),
    whole: Float64Array.of(1, 2, 0, 0),
    chunks: 1,
  },
  {
    name: "texts in compounds, all empty",
    dtype: text,
    first: new Map([["t", ["", ""]]]),
    whole: new Map([["t", ["", "", "", ""]]]),
    chunks: 0,
  },
  {
    name: "numbers, with a fill value of equal members",
    dtype: pair("int16"),
    fill: Int16Array.of(7, 7),
    first: Int16Array.of(1, 2),
    whole: Int16Array.of(1, 2, 7, 7),
    chunks: 1,
  },
  {
    name: "numbers, with a fill value of zeros",
    dtype: pair("int16"),
    fill: Int16Array.of(0, 0),
    first: Int16Array.of(1, 2),
    whole: Int16Array.of(1, 2, 0, 0),
    chunks: 1,
  },
  {
    name: "numbers, with a fill value of different members, which a store cannot say",
    dtype: pair("int16"),
    fill: Int16Array.of(7, 8),
    first: Int16Array.of(7, 7),
    whole: Int16Array.of(7, 7, 7, 8),
    chunks: 2,
  },
  {
    name: "texts, with a fill value of different members",
    dtype: pair("utf8"),
    fill: ["a", "b"],
    first: ["a", "a"],
    whole: ["a", "a", "a", "b"],
    chunks: 2,
  },
];

describe("chunks that were never written hold the fill value, in all members of an array type", () => {
  test.each(cases)("$name", async ({ dtype, fill, first, whole, chunks }) => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    const fillValue = fill && { dtype, shape: [], data: fill };
    const id = await edit.createDataset("/", "x", { dtype, shape: [2], chunks: [1], ...(fillValue && { fillValue }) });
    await edit.write(id, [0], first);
    await edit.commit();

    const [node] = (await (await openZarrStorage(keys)).read(["/x"])) as [DatasetNode];
    const { data } = await node.array.read();
    expect(dataEquals(dtype, data, whole), JSON.stringify(data)).toBe(true);
    expect(node.fillValue).toEqual(fillValue);
    expect([...keys.keys()].filter((key) => key.startsWith("/x/c/"))).toHaveLength(chunks);
  });
});
