import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5 } from "../src/testing.ts";

const python = ".venv-a/bin/python";
const fixtures = "../shared/fixtures";
const files = existsSync(fixtures)
  ? execFileSync(
      "find",
      [
        ...["nwb", "hdmf", "h5flow", "spine"].map((name) => `${fixtures}/${name}`),
        "-name",
        "*.nwb",
        "-o",
        "-name",
        "*.h5",
      ],
      { encoding: "utf8" },
    )
      .trim()
      .split("\n")
      .sort()
  : [];

describe.skipIf(!existsSync(python) || files.length === 0)("a file holds what h5py finds", () => {
  test.each(files)("%s", async (path) => {
    const output = execFileSync(python, ["conformance/dump_hdf5.py", path], { encoding: "utf8", maxBuffer: 2 ** 28 });
    const expected = JSON.parse(output);
    const file = await openHdf5File(path);
    const found = await dumpHdf5(file);
    await file.close();
    expect([...found.keys()]).toEqual(Object.keys(expected));
    for (const [name, object] of found) expect(object, name).toEqual(expected[name]);
  });
});
