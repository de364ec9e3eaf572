import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Hdf5Dataset, type Hdf5File, openHdf5File } from "@hdmf-ts/hdf5";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5 } from "../src/index.ts";
import { getWasm, type WasmKind } from "../src/wasm.ts";

const fixtures = "conformance/fixtures/hdf5";
const layouts = `${fixtures}/layouts.h5`;
const main = "../shared/fixtures/nwb/generated/main.nwb";
const scratch = mkdtempSync(join(tmpdir(), "hdf5-h5wasm-"));
afterAll(() => rmSync(scratch, { recursive: true }));

async function datasetOf(file: Hdf5File, ...names: string[]): Promise<Hdf5Dataset> {
  let address = file.root;
  for (const name of names) {
    const [group] = await file.objects([address]);
    const link = group?.kind === "group" ? group.links.get(name) : undefined;
    address = link !== undefined && "hard" in link ? link.hard : -1;
  }
  return (await file.objects([address]))[0] as Hdf5Dataset;
}

describe("what can be opened", () => {
  test.each([
    ["a path", () => layouts],
    ["a file URL", () => pathToFileURL(resolve(layouts))],
    ["bytes", () => new Uint8Array(readFileSync(layouts))],
    ["a Blob", () => new Blob([readFileSync(layouts)])],
  ])("%s", async (_, input) => {
    const file = await openHdf5(input());
    expect((await (await datasetOf(file, "grid")).read([0, { stop: 3 }])).data).toEqual(Int32Array.of(0, 1, 2));
    await file.close();
  });

  test.each([
    ["a path that is not there", () => join(scratch, "none.h5"), "not-found", "does not exist"],
    ["a folder", () => scratch, "invalid", "is a folder"],
    ["an empty file", () => `${fixtures}/empty.h5`, "malformed", "is empty"],
    ["a text", () => `${fixtures}/not-hdf5.h5`, "malformed", "is not an HDF5 file"],
    ["half a file", () => `${fixtures}/truncated.h5`, "malformed", "is truncated"],
    ["no bytes", () => new Uint8Array(), "malformed", "is empty"],
  ])("%s is a clear error", async (_, input, tag, words) => {
    await expect(openHdf5(input())).rejects.toMatchObject({ tag, message: expect.stringContaining(words) });
  });

  test("a signal that was aborted rejects with its reason", async () => {
    const reason = new Error("no more");
    await expect(openHdf5(layouts, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("a file with bytes before its superblock", async () => {
    const path = join(scratch, "userblock.h5");
    writeFileSync(path, Buffer.concat([Buffer.alloc(512, "#"), readFileSync(layouts)]));
    // libhdf5 wants the addresses of such a file to count from the superblock, as these do.
    const file = await openHdf5(path);
    expect((await (await datasetOf(file, "gzip")).read([1999])).data).toEqual(Float64Array.of(999.5));
    await file.close();
  });
});

describe("h5wasm's ways to fail", () => {
  test.each(["path", "memory"] satisfies WasmKind[])(
    "a %s module that died is replaced for the next file",
    async (kind) => {
      const open = () => openHdf5(kind === "path" ? layouts : new Uint8Array(readFileSync(layouts)));
      const before = await open();
      const dying = await getWasm(kind);
      const kill = () =>
        dying.call("read", () => {
          throw new WebAssembly.RuntimeError("Aborted()");
        });
      expect(kill).toThrow("stopped");
      await expect(before.objects([before.root])).rejects.toMatchObject({ tag: "io", hint: "Open the file again" });
      await before.close();
      const after = await open();
      expect(await getWasm(kind)).not.toBe(dying);
      expect((await (await datasetOf(after, "grid")).read([4, 6])).data).toEqual(Int32Array.of(34));
      await after.close();
    },
  );

  test("a module that caught many errors is replaced, and files that are open stay readable", async () => {
    const file = await openHdf5(layouts);
    const worn = await getWasm("path");
    for (let count = 0; count < 200; count++) {
      expect(() => worn.call("fail", (module) => module.get_attribute_metadata(0n, "/", "none"))).toThrow();
    }
    const next = await openHdf5(layouts);
    expect(await getWasm("path")).not.toBe(worn);
    for (const one of [file, next]) {
      expect((await (await datasetOf(one, "grid")).read([1, 1])).data).toEqual(Int32Array.of(8));
      await one.close();
    }
  });

  test.skipIf(!existsSync(main))("reading text over and over takes no more memory", async () => {
    const file = await openHdf5(main);
    const { module } = await getWasm("path");
    const dataset = await datasetOf(file, "specifications", "core", "2.11.0", "nwb.ecephys");
    const { length } = ((await dataset.read()).data as readonly string[])[0] ?? "";
    const before = module.HEAPU8.length;
    // Far more than the memory there is at the start, should anything stay behind.
    for (let bytes = 0; bytes < 3 * before; bytes += length) await dataset.read();
    expect(module.HEAPU8.length).toBe(before);
    await file.close();
  });

  test("a filter that h5wasm lacks is unsupported, and the dataset described, by the names of the other engine", async () => {
    const path = "conformance/fixtures/reader/datasets-filters.h5";
    const [file, other] = [await openHdf5(path), await openHdf5File(path)];
    const names = new Set<string>();
    const [root] = await file.objects([file.root]);
    for (const name of root?.kind === "group" ? root.links.keys() : []) {
      const dataset = await datasetOf(file, name);
      expect(dataset.filters, name).toMatchObject((await datasetOf(other, name)).filters);
      const lacked = dataset.filters.find(({ id = 0 }) => id > 6);
      if (lacked === undefined) continue;
      names.add(lacked.name);
      await expect(dataset.read()).rejects.toMatchObject({
        tag: "unsupported",
        message: expect.stringContaining(lacked.name),
      });
    }
    expect([...names].sort()).toEqual(["blosc", "lz4-hdf5", "lzf", "zstd"]);
    await file.close();
    await other.close();
  });

  test("data in other files is never opened", async () => {
    const suite = "../shared/fixtures/hdf5/library-suite/1_vds.h5";
    if (!existsSync(suite)) return;
    const file = await openHdf5(suite);
    const dataset = await datasetOf(file, "vds_dset");
    expect(dataset.layout).toBe("virtual");
    await expect(dataset.read()).rejects.toMatchObject({
      tag: "unsupported",
      message: expect.stringContaining("vds_dset"),
    });
    await file.close();
  });

  test("damaged data is malformed, never a value", async () => {
    const bytes = new Uint8Array(readFileSync(layouts));
    const good = await openHdf5(bytes);
    const whole = (await (await datasetOf(good, "fletcher32")).read()).data as Float64Array;
    await good.close();
    const inside = Buffer.from(bytes).indexOf(Buffer.from(whole.buffer, 256 * 8, 64));
    bytes[inside + 3] = (bytes[inside + 3] ?? 0) ^ 1;
    const bad = await openHdf5(bytes);
    await expect((await datasetOf(bad, "fletcher32")).read()).rejects.toMatchObject({ tag: "malformed" });
    await bad.close();
  });
});
