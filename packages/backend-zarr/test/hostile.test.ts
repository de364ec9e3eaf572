import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHdmfError } from "@hdmf-ts/errors";
import type { DatasetNode, GroupNode } from "@hdmf-ts/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createZarr, openZarrStorage } from "../src/index.ts";

const hostile = join(import.meta.dirname, "../../../../shared/fixtures/zarr/made/v3/hostile.zarr");
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const tagOf = async (call: () => Promise<unknown>): Promise<string> => {
  try {
    await call();
  } catch (error) {
    if (!isHdmfError(error)) throw error;
    expect(error.message).not.toContain("\n");
    return error.tag;
  }
  return "none";
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hdmf-ts-hostile-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!existsSync(hostile))("the hostile fixture", () => {
  test.each(["crc32c_flip", "truncated_zstd", "truncated_gzip", "short_raw", "shard_index_flip", "shard_truncated"])(
    "%s: the array is there, reading it is malformed",
    async (name) => {
      const storage = await openZarrStorage(hostile);
      const [node] = await storage.read([`/${name}`]);
      const { array } = node as DatasetNode;
      const error = await array.read().catch((caught: unknown) => caught);
      expect(isHdmfError(error, "malformed"), String(error)).toBe(true);
      expect(String(error)).toContain(`/${name}`);
    },
  );

  test.each([
    ["escape", "denied"],
    ["absolute", "denied"],
    ["dots", "not-found"],
    ["missing", "not-found"],
    ["cycle", "none"],
  ])("the link %s is kept and gives %s when it is followed", async (name, tag) => {
    const storage = await openZarrStorage(hostile);
    const [links] = await storage.read(["/links"]);
    expect((links as GroupNode).children.has(name)).toBe(true);
    expect(await tagOf(() => storage.follow("/links", name))).toBe(tag);
  });
});

describe("links out of a folder", () => {
  test("follow no symbolic link out of the folder that the store is in", async () => {
    const inner = join(folder, "inner");
    await mkdir(inner);
    const outside = await createZarr(join(folder, "outside.zarr"));
    await outside.createGroup("/", "g");
    await outside.commit();
    await symlink(join(folder, "outside.zarr"), join(inner, "linked.zarr"));
    const edit = await createZarr(join(inner, "a.zarr"));
    await edit.link("/", "out", { external: { source: "../linked.zarr", path: "/g" } });
    await edit.commit();
    const storage = await openZarrStorage(join(inner, "a.zarr"));
    expect(await tagOf(() => storage.follow("/", "out"))).toBe("denied");
  });

  test("a source inside of another store is that node (reference: zarr.md A.3)", async () => {
    const other = await createZarr(join(folder, "other.zarr"));
    const group = await other.createGroup("/", "t");
    const x = await other.createDataset(group, "x", { dtype: "int8", shape: [2] });
    await other.write(x, [], Int8Array.of(1, 2));
    await other.commit();
    const edit = await createZarr(join(folder, "b.zarr"));
    await edit.link("/", "x", { external: { source: "../other.zarr/t/x", path: "/" } });
    await edit.commit();
    const storage = await openZarrStorage(join(folder, "b.zarr"));
    const { storage: at, id } = await storage.follow("/", "x");
    const [node] = await at.read([id]);
    expect((await (node as DatasetNode).array.read()).data).toEqual(Int8Array.of(1, 2));
  });
});

