import { dataEquals, type NdArray, type NodeId, sameDtype } from "@hdmf-ts/array";
import { copyTree, type DatasetNode, type GroupNode, memoryStorage, type Storage } from "@hdmf-ts/storage";
import { diffTrees } from "@hdmf-ts/storage/diff";
import { beforeAll, describe, expect, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";
import { attributeSamples, reserved, samples } from "./samples.ts";

const expectSame = (found: NdArray | undefined, { dtype, shape, data }: NdArray): void => {
  expect(found).toBeDefined();
  expect(sameDtype(found?.dtype ?? "int8", dtype), JSON.stringify(found?.dtype)).toBe(true);
  expect(found?.shape).toEqual(shape);
  if (shape !== null) expect(found && dataEquals(dtype, found.data, data)).toBe(true);
};

const bfloat16 = "11200f000200000000001000070800077f000000";

describe("what is written is read back with nothing lost", () => {
  let storage: Storage;
  let without: Storage;
  const keys = new Map<string, Uint8Array>();
  beforeAll(async () => {
    const edit = await createZarr(keys);
    const group = await edit.createGroup("/", "g", { stored: { order: "creation" } });
    for (const { name, dtype, shape } of samples) await edit.createDataset("/", name, { dtype, shape });
    for (const { name, data, shape } of samples) if (shape !== null) await edit.write(`/${name}`, [], data);
    for (const { name, ...attribute } of attributeSamples) await edit.setAttribute(group, name, attribute);
    await edit.setAttribute(group, "_DTYPE", reserved);
    const type = await edit.createDatatype("/", "type", { enum: new Map([["a", 1]]), base: "int8" });
    await edit.setAttribute(type, "of", { dtype: "reference", shape: [], data: { ids: ["/g"] } });
    await edit.setAttribute(group, "typed", { dtype: "int8", shape: [], data: Int8Array.of(1), datatype: type });
    await edit.setAttribute(group, "wide", {
      dtype: "ascii",
      shape: [],
      data: ["a"],
      stored: { text: { length: 8, padding: "spacepad" } },
    });
    await edit.setAttribute(group, "bfloat16", {
      dtype: { float: { bytes: 2 } },
      shape: [],
      data: { bytes: Uint8Array.of(128, 63), itemSize: 2 },
      stored: { typeMessage: bfloat16 },
    });
    await edit.createDataset(group, "used", {
      dtype: "int16",
      shape: [2],
      maxShape: [null],
      chunks: [5],
      datatype: type,
      filters: [{ name: "szip", id: 4, options: [1, 2] }],
      fillValue: { dtype: "int16", shape: [], data: Int16Array.of(0) },
      dimensions: [null],
      stored: { byteOrder: "big", layout: "chunked" },
    });
    await edit.link(group, "z_first", { soft: "../none" });
    await edit.link(group, "type_too", { hard: type });
    await edit.link(group, "above", { hard: group });
    await edit.link(group, "a_hard", { hard: "/int8" });
    await edit.link(group, "relative", { soft: "a_hard" });
    await edit.commit();
    storage = await openZarrStorage(keys);
    without = await openZarrStorage(new Map([...keys].filter(([key]) => key !== "/hdmf-ts.json")));
  });
  const read = async (id: NodeId, from = storage): Promise<DatasetNode> => (await from.read([id]))[0] as DatasetNode;
  const group = async (): Promise<GroupNode> => (await storage.read(["/g"]))[0] as GroupNode;

  test.each(samples)("the dataset $name", async (sample) => {
    const { array } = await read(`/${sample.name}`);
    expectSame(await array.read(), sample);
    expect(array.shape).toEqual(sample.shape);
  });

  test.each(samples)("the dataset $name is readable without hdmf-ts.json", async ({ name, numpy }) => {
    const { array } = await read(`/${name}`, without);
    await array.read();
    if (/^u?int|^float/.test(numpy)) expect(array.dtype).toBe(numpy);
  });

  test.each(attributeSamples)("the attribute $name", async (sample) => {
    expectSame((await group()).attributes.get(sample.name), sample);
  });

  test("an attribute of a name that the convention uses", async () => {
    expectSame((await group()).attributes.get("_DTYPE"), reserved);
  });

  test("committed datatypes, their names and what uses them", async () => {
    const [type] = await storage.read(["/type"]);
    expect(type).toMatchObject({ kind: "datatype", dtype: { base: "int8" } });
    expectSame(type?.attributes.get("of"), { dtype: "reference", shape: [], data: { ids: ["/g"] } });
    expect((await group()).attributes.get("typed")?.datatype).toBe("/type");
    expect((await group()).children.get("type_too")).toEqual({ hard: "/type" });
    expect((await read("/g/used")).datatype).toBe("/type");
  });

  test("all that is known of how a dataset was stored", async () => {
    const node = await read("/g/used");
    expect(node.array.maxShape).toEqual([null]);
    expect(node.array.chunks).toEqual([5]);
    expect(node.filters).toEqual([{ name: "szip", id: 4, options: [1, 2] }]);
    expect(node.array.encoded?.filters).toEqual([{ name: "zstd", options: [0] }]);
    expect(node.fillValue?.data).toEqual(Int16Array.of(0));
    expect(node.dimensions).toEqual([null]);
    expect(node.stored).toEqual({ byteOrder: "big", layout: "chunked" });
    expect((await group()).attributes.get("wide")?.stored?.text).toEqual({ length: 8, padding: "spacepad" });
    expect((await group()).attributes.get("bfloat16")?.stored).toEqual({ typeMessage: bfloat16 });
  });

  test("links, in the order of creation where that was kept", async () => {
    const { children } = await group();
    expect([...children]).toEqual([
      ["used", { hard: "/g/used" }],
      ["z_first", { soft: "../none" }],
      ["type_too", { hard: "/type" }],
      ["above", { hard: "/g" }],
      ["a_hard", { hard: "/int8" }],
      ["relative", { soft: "a_hard" }],
    ]);
  });

  test("copied into memory and back into Zarr, nothing differs", async () => {
    const memory = memoryStorage();
    const first = memory.edit();
    await copyTree(storage, first);
    await first.commit();
    const again = new Map<string, Uint8Array>();
    const second = await createZarr(again);
    await copyTree(memory, second);
    await second.commit();
    const differences = [];
    for await (const difference of diffTrees(storage, await openZarrStorage(again))) differences.push(difference);
    expect(differences).toEqual([]);
  });

  test("a record is used only where it still fits", async () => {
    const edited = new Map(keys);
    const meta = new TextDecoder().decode(edited.get("/zarr.json"));
    edited.set(
      "/zarr.json",
      new TextEncoder().encode(
        meta.replace('"int8": -3', '"int8": 300').replace('"no_utf8": "x\\ufffd"', '"no_utf8": "new"'),
      ),
    );
    const [node] = await (await openZarrStorage(edited)).read(["/g"]);
    expectSame(node?.attributes.get("int8"), { dtype: "int64", shape: [], data: BigInt64Array.of(300n) });
    expectSame(node?.attributes.get("no_utf8"), { dtype: "utf8", shape: [], data: ["new"] });
  });

  test("nothing is recorded of what the convention says in full", async () => {
    const plain = new Map<string, Uint8Array>();
    const edit = await createZarr(plain);
    const data = await edit.createDataset("/", "data", {
      dtype: "float32",
      shape: [3],
      chunks: [2],
      dimensions: ["x"],
    });
    await edit.write(data, [], Float32Array.of(1, 2, 3));
    await edit.setAttribute(data, "unit", { dtype: "utf8", shape: [], data: ["V"] });
    await edit.setAttribute("/", "of", { dtype: "reference", shape: [], data: { ids: [String(data)] } });
    await edit.link("/", "soft", { soft: "/data" });
    await edit.commit();
    expect(plain.has("/hdmf-ts.json")).toBe(false);
  });
});

test("a hard link back to the root stands in the record alone, and is given back", async () => {
  const store = new Map<string, Uint8Array>();
  const edit = await createZarr(store);
  const group = await edit.createGroup(edit.root, "g");
  await edit.link(group, "up", { hard: edit.root });
  await edit.commit();
  const storage = await openZarrStorage(store);
  const { id } = await storage.resolve("/g/up/g/up");
  expect(id).toBe(storage.root);
  const texts = [...store].map(([key, bytes]) => [key, new TextDecoder().decode(bytes)] as const);
  expect(texts.filter(([, text]) => text.includes("_LINKS"))).toEqual([]);
});
