import { hdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { type Difference, diffTrees } from "../src/diff.ts";
import {
  type Attribute,
  type CopyOptions,
  type CopyWarning,
  copyTree,
  type Edit,
  type EditableStorage,
  type GroupNode,
  memoryStorage,
  type Node,
  type Storage,
} from "../src/index.ts";
import { memoryContract } from "./memory-contract.ts";

async function fill(storage: EditableStorage, make: (edit: Edit) => Promise<unknown>): Promise<EditableStorage> {
  const edit = storage.edit();
  await make(edit);
  await edit.commit();
  return storage;
}

async function copied(source: Storage, options: CopyOptions = {}): Promise<{ copy: Storage; warnings: CopyWarning[] }> {
  const copy = memoryStorage();
  const warnings: CopyWarning[] = [];
  const edit = copy.edit();
  await copyTree(source, edit, { onWarning: (warning) => warnings.push(warning), ...options });
  await edit.commit();
  return { copy, warnings };
}

async function differences(a: Storage, b: Storage): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const one of diffTrees(a, b)) found.push(one);
  return found;
}

async function nodeAt(storage: Storage, path: string): Promise<Node> {
  const { id } = await storage.resolve(path);
  return (await storage.read([id]))[0] as Node;
}

async function valueAt(storage: Storage, path: string): Promise<unknown> {
  const node = await nodeAt(storage, path);
  return node.kind === "dataset" ? (await node.array.read()).data : undefined;
}

const brief = (warnings: readonly CopyWarning[]): string[] =>
  warnings.map(({ code, path }) => `${code} ${path}`).sort();

/** `inner.h5` is linked to by `outer.h5`, which is linked to by the source; each knows the files beside it. */
async function threeFiles(): Promise<EditableStorage> {
  const files = new Map<string, Storage>();
  const resolver = async (source: string): Promise<Storage> => {
    if (source === "secret.h5") throw hdmfError("denied", "secret.h5 is not for you");
    return files.get(source) ?? Promise.reject(hdmfError("not-found", `There is no file ${source}`));
  };
  const inner = await fill(memoryStorage({ name: "inner.h5", resolver }), async (edit) => {
    const deep = await edit.createGroup(edit.root, "deep");
    await edit.write(await edit.createDataset(deep, "data", { dtype: "int8", shape: [] }), [], Int8Array.of(7));
    await edit.link(deep, "back", { external: { source: "outer.h5", path: "/part" } });
  });
  const outer = await fill(memoryStorage({ name: "outer.h5", resolver }), async (edit) => {
    const part = await edit.createGroup(edit.root, "part");
    const other = await edit.createGroup(edit.root, "other");
    const data = await edit.createDataset(part, "data", { dtype: "int8", shape: [2] });
    await edit.write(data, [], Int8Array.of(1, 2));
    await edit.link(part, "soft", { soft: "/other" });
    await edit.link(part, "deeper", { external: { source: "inner.h5", path: "/deep" } });
    await edit.link(part, "dead", { soft: "/nowhere" });
    const ids = [data, part, edit.root] as string[];
    await edit.setAttribute(part, "refs", { dtype: "reference", shape: [3], data: { ids } });
    await edit.setAttribute(other, "name", { dtype: "utf8", shape: [], data: ["other"] });
  });
  files.set("inner.h5", inner).set("outer.h5", outer);
  return fill(memoryStorage({ name: "source.h5", resolver }), async (edit) => {
    const group = await edit.createGroup(edit.root, "group");
    await edit.link(edit.root, "a", { external: { source: "outer.h5", path: "/part" } });
    await edit.link(edit.root, "b", { external: { source: "outer.h5", path: "/part/data" } });
    await edit.link(edit.root, "no file", { external: { source: "none.h5", path: "/" } });
    await edit.link(edit.root, "no entry", { external: { source: "secret.h5", path: "/" } });
    await edit.link(edit.root, "soft", { soft: "/a/data" });
    await edit.link(group, "dead", { soft: "/group/nothing" });
    await edit.link(group, "loop", { soft: "/group/loop" });
  });
}

