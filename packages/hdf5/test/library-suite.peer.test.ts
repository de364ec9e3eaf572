import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { differences, dumpTolerantly, type Tree } from "./library-suite.ts";
import { exceptions } from "./library-suite-exceptions.ts";

const python = ".venv-a/bin/python";
const folder = "../shared/fixtures/hdf5/library-suite";
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".h5"))
      .sort()
  : [];

describe.skipIf(!existsSync(python) || files.length === 0)("the library's own test files hold what h5py finds", () => {
  const judged = new Map<string, Tree>();

  beforeAll(() => {
    const paths = files.map((name) => `${folder}/${name}`);
    const options = { encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const lines = execFileSync(python, ["conformance/dump_library_suite.py", ...paths], options)
      .trim()
      .split("\n");
    for (const [index, name] of files.entries()) judged.set(name, JSON.parse(lines[index] ?? "null"));
  }, 120_000);

  test.each(files)(
    "%s",
    async (name) => {
      const ours = await dumpTolerantly(() => openHdf5File(`${folder}/${name}`));
      const found = differences(judged.get(name) as Tree, ours);
      const reasons = exceptions[name] ?? {};
      expect([...found.keys()]).toEqual(Object.keys(reasons));
      for (const [path, reason] of Object.entries(reasons)) expect(found.get(path), path).toMatch(reason);
    },
    20_000,
  );

  // What the examples of filters that h5py has not at hand were written with.
  test.each(["blosc", "bshuf", "bzip2", "lz4", "lzf"])("the example of %s holds its numbers", async (filter) => {
    const file = await openHdf5File(`${folder}/h5ex_d_${filter}.h5`);
    const [root] = await file.objects([file.root]);
    const link = root?.kind === "group" ? root.links.get("DS1") : undefined;
    const [dataset] = await file.objects(link !== undefined && "hard" in link ? [link.hard] : []);
    const found = dataset?.kind === "dataset" ? await dataset.read() : undefined;
    await file.close();
    const truth = Int32Array.from({ length: 32 * 64 }, (_, index) => {
      const [i, j] = [Math.floor(index / 64), index % 64];
      return i * j - j;
    });
    expect(found?.shape).toEqual([32, 64]);
    expect(found?.data).toEqual(truth);
  });
});