const group = '{"zarr_format":3,"node_type":"group","attributes":{}}';
const array = (changes: Record<string, unknown>): string =>
  JSON.stringify({
    zarr_format: 3,
    node_type: "array",
    shape: [4],
    data_type: "int32",
    chunk_grid: { name: "regular", configuration: { chunk_shape: [2] } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: 0,
    codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    attributes: {},
    ...changes,
  });

describe("what is no store", () => {
  test.each<[string, () => Promise<string>, string]>([
    ["a place where nothing is", async () => join(folder, "nothing.zarr"), "not-found"],
    ["a folder without zarr.json", async () => folder, "malformed"],
    [
      "a Zarr v2 store",
      async () => {
        const place = join(folder, "v2.zarr");
        await mkdir(place);
        await writeFile(join(place, ".zgroup"), '{"zarr_format":2}');
        return place;
      },
      "unsupported",
    ],
    [
      "a file",
      async () => {
        await writeFile(join(folder, "file.zarr"), "text");
        return join(folder, "file.zarr");
      },
      "malformed",
    ],
    [
      "a zip file",
      async () => {
        await writeFile(join(folder, "zip.zarr"), "PK\u0003\u0004rest");
        return join(folder, "zip.zarr");
      },
      "unsupported",
    ],
  ])("%s", async (_, make, tag) => {
    const place = await make();
    expect(await tagOf(() => openZarrStorage(place))).toBe(tag);
  });

  test.each([
    ["", "malformed"],
    ["[]", "malformed"],
    ['{"zarr_format":2,"node_type":"group"}', "malformed"],
    ['{"zarr_format":3,"node_type":"thing"}', "malformed"],
    [`{"a":${"[".repeat(500)}`, "limit"],
    ["\u00ff", "malformed"],
  ])("a root of %.40s", async (text, tag) => {
    expect(await tagOf(() => openZarrStorage(new Map([["/zarr.json", encode(text)]])))).toBe(tag);
  });
});

describe("damaged arrays", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a shape that is none", { shape: [-1] }, "malformed"],
    [
      "chunks of another rank",
      { chunk_grid: { name: "regular", configuration: { chunk_shape: [2, 2] } } },
      "malformed",
    ],
    ["chunks of no length", { chunk_grid: { name: "regular", configuration: { chunk_shape: [0] } } }, "malformed"],
    ["another chunk grid", { chunk_grid: { name: "rectilinear" } }, "unsupported"],
    ["a data type that is not known", { data_type: "float8" }, "unsupported"],
    ["a data type without its size", { data_type: { name: "raw_bytes", configuration: {} } }, "malformed"],
    ["a fill value of another type", { fill_value: "x" }, "malformed"],
    ["a fill value beyond the type", { fill_value: 2 ** 40 }, "malformed"],
    ["a storage transformer", { storage_transformers: [{ name: "x" }] }, "unsupported"],
    ["an extension that must be understood", { x: { must_understand: true } }, "unsupported"],
  ])("%s", async (_, changes, tag) => {
    const keys = new Map([
      ["/zarr.json", encode(group)],
      ["/a/zarr.json", encode(array(changes))],
    ]);
    const storage = await openZarrStorage(keys);
    expect(await tagOf(() => storage.read(["/a"]))).toBe(tag);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no codecs", { codecs: [] }, "malformed"],
    ["a codec that is not known", { codecs: [{ name: "bytes" }, { name: "magic" }] }, "unsupported"],
    ["an array codec that is not known", { codecs: [{ name: "twist" }, { name: "bytes" }] }, "unsupported"],
    ["text with the codec of numbers", { data_type: "string", fill_value: "" }, "malformed"],
    [
      "chunks of terabytes",
      { shape: [1e12], chunk_grid: { name: "regular", configuration: { chunk_shape: [1e12] } } },
      "limit",
    ],
    [
      "shards that do not fit",
      {
        codecs: [
          {
            name: "sharding_indexed",
            configuration: { chunk_shape: [3], codecs: [{ name: "bytes" }], index_codecs: [{ name: "bytes" }] },
          },
        ],
      },
      "malformed",
    ],
  ])("%s: the node is there, reading it says what is wrong", async (_, changes, tag) => {
    const keys = new Map([
      ["/zarr.json", encode(group)],
      ["/a/zarr.json", encode(array(changes))],
      ["/a/c/0", new Uint8Array(8)],
    ]);
    const storage = await openZarrStorage(keys);
    const [node] = await storage.read(["/a"]);
    expect(await tagOf(() => (node as DatasetNode).array.read([{ stop: 2 }]))).toBe(tag);
  });

  test("unknown keys that need not be understood are passed over", async () => {
    const keys = new Map([
      ["/zarr.json", encode(group)],
      ["/a/zarr.json", encode(array({ x: { must_understand: false } }))],
    ]);
    const storage = await openZarrStorage(keys);
    expect((await storage.read(["/a"]))[0]?.kind).toBe("dataset");
  });
});