describe("the contract tree", () => {
  test("is the same after copying, without a warning", async () => {
    const source = await memoryContract.filled();
    const { copy, warnings } = await copied(source);
    expect(await differences(source, copy)).toEqual([]);
    expect(warnings).toEqual([]);
    expect(await copy.specifications()).toEqual(await source.specifications());
  });

  test("keeps references to its new ids, not to the old ones", async () => {
    const filled = await memoryContract.filled();
    const target = memoryStorage();
    const before = target.edit();
    for (let index = 0; index < 5; index++) await before.createGroup(before.root, `${index}`);
    await before.commit();
    const edit = target.edit();
    for (let index = 0; index < 5; index++) await edit.remove(edit.root, `${index}`);
    const { ids } = await copyTree(filled, edit);
    await edit.commit();
    expect(await differences(filled, target)).toEqual([]);
    const grid = await filled.resolve("/arrays/grid");
    expect(ids.get(grid.id)).toBe((await target.resolve("/arrays/grid")).id);
    expect(ids.get(grid.id)).not.toBe(grid.id);
  });

  test("has all its paths in the copy", async () => {
    const source = await memoryContract.filled();
    const edit = memoryStorage().edit();
    const { ids, objects } = await copyTree(source, edit);
    expect(ids.size).toBe(objects);
  });

  test("is told by progress, up to the last byte", async () => {
    const seen: [string, number, number][] = [];
    await copied(await memoryContract.filled(), {
      onProgress: ({ phase, bytes, totalBytes }) => seen.push([phase, bytes, totalBytes]),
    });
    expect([...new Set(seen.map(([phase]) => phase))]).toEqual(["read", "create", "attributes", "data"]);
    const data = seen.filter(([phase]) => phase === "data");
    expect(data.map(([, bytes]) => bytes)).toEqual(data.map(([, bytes]) => bytes).sort((a, b) => a - b));
    expect(data.at(-1)?.[1]).toBe(data.at(-1)?.[2]);
  });
});

