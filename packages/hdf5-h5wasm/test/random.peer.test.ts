import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dumpHdf5 } from "@hdmf-ts/hdf5/testing";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5 } from "../src/index.ts";

const python = ".venv-a/bin/python";
const scratch = mkdtempSync(join(tmpdir(), "hdf5-random-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.skipIf(!existsSync(python))("random types, as h5py wrote and reads them", () => {
  test.each([1, 2, 3])("seed %i", async (seed) => {
    const path = join(scratch, `${seed}.h5`);
    execFileSync(python, ["conformance/make_random_hdf5.py", path, String(seed), "120"]);
    const output = execFileSync(python, ["conformance/dump_hdf5.py", path], { encoding: "utf8", maxBuffer: 2 ** 28 });
    const expected = JSON.parse(output);
    const file = await openHdf5(path);
    const found = await dumpHdf5(file);
    await file.close();
    expect([...found.keys()]).toEqual(Object.keys(expected));
    for (const [name, object] of found) expect(object, name).toEqual(expected[name]);
  });
});
