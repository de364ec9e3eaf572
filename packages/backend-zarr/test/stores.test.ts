import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHdmfError } from "@hdmf-ts/errors";
import type { DatasetNode, Storage } from "@hdmf-ts/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as zarrita from "zarrita";
import { createZarr, createZarrIO, isZarrFolder, openZarrStorage, toZarrita } from "../src/index.ts";

const name = "a#b ?é%20";
let folder = "";
let url = "";
let ranges = true;
const server = createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.includes("locked")) return void response.writeHead(500).end();
    const bytes = await readFile(join(folder, decodeURIComponent(pathname)));
    const [, start, stop] = /bytes=(\d*)-(\d*)/.exec(request.headers.range ?? "") ?? [];
    if (start === undefined || !ranges)
      return void response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    const from = start === "" ? bytes.length - Number(stop) : Number(start);
    response.writeHead(206).end(bytes.subarray(from, start === "" || stop === "" ? undefined : Number(stop) + 1));
  } catch {
    response.writeHead(404).end();
  }
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hdmf-ts-stores-"));
  const edit = await createZarr(join(folder, "a.zarr"));
  const group = await edit.createGroup("/", name);
  const dataset = await edit.createDataset(group, name, { dtype: "int64", shape: [5], chunks: [2] });
  await edit.write(dataset, [{ stop: 4 }], BigInt64Array.of(1n, 2n, 3n, 2n ** 60n));
  const text = await edit.createDataset(group, "text", { dtype: "utf8", shape: [2], filters: [] });
  await edit.write(text, [], ["a", "é"]);
  await edit.createDataset(group, "half", { dtype: "float16", shape: [2] });
  await edit.createDataset(group, "flag", {
    dtype: "bool",
    shape: [2],
    fillValue: { dtype: "bool", shape: [], data: Uint8Array.of(1) },
  });
  await edit.commit();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});
const dataset = async (storage: Storage, path: string): Promise<DatasetNode> =>
  (await storage.read([path]))[0] as DatasetNode;

describe("a store by URL", () => {
  test("is read, names percent-encoded", async () => {
    const storage = await openZarrStorage(`${url}/a.zarr`);
    expect(storage.name).toBe(`${url}/a.zarr`);
    const { array } = await dataset(storage, `/${name}/${name}`);
    expect((await array.read()).data).toEqual(BigInt64Array.of(1n, 2n, 3n, 2n ** 60n, 0n));
  });

  test.each([
    ["nothing.zarr", "not-found"],
    ["locked.zarr", "io"],
  ])("%s is %s", async (path, tag) => {
    const error = await openZarrStorage(new URL(`${url}/${path}`)).catch((caught: unknown) => caught);
    expect(isHdmfError(error, tag as "io")).toBe(true);
    expect(String(error)).toContain(path);
  });

  test("links out of it are denied", async () => {
    const storage = await openZarrStorage(`${url}/a.zarr`);
    const error = await storage.resolve("/x").catch((caught: unknown) => caught);
    expect(isHdmfError(error, "not-found")).toBe(true);
  });

  test.each([true, false])("shards are read from a server that knows ranges: %s", async (known) => {
    ranges = known;
    const meta = {
      zarr_format: 3,
      node_type: "array",
      shape: [4],
      data_type: "uint8",
      chunk_grid: { name: "regular", configuration: { chunk_shape: [4] } },
      chunk_key_encoding: { name: "default" },
      fill_value: 7,
      codecs: [
        {
          name: "sharding_indexed",
          configuration: {
            chunk_shape: [2],
            codecs: ["bytes"],
            index_codecs: [{ name: "bytes", configuration: { endian: "little" } }],
          },
        },
      ],
      attributes: {},
    };
    const index = new BigUint64Array([0n, 2n, 2n ** 64n - 1n, 2n ** 64n - 1n]);
    const { mkdir, writeFile } = await import("node:fs/promises");
    await mkdir(join(folder, "s.zarr/c"), { recursive: true });
    await writeFile(join(folder, "s.zarr/zarr.json"), JSON.stringify(meta));
    await writeFile(join(folder, "s.zarr/c/0"), Buffer.concat([Buffer.from([1, 2]), Buffer.from(index.buffer)]));
    const storage = await openZarrStorage(`${url}/s.zarr`);
    expect((await (await dataset(storage, "/")).array.read()).data).toEqual(Uint8Array.of(1, 2, 7, 7));
  });
});

describe("other stores", () => {
  test("any store of zarrita, asynchronous and without listing", async () => {
    const folderStore = new Map<string, Uint8Array>();
    const edit = await createZarr({
      get: async (key: string) => folderStore.get(key),
      set: async (key: string, value: Uint8Array) => void folderStore.set(key, value),
    });
    const id = await edit.createDataset("/", "x", { dtype: "int8", shape: [2] });
    await edit.write(id, [], Int8Array.of(1, 2));
    await edit.commit();
    const storage = await openZarrStorage({ get: async (key: string) => folderStore.get(key) });
    expect((await (await dataset(storage, "/x")).array.read()).data).toEqual(Int8Array.of(1, 2));
    folderStore.set("/zarr.json", new TextEncoder().encode('{"zarr_format":3,"node_type":"group"}'));
    const unlisted = await openZarrStorage({ get: async (key: string) => folderStore.get(key) });
    const error = await unlisted.read(["/"]).catch((caught: unknown) => caught);
    expect(isHdmfError(error, "unsupported")).toBe(true);
    expect(String((error as { hint?: string }).hint)).toContain("consolidate");
  });

  test("a folder is recognised", async () => {
    expect(await isZarrFolder(join(folder, "a.zarr"))).toBe(true);
    expect(await isZarrFolder(folder)).toBe(false);
    expect(await isZarrFolder(join(folder, "none"))).toBe(false);
  });

  test("what is no input at all is invalid", async () => {
    const error = await openZarrStorage(5 as never).catch((caught: unknown) => caught);
    expect(isHdmfError(error, "invalid")).toBe(true);
  });
});

describe("zarrita, the second opinion", () => {
  test.each(["folder", "url"])("reads what we wrote, from a %s", async (kind) => {
    const storage = await openZarrStorage(kind === "url" ? `${url}/a.zarr` : join(folder, "a.zarr"));
    const numbers = await toZarrita(await dataset(storage, `/${name}/${name}`));
    expect((await zarrita.get(numbers)).data).toEqual(BigInt64Array.of(1n, 2n, 3n, 2n ** 60n, 0n));
    const text = await toZarrita(await dataset(storage, `/${name}/text`));
    expect((await zarrita.get(text)).data).toEqual(["a", "é"]);
    const flag = await toZarrita(await dataset(storage, `/${name}/flag`));
    expect([...((await zarrita.get(flag)).data as Iterable<boolean>)]).toEqual([true, true]);
  });

  test("what it cannot read is unsupported", async () => {
    const storage = await openZarrStorage(join(folder, "a.zarr"));
    const error = await toZarrita(await dataset(storage, `/${name}/half`)).catch((caught: unknown) => caught);
    expect(isHdmfError(error, "unsupported")).toBe(true);
  });
});

test("createZarrIO makes containers once and closes the store", async () => {
  let made = 0;
  const { open } = createZarrIO({ manager: { construct: async ({ root }) => ({ root, made: ++made }) } });
  const io = await open(join(folder, "a.zarr"));
  expect([await io.read(), await io.read()]).toEqual([
    { root: "/", made: 1 },
    { root: "/", made: 1 },
  ]);
  await io.close();
  const error = await io.storage.read(["/"]).catch((caught: unknown) => caught);
  expect(isHdmfError(error, "closed")).toBe(true);
});