describe("links out of the file", () => {
  test("are kept unless told otherwise, dead ones too", async () => {
    const source = await threeFiles();
    const { copy, warnings } = await copied(source);
    expect(await differences(source, copy)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("are copied, each object once, and dead ones stay, with a warning each", async () => {
    const { copy, warnings } = await copied(await threeFiles(), { external: "copy" });
    expect(brief(warnings)).toEqual([
      "dangling-reference /a",
      "dead-link /a/dead",
      "dead-link /group/dead",
      "dead-link /group/loop",
      "dead-link /no file",
      "external-link-copied /a",
      "external-link-copied /a/deeper",
      "external-link-copied /a/deeper/back",
      "external-link-copied /b",
      "external-link-denied /no entry",
      "outside-link-copied /a/soft",
    ]);
    expect(await valueAt(copy, "/a/data")).toEqual(Int8Array.of(1, 2));
    expect(await valueAt(copy, "/a/deeper/data")).toEqual(Int8Array.of(7));
    expect(await valueAt(copy, "/soft")).toEqual(Int8Array.of(1, 2));
    expect((await copy.resolve("/b")).id).toBe((await copy.resolve("/a/data")).id);
    expect((await copy.resolve("/a/deeper/back")).id).toBe((await copy.resolve("/a")).id);
    expect((await nodeAt(copy, "/a/soft")).attributes.has("name")).toBe(true);
  });

  test("are noted on the copies", async () => {
    const { copy } = await copied(await threeFiles(), { external: "copy" });
    const root = await nodeAt(copy, "/");
    const children = root.kind === "group" ? Object.fromEntries(root.children) : {};
    expect(children.a).toMatchObject({ copyOf: { source: "outer.h5", path: "/part" } });
    expect(children.b).toMatchObject({ copyOf: { source: "outer.h5", path: "/part/data" } });
    expect(children.group).not.toHaveProperty("copyOf");
    expect(Object.keys(children).sort()).toEqual(["a", "b", "group", "no entry", "no file", "soft"]);
  });

  test("leave nothing in a comparison", async () => {
    const source = await threeFiles();
    const { copy } = await copied(source, { external: "copy" });
    expect(await differences(source, copy)).toEqual([]);
  });

  test("that are dead inside of a copy point out of the file", async () => {
    const { copy } = await copied(await threeFiles(), { external: "copy" });
    const part = await nodeAt(copy, "/a");
    const dead = part.kind === "group" ? part.children.get("dead") : undefined;
    expect(dead).toEqual({ external: { source: "outer.h5", path: expect.any(String) } });
  });

  test("make references lead to the copies, and to null where nothing was copied", async () => {
    const { copy } = await copied(await threeFiles(), { external: "copy" });
    const refs = (await nodeAt(copy, "/a")).attributes.get("refs");
    const { ids } = (refs as Attribute).data as { ids: readonly string[] };
    expect(await copy.pathOf(ids.slice(0, 2))).toEqual(["/a/data", "/a"]);
    expect(ids[2]).toBe("");
  });

  test("make references that lead out null where links are copied, and stay where they are kept", async () => {
    const source = await fill(memoryStorage(), async (edit) => {
      const outside = new Map([[0, { source: "other.zarr", path: "/x" }]]);
      await edit.setAttribute(edit.root, "out", { dtype: "reference", shape: [], data: { ids: [""], outside } });
    });
    const kept = await copied(source);
    expect(await differences(source, kept.copy)).toEqual([]);
    expect(kept.warnings).toEqual([]);
    const { copy, warnings } = await copied(source, { external: "copy" });
    expect(brief(warnings)).toEqual(["outside-reference /"]);
    expect((await differences(source, copy)).map(({ kind }) => kind)).toEqual(["attribute"]);
  });
});

describe("what cannot be kept", () => {
  test("dangling references become null, in datasets and compounds, one warning for each array", async () => {
    const source = await fill(memoryStorage(), async (edit) => {
      const gone = (await edit.createGroup(edit.root, "gone")) as string;
      const ids = [gone, edit.root as string, gone];
      await edit.write(await edit.createDataset(edit.root, "refs", { dtype: "reference", shape: [3] }), [], { ids });
      const dtype = [{ name: "r", dtype: "reference" }] as const;
      const rows = await edit.createDataset(edit.root, "rows", { dtype, shape: [1] });
      await edit.write(rows, [], new Map([["r", { ids: [gone] }]]));
      await edit.remove(edit.root, "gone");
    });
    const { copy, warnings } = await copied(source);
    expect(brief(warnings)).toEqual(["dangling-reference /refs", "dangling-reference /rows"]);
    expect(warnings[0]?.message).toContain("2 references");
    expect(await valueAt(copy, "/refs")).toEqual({ ids: ["", copy.root, ""] });
    expect(await valueAt(copy, "/rows")).toEqual(new Map([["r", { ids: [""] }]]));
  });

  test("a type that no path leads to is each object's own", async () => {
    const source = await fill(memoryStorage(), async (edit) => {
      const datatype = await edit.createDatatype(edit.root, "t", "int8");
      await edit.createDataset(edit.root, "d", { dtype: "int8", shape: [], datatype });
      await edit.setAttribute(edit.root, "a", { dtype: "int8", shape: [], data: Int8Array.of(1), datatype });
      await edit.remove(edit.root, "t");
    });
    const { copy, warnings } = await copied(source);
    expect(brief(warnings)).toEqual(["unnamed-datatype /", "unnamed-datatype /d"]);
    expect(await valueAt(copy, "/d")).toEqual(Int8Array.of(0));
  });
});

describe("how arrays go", () => {
  const many = (edit: Edit, name: string, chunks: number[]): Promise<unknown> =>
    edit.createDataset(edit.root, name, { dtype: "int32", shape: [100, 3], chunks, maxShape: [null, 3] }).then((id) =>
      edit.write(
        id,
        [{ stop: 90 }],
        Int32Array.from({ length: 270 }, (_, index) => index),
      ),
    );

  /** The calls by which an edit gets elements. */
  function counting(edit: Edit): { edit: Edit; calls: string[] } {
    const calls: string[] = [];
    const put: Edit["encodedWriter"] = (...args) => {
      const writer = edit.encodedWriter?.(...args);
      if (writer === undefined) return undefined;
      return (at, chunk) => {
        calls.push(`chunk ${at.join()}`);
        return writer(at, chunk);
      };
    };
    const write: Edit["write"] = (...args) => {
      calls.push("write");
      return edit.write(...args);
    };
    const writeBlocks: Edit["writeBlocks"] = (...args) => {
      calls.push("writeBlocks");
      return edit.writeBlocks(...args);
    };
    return { edit: { ...edit, encodedWriter: put, write, writeBlocks }, calls };
  }

  test("chunk by chunk as stored where both sides can, but for those never written", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [40, 3]));
    const copy = memoryStorage();
    const { edit, calls } = counting(copy.edit());
    await copyTree(source, edit);
    await edit.commit();
    expect(calls).toEqual(["chunk 0,0", "chunk 1,0", "chunk 2,0"]);
    expect(await differences(source, copy)).toEqual([]);
  });

  test("block by block where the chunks are wished otherwise", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [40, 3]));
    const copy = memoryStorage();
    const { edit, calls } = counting(copy.edit());
    const wishes: CopyOptions["wishes"] = (path) =>
      path === "/d" ? { chunks: [7, 2], dimensions: ["t", null] } : undefined;
    await copyTree(source, edit, { wishes });
    await edit.commit();
    expect(calls).toEqual(["writeBlocks"]);
    expect((await differences(source, copy)).map(({ kind }) => kind)).toEqual(["chunks"]);
    expect(await nodeAt(copy, "/d")).toMatchObject({ dimensions: ["t", null] });
  });

  test("and with what a chunk says of filters that it skipped", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [40, 3]));
    const read: Storage["read"] = async (...args) =>
      (await source.read(...args)).map((node) => {
        if (node.kind !== "dataset" || !node.array.encoded) return node;
        const { encoded } = node.array;
        const readChunk: typeof encoded.readChunk = async (at) => {
          const chunk = await encoded.readChunk(at);
          return chunk && { ...chunk, filterMask: 1 };
        };
        return { ...node, array: { ...node.array, encoded: { ...encoded, readChunk } } };
      });
    const copy = memoryStorage();
    const edit = copy.edit();
    const masks = new Set<number>();
    const encodedWriter: Edit["encodedWriter"] = (...args) => {
      const put = edit.encodedWriter?.(...args);
      return (
        put &&
        ((at, chunk) => {
          masks.add(chunk.filterMask);
          return put(at, chunk);
        })
      );
    };
    await copyTree({ ...source, read }, { ...edit, encodedWriter });
    await edit.commit();
    expect([...masks]).toEqual([1]);
    expect(await differences(source, copy)).toEqual([]);
  });

  /** A source of which the reads of stored chunks end as told: turns of the event loop for the chunk at this row. */
  function slowly(source: Storage, turns: (row: number) => number, told?: (row: number) => void): Storage {
    const read: Storage["read"] = async (...args) =>
      (await source.read(...args)).map((node) => {
        if (node.kind !== "dataset" || !node.array.encoded) return node;
        const { encoded } = node.array;
        const readChunk: typeof encoded.readChunk = async (at) => {
          const row = at[0] as number;
          told?.(row);
          for (let turn = turns(row); turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
          return encoded.readChunk(at);
        };
        return { ...node, array: { ...node.array, encoded: { ...encoded, readChunk } } };
      });
    return { ...source, read };
  }

  test.each([
    ["the first comes last", (row: number) => (row === 0 ? 40 : 1)],
    ["each comes before the one before it", (row: number) => 20 - (row % 20)],
    ["they come as they are asked for", () => 0],
  ])("chunk by chunk in order, whichever was read first: %s", async (_, turns) => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [2, 3]));
    const copy = memoryStorage();
    const edit = copy.edit();
    const begun: number[] = [];
    const read = new Set<number>();
    let underWay = 0;
    let most = 0;
    let mostHeld = 0;
    const encodedWriter: Edit["encodedWriter"] = (...args) => {
      const put = edit.encodedWriter?.(...args);
      return (
        put &&
        (async (at, chunk) => {
          begun.push(at[0] as number);
          most = Math.max(most, ++underWay);
          for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
          await put(at, chunk);
          underWay--;
          read.delete(at[0] as number);
        })
      );
    };
    const told = (row: number): void => {
      // Those after the 90th row were never written: nothing is put.
      if (row < 45) mostHeld = Math.max(mostHeld, read.add(row).size);
    };
    await copyTree(slowly(source, turns, told), { ...edit, encodedWriter });
    await edit.commit();
    expect(begun).toEqual(Array.from({ length: 45 }, (_, row) => row));
    expect(most).toBeGreaterThan(1);
    expect(mostHeld).toBe(8);
    expect(await differences(source, copy)).toEqual([]);
  });

  test("with the error that came first, and nothing after it", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [2, 3]));
    const { edit, calls } = counting(memoryStorage().edit());
    const failing = slowly(
      source,
      (row) => (row === 2 ? 30 : 1),
      (row) => {
        if (row === 5) throw new Error("first");
        if (row === 6) throw new Error("second");
      },
    );
    await expect(copyTree(failing, edit)).rejects.toThrow("first");
    expect(calls).toEqual([]);
  });

  test("no further than the first chunk that fails", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [1, 1]));
    const { edit, calls } = counting(memoryStorage().edit());
    const encodedWriter: Edit["encodedWriter"] = (...args) => {
      const put = edit.encodedWriter?.(...args);
      return put && (async (at, chunk) => (at[0] === 3 ? Promise.reject(new Error("no space")) : put(at, chunk)));
    };
    await expect(copyTree(source, { ...edit, encodedWriter })).rejects.toThrow("no space");
    expect(calls.length).toBeLessThan(30);
  });

  test("not at all once the signal says so, with its reason", async () => {
    const source = await fill(memoryStorage(), (edit) => many(edit, "d", [10, 3]));
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress: CopyOptions["onProgress"] = ({ phase, bytes }) => {
      if (phase === "data" && bytes > 0) controller.abort(reason);
    };
    const edit = memoryStorage().edit();
    await expect(copyTree(source, edit, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    await edit.abandon();
  });
});

