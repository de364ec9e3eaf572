import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createZarr } from "../src/index.ts";
import { attributeSamples, reserved, samples } from "./samples.ts";

const python = join(import.meta.dirname, "../../../.venv-b/bin/python");
const script = join(import.meta.dirname, "dump_store.py");
const there = existsSync(python);
if (!there) console.log(`The comparison with zarr-python is left out: ${python} is not there (npm run peers).`);

interface PeerNode {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly chunks?: readonly number[];
  readonly fill?: unknown;
  readonly codecs?: readonly string[];
  readonly values?: unknown;
}
type PeerTree = Readonly<Record<string, PeerNode>>;

let folder = "";
let peer: { consolidated: PeerTree; walked: PeerTree; hdmf: Record<string, unknown> };

describe.skipIf(!there)("what we write is read by zarr-python 3 and hdmf-zarr 0.14", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hdmf-ts-peer-"));
    const store = join(folder, "a.zarr");
    const other = await createZarr(join(folder, "other.zarr"));
    await other.createGroup("/", "g");
    await other.commit();
    const edit = await createZarr(store);
    for (const { name, dtype, shape } of samples) await edit.createDataset("/", name, { dtype, shape });
    for (const { name, data, shape } of samples) if (shape !== null) await edit.write(`/${name}`, [], data);
    const group = await edit.createGroup("/", "attributes é:?");
    for (const { name, ...attribute } of attributeSamples) await edit.setAttribute(group, name, attribute);
    await edit.setAttribute(group, "_DTYPE", reserved);
    await edit.createDatatype("/", "type", "int8");
    await edit.link(group, "soft", { soft: "/int8" });
    await edit.link(group, "relative", { soft: "soft" });
    await edit.link(group, "hard", { hard: "/bool" });
    await edit.link(group, "dead", { soft: "/nowhere" });
    await edit.link(group, "above", { soft: "/" });
    await edit.link(group, "outside", { external: { source: "../other.zarr", path: "/g" } });
    await edit.link(group, "outside_dead", { external: { source: "../none.zarr", path: "/g" } });
    await edit.link(group, "to_hdf5", { external: { source: "x.h5", path: "/g" } });
    const moved = await edit.createGroup("/", "moved");
    await edit.setAttribute("/", "to_moved", { dtype: "reference", shape: [], data: { ids: [String(moved)] } });
    const refs = await edit.createDataset("/", "to_moved_array", { dtype: "reference", shape: [1] });
    await edit.write(refs, [], { ids: [String(moved)] });
    await edit.move("/", "moved", group, "here");
    const fills = [
      ["fill_nan", "float64", Float64Array.of(Number.NaN)],
      ["fill_u64", "uint64", BigUint64Array.of(2n ** 64n - 1n)],
      ["fill_text", "utf8", ["none"]],
    ] as const;
    for (const [name, dtype, data] of fills) {
      const wishes = { dtype, shape: [4], chunks: [2], fillValue: { dtype, shape: [], data }, dimensions: ["x"] };
      await edit.createDataset("/", name, wishes);
    }
    const filters = [
      { name: "shuffle", options: [8] },
      { name: "deflate", id: 1, options: [4] },
    ];
    const filtered = await edit.createDataset("/", "filtered", {
      dtype: "float64",
      shape: [100],
      chunks: [30],
      filters,
    });
    await edit.write(
      filtered,
      [],
      Float64Array.from({ length: 100 }, (_, i) => i),
    );
    const big = { dtype: "int32", shape: [3], chunks: [3], filters: [], stored: { byteOrder: "big" } } as const;
    await edit.write(await edit.createDataset("/", "big", big), [], Int32Array.of(1, 2, 3));
    await edit.commit();
    peer = JSON.parse(execFileSync(python, [script, store, "hdmf"], { encoding: "utf8", maxBuffer: 2 ** 28 }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("with and without consolidated metadata the same", () => {
    expect(peer.walked).toEqual(peer.consolidated);
  });

  test.each(samples)("the dataset $name", ({ name, numpy, values, marked, shape }) => {
    const node = peer.consolidated[`/${name}`] as PeerNode;
    expect(node.dtype).toBe(numpy);
    expect(node.values).toEqual(values);
    expect(node.attributes._DTYPE).toBe(marked);
    if (shape !== null && name !== "array") expect(node.shape).toEqual(shape);
  });

  test.each(attributeSamples)("the attribute $name", ({ name, json }) => {
    const { attributes } = peer.consolidated["/attributes é:?"] as PeerNode;
    expect(Object.getOwnPropertyDescriptor(attributes, name)?.value).toEqual(json);
  });

  test("links that lead somewhere, in the convention", () => {
    expect(peer.consolidated["/attributes é:?"]?.attributes._LINKS).toEqual([
      { source: ".", path: "/int8", name: "soft" },
      { source: ".", path: "/int8", name: "relative" },
      { source: ".", path: "/bool", name: "hard" },
      { source: "../other.zarr", path: "/g", name: "outside" },
    ]);
  });

  test("reserved attributes of the source do not become those of the convention", () => {
    expect(peer.consolidated["/attributes é:?"]?.attributes._DTYPE).toBeUndefined();
  });

  test("references follow what was moved", () => {
    expect(peer.consolidated["/"]?.attributes.to_moved).toEqual({
      _REFERENCE: { source: ".", path: "/attributes é:?/here" },
    });
    expect(peer.consolidated["/to_moved_array"]?.values).toEqual(["/attributes é:?/here"]);
  });

  test("fill values and dimensions", () => {
    expect(peer.consolidated["/fill_nan"]).toMatchObject({ fill: "NaN", values: ["NaN", "NaN", "NaN", "NaN"] });
    expect(peer.consolidated["/fill_u64"]).toMatchObject({ fill: "18446744073709551615" });
    expect(peer.consolidated["/fill_text"]).toMatchObject({ values: ["none", "none", "none", "none"] });
    expect(peer.consolidated["/fill_text"]?.attributes._ARRAY_DIMENSIONS).toEqual(["x"]);
  });

  test("filters by their Zarr names, byte order as it was", () => {
    expect(peer.consolidated["/filtered"]).toMatchObject({
      codecs: ["bytes", "numcodecs.shuffle", "numcodecs.zlib"],
      chunks: [30],
      values: Array.from({ length: 100 }, (_, i) => i),
    });
    expect(peer.consolidated["/big"]).toMatchObject({ values: [1, 2, 3], codecs: ["bytes"] });
  });

  test("hdmf-zarr opens it and follows its links", () => {
    expect(peer.hdmf["/attributes é:?/soft"]).toBe("link to /int8");
    expect(peer.hdmf["/attributes é:?/hard"]).toBe("link to /bool");
    expect(peer.hdmf["/attributes é:?/outside"]).toBe("link to /g");
    for (const { name } of samples) expect(peer.hdmf).toHaveProperty([`/${name}`]);
  });
});