describe("paths", () => {
  test.each(["/../../etc/passwd", "/a/../../b", "/\0", "no slash", "/..", 5])("the id %s names nothing", async (id) => {
    const place = join(folder, "paths.zarr");
    if (!existsSync(place)) await (await createZarr(place)).commit();
    const storage = await openZarrStorage(place);
    expect(["not-found", "denied"]).toContain(await tagOf(() => storage.read([id])));
  });

  test.each([
    ["../up", "invalid"],
    ["a/b", "invalid"],
    ["a\\b", "invalid"],
    ["..", "invalid"],
    [".", "invalid"],
    ["", "invalid"],
    ["a\nb", "invalid"],
    ["zarr.json", "invalid"],
    ["hdmf-ts.json", "invalid"],
    [".zarray", "invalid"],
    ["x\ud800", "invalid"],
  ])("the name %j is refused", async (name, tag) => {
    const edit = await createZarr(new Map());
    expect(await tagOf(() => edit.createGroup("/", name))).toBe(tag);
    expect(await tagOf(() => edit.link("/", name, { soft: "/" }))).toBe(tag);
  });

  test("names that are one folder where case is ignored are refused", async () => {
    const edit = await createZarr(new Map());
    await edit.createGroup("/", "Data");
    expect(await tagOf(() => edit.createGroup("/", "data"))).toBe("invalid");
    await edit.remove("/", "Data");
    expect(await tagOf(() => edit.createGroup("/", "data"))).toBe("none");
  });
});

describe("a hostile hdmf-ts.json is passed over", () => {
  const nodes = async (text: string): Promise<unknown> => {
    const keys = new Map<string, Uint8Array>();
    const edit = await createZarr(keys);
    const a = await edit.createDataset("/", "a", { dtype: "int32", shape: [2] });
    await edit.write(a, [], Int32Array.of(1, 2));
    await edit.setAttribute(a, "n", { dtype: "int64", shape: [], data: BigInt64Array.of(5n) });
    await edit.commit();
    keys.set("/hdmf-ts.json", encode(text));
    const storage = await openZarrStorage(keys);
    const [node] = (await storage.read(["/a"])) as [DatasetNode];
    const [root] = (await storage.read(["/"])) as [GroupNode];
    return [
      node.array.dtype,
      (await node.array.read()).data,
      node.attributes.get("n")?.data,
      [...root.children.keys()],
    ];
  };
  const plain = ["int32", Int32Array.of(1, 2), BigInt64Array.of(5n), ["a"]];
  const of = '"of":{"data_type":"int32","shape":[2]}';

  test.each([
    "not json",
    "[]",
    '{"version":2,"nodes":{"/a":{}}}',
    '{"version":1,"nodes":[]}',
    '{"version":1,"nodes":{"/a":5,"/":[]}}',
    `{"version":1,"nodes":{"/a":{${of},"dtype":"float64"}}}`,
    `{"version":1,"nodes":{"/a":{${of},"dtype":{"vlen":"int8"}}}}`,
    `{"version":1,"nodes":{"/a":{${of},"dtype":{"array":[1000000000],"base":"int8"}}}}`,
    `{"version":1,"nodes":{"/a":{${of},"dtype":[[[[]]]]}}}`,
    '{"version":1,"nodes":{"/a":{"of":{"data_type":"int16","shape":[2]},"shape":null}}}',
    '{"version":1,"nodes":{"/a":{"attributes":{"n":{"dtype":"int8","shape":[1000000000]}}}}}',
    '{"version":1,"nodes":{"/a":{"attributes":{"n":{"dtype":"utf8","shape":[]}}}}}',
    '{"version":1,"nodes":{"/a":{"attributes":{"n":{"dtype":"int32","shape":[],"data":"AAAA","of":"0"}}}}}',
    '{"version":1,"nodes":{"/":{"links":{"a":{"hard":"/"},"b":5,"c":{"hard":"/a"},"d":{"soft":5}}}}}',
    '{"version":1,"nodes":{"/../x":{"kind":"datatype","dtype":"int8"}}}',
  ])("%.80s", async (text) => expect(await nodes(text)).toEqual(plain));
});
