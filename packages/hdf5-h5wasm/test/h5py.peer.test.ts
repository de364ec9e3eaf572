import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dumpHdf5 } from "@hdmf-ts/hdf5/testing";
import { describe, expect, test } from "vitest";
import { openHdf5 } from "../src/index.ts";

const python = ".venv-a/bin/python";
const shared = "../shared/fixtures";
const files = existsSync(shared)
  ? execFileSync("find", [`${shared}/nwb`, `${shared}/hdmf`, "-name", "*.nwb", "-o", "-name", "*.h5"], {
      encoding: "utf8",
    })
      .trim()
      .split("\n")
      .sort()
  : [];

describe.skipIf(!existsSync(python) || files.length === 0)("what h5py finds", () => {
  test.each(files)("%s", async (path) => {
    const expected = JSON.parse(
      execFileSync(python, ["conformance/dump_hdf5.py", path], { encoding: "utf8", maxBuffer: 2 ** 28 }),
    );
    const file = await openHdf5(path);
    const found = await dumpHdf5(file);
    await file.close();
    expect([...found.keys()]).toEqual(Object.keys(expected));
    for (const [name, object] of found) expect(object, name).toEqual(expected[name]);
  });
});