test("an array that cannot be read is an error, also where it says to be empty", async () => {
  const source = await fill(memoryStorage(), async (edit) => {
    await edit.createDataset(edit.root, "virtual", { dtype: "int8", shape: [0, 3] });
  });
  const unreadable: Storage = {
    ...source,
    async read(ids) {
      const nodes = await source.read(ids);
      return nodes.map((node) => {
        if (node.kind !== "dataset") return node;
        const { value: _, ...rest } = node;
        const read = () => Promise.reject(hdmfError("unsupported", "virtual"));
        return { ...rest, array: { ...node.array, read } };
      });
    },
  };
  await expect(copyTree(unreadable, memoryStorage().edit())).rejects.toMatchObject({ tag: "unsupported" });
});

test("a group that keeps the order of creation keeps it in the copy, whatever had to wait for others", async () => {
  const source = await fill(memoryStorage(), async (edit) => {
    const group = await edit.createGroup(edit.root, "group", { stored: { order: "creation" } });
    const type = await edit.createDatatype(edit.root, "type", "int8");
    await edit.createDataset(group, "z", { dtype: "int8", shape: [], datatype: type });
    await edit.link(group, "moved", { hard: type });
    await edit.createGroup(group, "m");
    await edit.link(group, "up", { hard: edit.root });
    await edit.link(group, "a", { soft: "m" });
  });
  const { copy, warnings } = await copied(source);
  expect([...((await nodeAt(copy, "/group")) as GroupNode).children.keys()]).toEqual(["z", "moved", "m", "up", "a"]);
  expect(await differences(source, copy)).toEqual([]);
  expect(warnings).toEqual([]);
});

