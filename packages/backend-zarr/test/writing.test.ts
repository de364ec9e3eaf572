import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Block } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { DatasetNode, Edit } from "@hdmf-ts/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";
import { systemError } from "../src/node-fs.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hdmf-ts-writing-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tagOf = async (call: () => Promise<unknown>): Promise<string> => {
  try {
    await call();
  } catch (error) {
    if (isHdmfError(error)) return error.tag;
    throw error;
  }
  return "none";
};
async function someData(edit: Edit, value: number): Promise<void> {
  const id = await edit.createDataset("/", "data", { dtype: "int32", shape: [20_000], chunks: [10_000], filters: [] });
  await edit.write(id, [], new Int32Array(20_000).fill(value));
}
async function firstValue(place: string): Promise<unknown> {
  const storage = await openZarrStorage(place);
  const [node] = await storage.read(["/data"]);
  return ((await (node as DatasetNode).array.read([0])).data as Int32Array)[0];
}
async function newFolder(name: string): Promise<string> {
  const made = join(folder, name);
  await mkdir(made);
  return made;
}

describe("a store appears under its name whole, or not at all", () => {
  test("nothing is there before commit, and no partial folder afterwards", async () => {
    const inner = await newFolder("commit");
    const edit = await createZarr(join(inner, "a.zarr"));
    await someData(edit, 1);
    expect((await readdir(inner)).every((name) => /^\.a\.zarr\.hdmf-ts-[0-9a-f]{8}\.partial$/.test(name))).toBe(true);
    await edit.commit();
    expect(await readdir(inner)).toEqual(["a.zarr"]);
    expect(await firstValue(join(inner, "a.zarr"))).toBe(1);
  });

  test("abandon removes all", async () => {
    const inner = await newFolder("abandon");
    const edit = await createZarr(join(inner, "a.zarr"));
    await someData(edit, 1);
    await edit.abandon();
    expect(await readdir(inner)).toEqual([]);
  });

  test("an existing store is an exists error, stays as it was, and is replaced with overwrite", async () => {
    const inner = await newFolder("overwrite");
    const place = join(inner, "a.zarr");
    const first = await createZarr(place);
    await someData(first, 1);
    await first.commit();
    const second = await createZarr(place);
    await someData(second, 2);
    expect(await tagOf(() => second.commit())).toBe("exists");
    expect(await firstValue(place)).toBe(1);
    await second.commit({ overwrite: true });
    expect(await firstValue(place)).toBe(2);
    expect(await readdir(inner)).toEqual(["a.zarr"]);
  });

  test("a folder that is no store is never replaced, a file is", async () => {
    const inner = await newFolder("foreign");
    await mkdir(join(inner, "b.zarr"));
    await writeFile(join(inner, "b.zarr", "thesis.txt"), "all of it");
    const edit = await createZarr(join(inner, "b.zarr"));
    expect(await tagOf(() => edit.commit({ overwrite: true }))).toBe("exists");
    await edit.abandon();
    expect(await readFile(join(inner, "b.zarr", "thesis.txt"), "utf8")).toBe("all of it");
    await writeFile(join(inner, "c.zarr"), "a file");
    const other = await createZarr(join(inner, "c.zarr"));
    await someData(other, 3);
    await other.commit({ overwrite: true });
    expect(await firstValue(join(inner, "c.zarr"))).toBe(3);
  });

  test("an abort before the end leaves nothing, with the reason of the signal", async () => {
    const inner = await newFolder("abort");
    const edit = await createZarr(join(inner, "a.zarr"));
    await someData(edit, 1);
    const reason = { because: "Ctrl-C" };
    await expect(edit.commit({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await edit.abandon();
    expect(await readdir(inner)).toEqual([]);
  });

  test("a folder that is not there, or may not be written to", async () => {
    const edit = await createZarr(join(folder, "no", "such", "a.zarr"));
    expect(await tagOf(() => edit.commit())).toBe("not-found");
    await edit.abandon();
    const inner = await newFolder("locked");
    await chmod(inner, 0o500);
    const other = await createZarr(join(inner, "a.zarr"));
    const root = process.getuid?.() === 0;
    expect(await tagOf(() => someData(other, 1))).toBe(root ? "none" : "denied");
    await other.abandon();
    await chmod(inner, 0o700);
  });

  test.each([
    ["ENOSPC", "io", "no space"],
    ["EACCES", "denied", "not allowed"],
    ["EIO", "io", "EIO"],
  ])("the system's %s is %s, in one line", (code, tag, words) => {
    const error = systemError("Writing", "a.zarr", Object.assign(new Error("raw"), { code }));
    expect(error.tag).toBe(tag);
    expect(error.message).toContain(words);
    expect(error.message).toContain("a.zarr");
  });

  test("a Map is filled at commit, and emptied before where it is overwritten", async () => {
    const keys = new Map([["/old", new Uint8Array(1)]]);
    const edit = await createZarr(keys);
    await someData(edit, 1);
    expect([...keys.keys()]).toEqual(["/old"]);
    expect(await tagOf(() => edit.commit())).toBe("exists");
    await edit.commit({ overwrite: true });
    expect(keys.has("/old")).toBe(false);
    expect([...keys.keys()].at(-1)).toBe("/zarr.json");
  });
});

describe("chunks", () => {
  const count = async (fill: (edit: Edit) => Promise<void>): Promise<string[]> => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    await fill(edit);
    await edit.commit();
    return [...keys.keys()].filter((key) => key.includes("/c")).sort();
  };

  test("those that are only the fill value are not written", async () => {
    const written = await count(async (edit) => {
      const id = await edit.createDataset("/", "x", { dtype: "float64", shape: [6], chunks: [2] });
      await edit.write(id, [], Float64Array.of(0, 0, 0, -0, 1, 0));
      await edit.createDataset("/", "zero", { dtype: "int8", shape: [] });
      const text = await edit.createDataset("/", "text", { dtype: "utf8", shape: [4], chunks: [2] });
      await edit.write(text, [], ["", "", "a", ""]);
    });
    expect(written).toEqual(["/text/c/1", "/x/c/1", "/x/c/2"]);
  });

  test("one that becomes the fill value again is removed", async () => {
    const written = await count(async (edit) => {
      const id = await edit.createDataset("/", "x", { dtype: "int8", shape: [4], chunks: [2] });
      await edit.write(id, [], Int8Array.of(1, 1, 1, 1));
      await edit.write(id, [{ stop: 2 }], Int8Array.of(0, 0));
    });
    expect(written).toEqual(["/x/c/1"]);
  });

  test("many writers of one chunk at the same time lose nothing", async () => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    const id = await edit.createDataset("/", "x", { dtype: "int32", shape: [100], chunks: [64] });
    await Promise.all(Array.from({ length: 100 }, (_, i) => edit.write(id, [i], Int32Array.of(i))));
    await edit.commit();
    const [node] = await (await openZarrStorage(keys)).read([id]);
    expect((await (node as DatasetNode).array.read()).data).toEqual(Int32Array.from({ length: 100 }, (_, i) => i));
  });

  test("blocks that follow no chunk are put together", async () => {
    const place = join(folder, "blocks.zarr");
    const edit = await createZarr(place);
    const id = await edit.createDataset("/", "x", { dtype: "int32", shape: [300, 70], chunks: [64, 32] });
    const blocks = async function* (): AsyncGenerator<Block> {
      for (let row = 0; row < 300; row += 7) {
        const rows = Math.min(7, 300 - row);
        yield {
          start: [row, 0],
          shape: [rows, 70],
          data: Int32Array.from({ length: rows * 70 }, (_, i) => row * 70 + i),
        };
      }
    };
    await edit.writeBlocks(id, blocks());
    await edit.commit();
    const [node] = await (await openZarrStorage(place)).read([id]);
    expect((await (node as DatasetNode).array.read()).data).toEqual(Int32Array.from({ length: 21_000 }, (_, i) => i));
  });

  test("longer texts widen the cells of a compound that is written already", async () => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    const id = await edit.createDataset("/", "x", { dtype: [{ name: "t", dtype: "utf8" }], shape: [2], chunks: [1] });
    const long = "x".repeat(1000);
    await edit.write(id, [0], new Map([["t", ["short"]]]));
    await edit.write(id, [1], new Map([["t", [long]]]));
    await edit.commit();
    const [node] = await (await openZarrStorage(keys)).read([id]);
    expect((await (node as DatasetNode).array.read()).data).toEqual(new Map([["t", ["short", long]]]));
  });

  test("encoded chunks pass as they are where filters and byte order are the same", async () => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    const filters = [{ name: "deflate", id: 1, options: [4] }];
    const id = await edit.createDataset("/", "x", { dtype: "int16", shape: [4], chunks: [2], filters });
    expect(edit.encodedWriter?.(id, [], "little")).toBeUndefined();
    expect(edit.encodedWriter?.(id, filters, "big")).toBeUndefined();
    const put = edit.encodedWriter?.(id, [{ name: "deflate", options: [4] }], "little");
    const bytes = new Uint8Array(deflateSync(Uint8Array.of(1, 0, 2, 0)));
    await put?.([1], { bytes, filterMask: 0 });
    await put?.([0], { bytes: Uint8Array.of(5, 0, 6, 0), filterMask: 1 });
    await edit.commit();
    expect(keys.get("/x/c/1")).toEqual(bytes);
    const [node] = await (await openZarrStorage(keys)).read([id]);
    expect((await (node as DatasetNode).array.read()).data).toEqual(Int16Array.of(5, 6, 1, 2));
  });
});

