import { openHdf5File } from "@hdmf-ts/hdf5";
import { copyTree, type Damage, memoryStorage, readTree, type Storage, type TreeDamage } from "@hdmf-ts/storage";
import { type Difference, diffTrees } from "@hdmf-ts/storage/diff";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openHdf5Storage } from "../src/index.ts";

/** Its damage, and what is sound, is known by conformance/make_hdf5_fixtures.py. */
const path = "conformance/fixtures/hdf5/damaged.h5";
const sound = ["/", "/a", "/other", "/other/below", "/z"];
const damaged = ["/ damage", "/a damage", "/header", "/lost"];

describe("a file of which parts are damaged", () => {
  let storage: Storage;
  beforeEach(async () => {
    storage = openHdf5Storage(await openHdf5File(path));
  });
  afterEach(() => storage.close());

  const named = ({ path: at, attribute }: { readonly path: string; readonly attribute?: string }): string =>
    attribute === undefined ? at : `${at} ${attribute}`;

  test("gives the sound nodes to who goes on, and names the others", async () => {
    const told: TreeDamage[] = [];
    const { nodes, paths } = await readTree(storage, { onDamage: (one) => told.push(one) });
    expect([...nodes.keys()].map((id) => paths.get(id))).toEqual(sound);
    expect(told.map(named).sort()).toEqual(damaged);
    expect(told.map(({ error, path: at }) => error.message.startsWith(`${at}: `))).toEqual([true, true, true, true]);
    const [root] = await storage.read([storage.root], { onDamage() {} });
    expect([...(root?.attributes.keys() ?? [])]).toEqual(["before"]);
  });

  test("is an error to all others, with the path, also after it was read around", async () => {
    const told: Damage[] = [];
    await storage.read([storage.root], { onDamage: (one) => told.push(one) });
    expect(told).toMatchObject([{ id: storage.root, attribute: "damage" }]);
    const error = { path: "/", message: expect.stringContaining('"damage"') };
    await expect(storage.read([storage.root])).rejects.toMatchObject({ tag: "unsupported" });
    await expect(readTree(storage)).rejects.toMatchObject(error);
    await expect(copyTree(storage, memoryStorage().edit())).rejects.toMatchObject(error);
    await expect(diffTrees(storage, storage).next()).rejects.toMatchObject(error);
  });

  test("is walked by paths around the damage, and no further", async () => {
    const { id } = await storage.resolve("/other/below");
    expect(await storage.pathOf([id])).toEqual(["/other/below"]);
    await expect(storage.resolve("/lost/below")).rejects.toMatchObject({ tag: "not-found", path: "/lost" });
  });

  test("is compared in what can be read", async () => {
    const copy = memoryStorage();
    const edit = copy.edit();
    const other = await edit.createGroup(edit.root, "other");
    await edit.createGroup(other, "more");
    for (const name of ["a", "header", "lost"]) await edit.createGroup(edit.root, name);
    await edit.setAttribute(edit.root, "damage", { dtype: "int8", shape: [], data: Int8Array.of(1) });
    await edit.commit();
    const told: string[] = [];
    const found: Difference[] = [];
    const onDamage = (one: { readonly path: string; readonly attribute?: string }): unknown => told.push(named(one));
    for await (const one of diffTrees(storage, copy, { onDamage })) found.push(one);
    expect(told.sort()).toEqual(damaged);
    expect(found.map(({ path: at, kind, attribute }) => [at, kind, attribute])).toEqual([
      ["/", "attribute", "before"],
      ["/z", "missing", undefined],
      ["/a", "node-kind", undefined],
      ["/other/below", "missing", undefined],
      ["/other/more", "missing", undefined],
    ]);
  });
});