describe("a part of a tree", () => {
  /** `/part` has references to what is in it and outside of it, and a dataset of a type that is outside. */
  const whole = (): Promise<EditableStorage> =>
    fill(memoryStorage(), async (edit) => {
      const part = await edit.createGroup(edit.root, "part");
      const type = await edit.createDatatype(edit.root, "type", "int8");
      const data = await edit.createDataset(part, "data", { dtype: "int8", shape: [2], datatype: type });
      await edit.write(data, [], Int8Array.of(1, 2));
      await edit.setAttribute(data, "unit", { dtype: "utf8", shape: [], data: ["V"] });
      await edit.link(part, "second", { hard: data });
      await edit.link(part, "soft", { soft: "/part/data" });
      const refs = await edit.createDataset(part, "refs", { dtype: "reference", shape: [3] });
      await edit.write(refs, [], { ids: [data, part, type] as string[] });
    });

  async function pathsOf(storage: Storage, path: string): Promise<unknown> {
    const { ids } = (await valueAt(storage, path)) as { readonly ids: readonly string[] };
    return storage.pathOf(ids.filter((id) => id !== ""));
  }

  test("is copied within one storage; references lead to the copies, or to what is not copied", async () => {
    const storage = await whole();
    const { id: from } = await storage.resolve("/part");
    const edit = storage.edit();
    const there = await edit.createGroup(edit.root, "there");
    const warnings: CopyWarning[] = [];
    const to = { parent: there, name: "copy" };
    const { ids } = await copyTree(storage, edit, { from, to, within: true, onWarning: (one) => warnings.push(one) });
    await edit.commit();
    expect(warnings).toEqual([]);
    expect(ids.get(from)).toBe((await storage.resolve("/there/copy")).id);
    const names = [...((await nodeAt(storage, "/there/copy")) as GroupNode).children.keys()];
    expect(names.sort()).toEqual(["data", "refs", "second", "soft"]);
    expect(await valueAt(storage, "/there/copy/second")).toEqual(Int8Array.of(1, 2));
    expect(await pathsOf(storage, "/there/copy/refs")).toEqual(["/there/copy/data", "/there/copy", "/type"]);
    const data = await nodeAt(storage, "/there/copy/data");
    expect(data.kind === "dataset" && data.datatype).toBe((await storage.resolve("/type")).id);
    expect(await pathsOf(storage, "/part/refs")).toEqual(["/part/data", "/part", "/type"]);
  });

  test("is copied to another storage; what does not come with it is told", async () => {
    const storage = await whole();
    const { id: from } = await storage.resolve("/part");
    const { copy, warnings } = await copied(storage, { from });
    expect(brief(warnings)).toEqual(["dangling-reference /refs", "unnamed-datatype /data"]);
    expect(await pathsOf(copy, "/refs")).toEqual(["/data", "/"]);
    expect(await valueAt(copy, "/second")).toEqual(Int8Array.of(1, 2));
  });

  test("may be a dataset, which needs a name", async () => {
    const storage = await whole();
    const { id: from } = await storage.resolve("/part/data");
    const edit = storage.edit();
    await expect(copyTree(storage, edit, { from })).rejects.toThrow(/A dataset needs a name in the copy/);
    await copyTree(storage, edit, { from, to: { parent: edit.root, name: "copy" }, within: true });
    await edit.commit();
    expect(await valueAt(storage, "/copy")).toEqual(Int8Array.of(1, 2));
    expect((await nodeAt(storage, "/copy")).attributes.get("unit")?.data).toEqual(["V"]);
  });
});