describe("names and moves", () => {
  test("moves datasets with their chunks, and references to them", async () => {
    const place = join(folder, "moves.zarr");
    const edit = await createZarr(place);
    await someData(edit, 4);
    const group = await edit.createGroup("/", "g");
    const refs = await edit.createDataset("/", "refs", { dtype: "reference", shape: [2] });
    await edit.write(refs, [], { ids: ["/data", ""] });
    await edit.move("/", "data", group, "moved");
    const again = await edit.createDataset("/", "data", { dtype: "int8", shape: [1] });
    expect(again).not.toBe("/data");
    await edit.write(again, [], Int8Array.of(9));
    await edit.write(refs, [1], { ids: [String(again)] });
    await edit.commit();
    const storage = await openZarrStorage(place);
    const nodes = (await storage.read(["/refs", "/g/moved", "/data"])) as DatasetNode[];
    const [found, moved, other] = await Promise.all(nodes.map(async ({ array }) => (await array.read()).data));
    expect(found).toEqual({ ids: ["/g/moved", "/data"] });
    expect(moved).toEqual(new Int32Array(20_000).fill(4));
    expect(other).toEqual(Int8Array.of(9));
  });

  test("a group cannot be moved into itself", async () => {
    const edit = await createZarr(new Map());
    const outer = await edit.createGroup("/", "outer");
    const inner = await edit.createGroup(outer, "inner");
    expect(await tagOf(() => edit.move("/", "outer", inner, "x"))).toBe("invalid");
  });

  test("what one name is removed of stands under the other", async () => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    await someData(edit, 5);
    await edit.link("/", "other", { hard: "/data" });
    await edit.remove("/", "data");
    await edit.commit();
    const storage = await openZarrStorage(keys);
    expect(await storage.pathOf(["/other", "/data"])).toEqual(["/other", undefined]);
  });
});
