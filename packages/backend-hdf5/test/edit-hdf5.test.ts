import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NdArray } from "@hdmf-ts/array";
import { type EditableMemory, editableMemory } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Edit, Storage } from "@hdmf-ts/storage";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { editHdf5, openHdf5Storage } from "../src/index.ts";
import { emptyFile } from "./edited.ts";

const folder = mkdtempSync(join(tmpdir(), "edit-hdf5-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (...values: number[]): NdArray => ({
  dtype: "int32",
  shape: [values.length],
  data: Int32Array.from(values),
});

async function tagOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return isHdmfError(error) ? error.tag : String(error);
  }
  return "no error";
}

async function addRow(edit: Edit, name: string, array: NdArray): Promise<void> {
  const id = await edit.createDataset(edit.root, name, { dtype: "int32", shape: array.shape, maxShape: [null] });
  await edit.write(id, [], array.data);
}

async function valuesAt(storage: Storage, path: string): Promise<number[]> {
  const [node] = await storage.read([(await storage.resolve(path)).id]);
  return node?.kind === "dataset" ? [...((await node.array.read()).data as Int32Array)] : [];
}

/** A file with one dataset of a row. */
async function sample(): Promise<EditableMemory> {
  const memory = editableMemory(await emptyFile());
  const storage = await editHdf5(memory);
  const edit = storage.edit();
  await addRow(edit, "row", row(1, 2));
  await edit.commit();
  await storage.close();
  return memory;
}

describe("a storage over a file that is edited", () => {
  test("has the ids that other readers of the file have", async () => {
    const memory = await sample();
    const storage = await editHdf5(memory);
    const edit = storage.edit();
    const made = await edit.createGroup(edit.root, "made");
    await edit.commit();
    const reader = openHdf5Storage(await openHdf5File(memory.bytes()));
    expect((await reader.resolve("/made")).id).toBe(made);
    expect((await reader.resolve("/row")).id).toBe((await storage.resolve("/row")).id);
    expect((await storage.resolve("/made")).storage).toBe(storage);
  });

  test("shows what was committed, and no more", async () => {
    const storage = await editHdf5(await sample());
    const edit = storage.edit();
    const { id } = await storage.resolve("/row");
    const [before] = await storage.read([id]);
    await edit.append(id, 0, row(3));
    await edit.move(edit.root, "row", edit.root, "moved");
    expect(await valuesAt(storage, "/row")).toEqual([1, 2]);
    await edit.commit();
    expect(await valuesAt(storage, "/moved")).toEqual([1, 2, 3]);
    expect(await storage.pathOf([id])).toEqual(["/moved"]);
    expect(await tagOf(() => before?.kind === "dataset" && before.array.read())).toBe("closed");
  });

  test("is edited by one edit at a time", async () => {
    const storage = await editHdf5(await sample());
    const first = storage.edit();
    expect(await tagOf(() => storage.edit())).toBe("invalid");
    await first.commit();
    const second = storage.edit();
    await second.abandon();
    storage.edit();
    await storage.close();
    expect(await tagOf(() => storage.edit())).toBe("closed");
    expect(await tagOf(() => second.createGroup(second.root, "a"))).toBe("closed");
  });

  test("gives up what an edit did when that is abandoned, or when it is closed", async () => {
    const path = join(folder, "given-up.h5");
    const bytes = (await sample()).bytes();
    writeFileSync(path, bytes);
    const storage = await editHdf5(path);
    const abandoned = storage.edit();
    await addRow(abandoned, "new", row(...new Array<number>(5000).fill(7)));
    await abandoned.remove(abandoned.root, "row");
    await abandoned.abandon();
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
    expect(await valuesAt(storage, "/row")).toEqual([1, 2]);
    const next = storage.edit();
    await addRow(next, "next", row(4));
    await next.commit();
    await addRow(storage.edit(), "never", row(5));
    await storage.close();
    const reader = openHdf5Storage(await openHdf5File(path));
    expect([await valuesAt(reader, "/row"), await valuesAt(reader, "/next")]).toEqual([[1, 2], [4]]);
    expect(await tagOf(() => reader.resolve("/never"))).toBe("not-found");
    await reader.close();
    expect(readdirSync(folder)).toEqual(["given-up.h5"]);
  });

  test("goes on after a commit that failed, when that is abandoned", async () => {
    const path = join(folder, "changed.h5");
    writeFileSync(path, (await sample()).bytes());
    const storage = await editHdf5(path);
    const edit = storage.edit();
    await addRow(edit, "lost", row(3));
    writeFileSync(path, (await sample()).bytes());
    expect(await tagOf(() => edit.commit())).toBe("changed");
    expect(await tagOf(() => edit.commit())).toBe("changed");
    await edit.abandon();
    const next = storage.edit();
    await addRow(next, "kept", row(4));
    await next.commit();
    await storage.close();
    const reader = openHdf5Storage(await openHdf5File(path));
    expect(await valuesAt(reader, "/kept")).toEqual([4]);
    expect(await tagOf(() => reader.resolve("/lost"))).toBe("not-found");
    await reader.close();
  });

  test("is as before a commit that was aborted, which can be made again", async () => {
    const storage = await editHdf5(await sample());
    const edit = storage.edit();
    await addRow(edit, "later", row(3));
    await expect(edit.commit({ signal: AbortSignal.abort("the user left") })).rejects.toBe("the user left");
    expect(await tagOf(() => storage.resolve("/later"))).toBe("not-found");
    await edit.commit();
    expect(await valuesAt(storage, "/later")).toEqual([3]);
  });

  test("finds the specifications that are there, that it moved and that it made", async () => {
    const storage = await editHdf5(await sample());
    const cached = (name: string, version: string, source: string) => ({
      name,
      version,
      sources: new Map([["namespace", source]]),
    });
    for (const namespaces of [[cached("a", "1", "first")], [cached("a", "1", "never"), cached("a", "2", "second")]]) {
      const edit = storage.edit();
      await edit.cacheSpecifications(namespaces);
      await edit.commit();
    }
    const edit = storage.edit();
    const folderOf = (await storage.resolve("/specifications")).id;
    await edit.move(edit.root, "specifications", edit.root, "elsewhere");
    await edit.move(folderOf, "a", folderOf, "b");
    await edit.cacheSpecifications([cached("b", "1", "never"), cached("a", "1", "third")]);
    await edit.remove(folderOf, "b");
    await edit.cacheSpecifications([cached("b", "1", "fourth")]);
    await edit.commit();
    const found = await storage.specifications();
    expect(found.map(({ name, version, sources }) => [name, version, sources.get("namespace")]).sort()).toEqual([
      ["a", "1", "third"],
      ["b", "1", "fourth"],
    ]);
  });

  test("lets the file go when it is closed", async () => {
    const path = join(folder, "locked.h5");
    const storage = await editHdf5(path, { mode: "a" });
    expect(await tagOf(() => editHdf5(path))).toBe("denied");
    await storage.close();
    expect(existsSync(join(folder, ".locked.h5.hdmf-ts-lock"))).toBe(false);
    await (await editHdf5(path)).close();
  });
});
