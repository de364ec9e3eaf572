import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dtype, Filter, NdArray } from "@hdmf-ts/array";
import { createHdf5, openHdf5Storage } from "@hdmf-ts/backend-hdf5";
import { createZarr } from "@hdmf-ts/backend-zarr";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import type { DatasetNode, GroupNode, Node, Storage } from "@hdmf-ts/storage";
import { describe, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const fixtures = "conformance/fixtures";
const library = "../shared/fixtures/hdf5/library-suite";

/** Converts, and reads by libhdf5, which has no plug-ins here. */
async function converted<T>(
  args: readonly string[],
  output: string,
  look: (storage: Storage) => Promise<T>,
): Promise<T> {
  const { code, errors } = await runCommand(["convert", ...args]);
  expect([code, errors.slice(0, -1)]).toEqual([0, []]);
  const storage = openHdf5Storage(await openHdf5(output));
  try {
    return await look(storage);
  } finally {
    await storage.close();
  }
}

async function nodeAt(storage: Storage, path: string): Promise<Node> {
  const { id } = await storage.resolve(path);
  return (await storage.read([id]))[0] as Node;
}

describe("an array of a Zarr store that never was in HDF5", () => {
  const spelled = (filters: readonly Filter[] = []): string =>
    filters.map(({ name, options = [] }) => `${name} ${options.join()}`.trim()).join(" | ");
  const data = Int32Array.from({ length: 40_000 }, (_, index) => index >> 3);
  const array = (dtype: Dtype, shape: readonly number[]): NdArray => ({ dtype, shape, data });

  test.each<[what: string, filters: readonly Filter[], expected: string]>([
    ["no filter", [], ""],
    ["gzip", [{ name: "gzip", options: [7] }], "deflate 7"],
    [
      "zlib, as HDF5 has it",
      [
        { name: "shuffle", options: [4] },
        { name: "deflate", options: [2] },
      ],
      "shuffle 4 | deflate 2",
    ],
    ["zstd", [{ name: "zstd", options: [0] }], "deflate 4"],
    ["lz4", [{ name: "lz4", options: [1] }], "deflate 4"],
    ["blosc that shuffles", [{ name: "blosc", options: [2, 2, 4, 0, 5, 1, 1] }], "shuffle 4 | deflate 4"],
    ["blosc that does not", [{ name: "blosc", options: [2, 2, 4, 0, 5, 0, 1] }], "deflate 4"],
    ["a check sum", [{ name: "zstd", options: [0] }, { name: "crc32c" }], "deflate 4 | fletcher32"],
  ])("with %s", async (_, filters, expected) => {
    const folder = temporaryFolder();
    const [store, output] = [join(folder, "in.zarr"), join(folder, "out.h5")];
    const edit = await createZarr(store);
    const { dtype, shape } = array("int32", [200, 200]);
    // Chunks of a store may be larger than its array.
    const id = await edit.createDataset(edit.root, "data", { dtype, shape, chunks: [64, 256], filters });
    await edit.write(id, [], data);
    await edit.commit();
    await converted([store, output], output, async (storage) => {
      const node = (await nodeAt(storage, "/data")) as DatasetNode;
      expect(spelled(node.filters)).toBe(expected);
      expect(node.array.chunks).toEqual([64, 200]);
      expect((await node.array.read()).data).toEqual(data);
    });
  });

  test("is in one piece where it is small, and a scalar has no filters", async () => {
    const folder = temporaryFolder();
    const [store, output] = [join(folder, "in.zarr"), join(folder, "out.h5")];
    const edit = await createZarr(store);
    const made: readonly [name: string, value: NdArray][] = [
      ["small", { dtype: "int16", shape: [3], data: Int16Array.of(1, 2, 3) }],
      ["scalar", { dtype: "utf8", shape: [], data: ["größe"] }],
      ["none", { dtype: "float64", shape: [0], data: new Float64Array(0) }],
      ["time", { dtype: { datetime64: "s" }, shape: [1], data: BigInt64Array.of(5n) }],
    ];
    for (const [name, { dtype, shape, data }] of made)
      await edit.write(await edit.createDataset(edit.root, name, { dtype, shape }), [], data);
    await edit.commit();
    await converted([store, output], output, async (storage) => {
      for (const [name, value] of made) {
        const { array, filters, stored } = (await nodeAt(storage, `/${name}`)) as DatasetNode;
        expect([filters, stored?.layout, array.chunks]).toEqual([undefined, "contiguous", undefined]);
        if (name !== "time") expect((await array.read()).data).toEqual(value.data);
        // As h5py writes them.
        else expect(array.dtype).toEqual({ opaque: 8, tag: "NUMPY:<M8[s]" });
      }
    });
  });
});

describe("a copy of what an external link led to", () => {
  const store = async (folder: string): Promise<string> => {
    for (const name of ["contract.h5", "contract-target.h5"]) copyFileSync(join(fixtures, name), join(folder, name));
    const path = join(folder, "in.zarr");
    expect((await runCommand(["convert", join(folder, "contract.h5"), path])).code).toBe(0);
    return path;
  };
  const childOf = async (path: string): Promise<unknown> => {
    const storage = openHdf5Storage(await openHdf5(path));
    const { children } = (await nodeAt(storage, "/links")) as GroupNode;
    await storage.close();
    return children.get("outside");
  };
  const link = { external: { source: "contract-target.h5", path: "/outside/data" } };

  test("is that link again where it leads to the same", async () => {
    const folder = temporaryFolder();
    const output = join(folder, "back.h5");
    const { code, errors } = await runCommand(["convert", await store(folder), output]);
    expect([code, errors]).toEqual([0, [expect.stringMatching(/back\.h5 written/)]]);
    expect(await childOf(output)).toEqual(link);
  });

  test.each<[what: string, change: (folder: string) => Promise<string>, why: RegExp]>([
    ["where it is not there", async () => temporaryFolder(), /does not exist/],
    [
      "where it is another by now",
      async (folder) => {
        const edit = await createHdf5(join(folder, "contract-target.h5"));
        const group = await edit.createGroup(edit.root, "outside");
        await edit.write(
          await edit.createDataset(group, "data", { dtype: "int16", shape: [3] }),
          [],
          Int16Array.of(1, 2, 3),
        );
        await edit.commit({ overwrite: true });
        return folder;
      },
      /no longer the same/,
    ],
  ])("stays a copy %s, with a warning", async (_, change, why) => {
    const folder = temporaryFolder();
    const input = await store(folder);
    const output = join(await change(folder), "back.h5");
    const { code, errors } = await runCommand(["convert", input, output]);
    expect(code).toBe(0);
    expect(errors[0]).toMatch(/warning: \/links\/outside stays a copy of \/outside\/data in contract-target\.h5: /);
    expect(errors[0]).toMatch(why);
    expect(await childOf(output)).toEqual({ hard: expect.any(Number) });
  });
});

test
  .skipIf(!existsSync(library))
  .each([["a link of a class that an application defined", "tall.h5", /The link "udlink" is of class \d+/]])(
  "%s is an error that names it, and nothing is written",
  async (_, name, message) => {
    const output = join(temporaryFolder(), "out.h5");
    const { code, errors } = await runCommand(["convert", join(library, name), output]);
    expect([code, errors]).toEqual([2, [expect.stringMatching(message)]]);
    expect(existsSync(output)).toBe(false);
  },
);

test("a virtual dataset becomes one of its own, with its elements and a warning", async () => {
  const [input, path] = [join(fixtures, "elsewhere/virtual-v110.h5"), "/grows"];
  const output = join(temporaryFolder(), "out.h5");
  const { code, errors } = await runCommand(["convert", input, output]);
  const warning = `warning: ${path} is a dataset of its own now: it was virtual`;
  expect([code, errors]).toEqual([0, expect.arrayContaining([expect.stringContaining(warning)])]);
  const [before, after] = await Promise.all(
    [input, output].map(async (file) => JSON.parse((await runCommand(["show", file, path, "--json"])).out)),
  );
  expect(after).toEqual(before);
});

test.each(["out.h5", "out.zarr"])("that a user block is not copied to %s is said", async (name) => {
  const folder = temporaryFolder();
  const [plain, input] = [join(folder, "plain.h5"), join(folder, "in.h5")];
  const edit = await createHdf5(plain);
  await edit.commit();
  writeFileSync(input, Buffer.concat([Buffer.from("MATLAB 7.3".padEnd(512)), readFileSync(plain)]));
  const { code, errors } = await runCommand(["convert", input, join(folder, name)]);
  expect([code, errors[0]]).toEqual([0, `hdmf: warning: ${input} begins with a user block, which is not copied`]);
});
