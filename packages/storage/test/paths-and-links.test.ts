import { isHdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import {
  checkName,
  type Edit,
  type EditableStorage,
  joinPath,
  memoryStorage,
  type Resolver,
  readTree,
  resolvePath,
  splitPath,
} from "../src/index.ts";

async function fill(storage: EditableStorage, make: (edit: Edit) => Promise<unknown>): Promise<EditableStorage> {
  const edit = storage.edit();
  await make(edit);
  await edit.commit();
  return storage;
}

async function errorOf(promise: Promise<unknown>): Promise<{ tag: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    if (isHdmfError(error)) return error;
    throw error;
  }
  throw new Error("expected a rejection");
}

test.each([
  ["/", []],
  ["", []],
  ["a", ["a"]],
  ["//a/./b/", ["a", "b"]],
  ["/..", [".."]],
  ["/a b/__proto__", ["a b", "__proto__"]],
])("%j has the parts %j", (path, parts) => {
  expect(splitPath(path)).toEqual(parts);
});

test.each([
  ["/", [], "/"],
  ["/", ["a"], "/a"],
  ["/a/", ["b/c", "d"], "/a/b/c/d"],
  ["", ["a"], "/a"],
] as const)("%j and %j make %j", (base, parts, path) => {
  expect(joinPath(base, ...parts)).toBe(path);
});

test.each(["", ".", "a/b", "a\0b"])("%j is no name", (name) => {
  expect(() => checkName(name)).toThrow(/cannot be the name/);
});

test.each(["a", "..", "__proto__", " ", "ä"])("%j is a name", (name) => {
  expect(() => checkName(name)).not.toThrow();
});

test("links in a circle through two files are found out, both named", async () => {
  const files = new Map<string, EditableStorage>();
  const resolver: Resolver = async (source) => files.get(source) as EditableStorage;
  for (const [name, other] of [
    ["a", "b"],
    ["b", "a"],
  ] as const)
    files.set(
      name,
      await fill(memoryStorage({ name, resolver }), (edit) =>
        edit.link(edit.root, `to-${other}`, { external: { source: other, path: `/to-${name}` } }),
      ),
    );
  const { tag, message } = await errorOf((files.get("a") as EditableStorage).resolve("/to-b"));
  expect(tag).toBe("limit");
  expect(message).toMatch(/to-a.*to-b|to-b.*to-a/);
});

test("an external link without a resolver is denied, and says what to do", async () => {
  const storage = await fill(memoryStorage(), (edit) =>
    edit.link(edit.root, "out", { external: { source: "other.h5", path: "/x" } }),
  );
  const error = await errorOf(storage.resolve("/out"));
  expect(error).toMatchObject({ tag: "denied", path: "/out", hint: expect.stringContaining("resolver") });
  expect(error.message).toContain("other.h5");
});

test("a dead end in another file names the part there and the link that led there", async () => {
  const other = await fill(memoryStorage({ name: "other" }), (edit) => edit.createGroup(edit.root, "a"));
  const storage = await fill(memoryStorage({ resolver: async () => other }), (edit) =>
    edit.link(edit.root, "out", { external: { source: "other.h5", path: "/a/none/x" } }),
  );
  const { tag, message } = await errorOf(storage.resolve("/out"));
  expect(tag).toBe("not-found");
  expect(message).toBe("There is no object /a/none (led there by the link /out -> other.h5:/a/none/x)");
});

test("links that double with each step end in an error, not in a hang", async () => {
  const storage = await fill(memoryStorage(), async (edit) => {
    await edit.link(edit.root, "l0", { soft: "/" });
    for (let index = 1; index < 40; index++)
      await edit.link(edit.root, `l${index}`, { soft: `/l${index - 1}/l${index - 1}` });
  });
  expect((await errorOf(storage.resolve("/l39"))).tag).toBe("limit");
});

test("one link may be passed twice on the way", async () => {
  const storage = await fill(memoryStorage(), async (edit) => {
    const group = await edit.createGroup(edit.root, "g");
    await edit.link(edit.root, "s", { soft: "/g" });
    await edit.link(group, "t", { soft: "/s/end" });
    await edit.createGroup(group, "end");
  });
  const { id } = await resolvePath(storage, "/s/t");
  expect(await storage.pathOf([id, "none"])).toEqual(["/g/end", undefined]);
});

test("a chain of hard links deeper than the limit is refused", async () => {
  const storage = await fill(memoryStorage(), async (edit) => {
    let parent = edit.root;
    for (let depth = 0; depth < 4100; depth++) parent = await edit.createGroup(parent, "d");
  });
  expect(await errorOf(readTree(storage))).toMatchObject({ tag: "limit" });
});

test("the first path goes depth first by the bytes of the names, not by the length of the path", async () => {
  const storage = await fill(memoryStorage(), async (edit) => {
    const group = await edit.createGroup(edit.root, "a");
    const inner = await edit.createGroup(group, "inner");
    const shared = await edit.createGroup(edit.root, "z");
    await edit.link(inner, "deep", { hard: shared });
    await edit.createGroup(edit.root, "\ue000");
    await edit.createGroup(edit.root, "😀");
    await edit.createGroup(edit.root, "B");
  });
  const { paths } = await readTree(storage);
  expect([...paths.values()]).toEqual(["/", "/B", "/a", "/a/inner", "/a/inner/deep", "/\ue000", "/😀"]);
});

test.each([
  ["a reference", "group"],
  ["a path", "specs"],
  ["nothing, in /specifications", undefined],
] as const)("cached specifications are found by %s", async (_, pointer) => {
  const storage = await fill(memoryStorage(), async (edit) => {
    const place = await edit.createGroup(edit.root, pointer === undefined ? "specifications" : "specs");
    const version = await edit.createGroup(await edit.createGroup(place, "core"), "2.0");
    const dataset = await edit.createDataset(version, "nwb.base", { dtype: "utf8", shape: [1] });
    await edit.write(dataset, [], ["{}"]);
    await edit.write(await edit.createDataset(version, "number", { dtype: "int8", shape: [] }), [], Int8Array.of(1));
    if (pointer === "group")
      await edit.setAttribute(edit.root, ".specloc", { dtype: "reference", shape: [], data: { ids: [`${place}`] } });
    if (pointer === "specs")
      await edit.setAttribute(edit.root, ".specloc", { dtype: "utf8", shape: [], data: ["specs"] });
  });
  const expected = [{ name: "core", version: "2.0", sources: new Map([["nwb.base", "{}"]]) }];
  expect(await storage.specifications()).toEqual(expected);
});

test("a file without cached specifications has none", async () => {
  expect(await memoryStorage().specifications()).toEqual([]);
});

test("a pointer to what is gone falls back to /specifications", async () => {
  const storage = await fill(memoryStorage(), async (edit) => {
    await edit.cacheSpecifications([{ name: "a", version: "1", sources: new Map([["namespace", "{}"]]) }]);
    await edit.setAttribute(edit.root, ".specloc", { dtype: "reference", shape: [], data: { ids: ["gone"] } });
  });
  expect((await storage.specifications()).map(({ name }) => name)).toEqual(["a"]);
});
