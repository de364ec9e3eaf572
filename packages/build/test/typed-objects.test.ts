import { isHdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import { objectIdOf, typedObjects, typeOf } from "../src/index.ts";
import { type GroupPlan, int64, makeFile, nd, scalar, text, typed } from "./make-file.ts";

const listed = async (plan: GroupPlan): Promise<string[]> =>
  (await typedObjects(await makeFile(plan))).map(({ path, type }) => `${path} ${type}`);

test.each<[string, GroupPlan, string[]]>([
  ["nothing typed is nothing", { groups: { a: {} }, datasets: { d: { value: int64(1) } } }, []],
  [
    "both keys are types, of groups and of datasets",
    {
      attributes: { neurodata_type: "Root", namespace: "core" },
      groups: { a: { attributes: typed("A"), datasets: { d: { value: int64(1), attributes: typed("D") } } } },
    },
    ["/ Root", "/a A", "/a/d D"],
  ],
  [
    "what is below an untyped group is found",
    { groups: { x: { groups: { y: { groups: { z: { attributes: typed("Z") } } } } } } },
    ["/x/y/z Z"],
  ],
  [
    "depth first, names in the order of their UTF-8 bytes",
    {
      groups: {
        "\u{1f600}": { attributes: typed("Astral") },
        "\uffee": { attributes: typed("Bmp") },
        b: { attributes: typed("B"), groups: { z: { attributes: typed("Z") } } },
        B: { attributes: typed("Upper") },
        "b.": { attributes: typed("Dot") },
      },
    },
    ["/B Upper", "/b B", "/b/z Z", "/b. Dot", "/\uffee Bmp", "/\u{1f600} Astral"],
  ],
  [
    "an object of two names stands under the first one, even where that is deeper",
    {
      groups: { a: { groups: { deep: { hard: { x: "/z" } } } }, z: { attributes: typed("Z") } },
    },
    ["/a/deep/x Z"],
  ],
  [
    "soft links are not followed",
    { groups: { a: { attributes: typed("A") } }, links: { b: "/a", dead: "/nowhere" } },
    ["/a A"],
  ],
  [
    "the cached specifications are left out, a group of that name elsewhere is not",
    {
      groups: {
        specifications: { groups: { core: { attributes: typed("X") } } },
        a: { groups: { specifications: { attributes: typed("Y") } } },
      },
    },
    ["/a/specifications Y"],
  ],
  [
    "a group that contains itself ends",
    { groups: { a: { attributes: typed("A"), hard: { a: "/a", root: "/" } } } },
    ["/a A"],
  ],
  [
    "a name like any other",
    { groups: { ["__proto__"]: { attributes: typed("A") }, constructor: { attributes: typed("B") } } },
    ["/__proto__ A", "/constructor B"],
  ],
])("%s", async (_name, plan, expected) => {
  expect(await listed(plan)).toEqual(expected);
});

test.each([
  ["one text in an array", { data_type: text("A") }, { type: "A" }],
  [
    "ascii",
    { data_type: scalar(nd("ascii", ["A"])), namespace: scalar(nd("ascii", ["n"])) },
    { type: "A", namespace: "n" },
  ],
  ["an empty namespace is none", { data_type: "A", namespace: "" }, { type: "A" }],
  ["the NWB key goes first", { data_type: "A", neurodata_type: "N" }, { type: "N" }],
  ["a number is no type", { data_type: int64(1) }, undefined],
  ["two texts are no type", { data_type: text("A", "B") }, undefined],
  ["an empty text is no type", { data_type: "" }, undefined],
  ["no attribute, no type", {}, undefined],
])("type: %s", async (_name, attributes, expected) => {
  const storage = await makeFile({ attributes });
  const [root] = await storage.read([storage.root]);
  expect(typeOf(root!)).toEqual(expected);
});

test("a missing namespace or object id is left out, never made up", async () => {
  const storage = await makeFile({
    groups: { a: { attributes: { data_type: "A" } }, b: { attributes: typed("B", "n", "id-b") } },
  });
  const [a, b] = await typedObjects(storage);
  expect(a).toEqual({ path: "/a", type: "A", id: expect.anything(), kind: "group" });
  expect(b).toMatchObject({ namespace: "n", objectId: "id-b" });
  expect(objectIdOf((await storage.read([b!.id]))[0]!)).toBe("id-b");
});

test("a level is read in one request, and progress is told", async () => {
  const groups = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`g${i}`, { groups: { a: {}, b: {} } }]));
  const storage = await makeFile({ groups });
  const requests: number[] = [];
  const counting = {
    ...storage,
    read(ids: readonly (string | number)[]) {
      requests.push(ids.length);
      return storage.read(ids);
    },
  };
  const progress: number[] = [];
  await typedObjects(counting, { onProgress: ({ done }) => progress.push(done) });
  expect(requests).toEqual([1, 50, 100]);
  expect(progress).toEqual([1, 51, 151]);
});

test("more objects than allowed are an error, and an abort its reason", async () => {
  const storage = await makeFile({ groups: { a: {}, b: {} } });
  await expect(typedObjects(storage, { maxObjects: 2 })).rejects.toSatisfy((e) => isHdmfError(e, "limit"));
  await expect(typedObjects(storage, { signal: AbortSignal.abort("stop") })).rejects.toBe("stop");
});
