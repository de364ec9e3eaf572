import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../../src/index.ts";
import { dumpHdf5 } from "../../src/testing.ts";
import { sampleFiles } from "./sample-files.ts";

const tools = ["h5dump", "h5ls", "h5stat"].filter((tool) => existsSync(`/usr/bin/${tool}`));
const pythons = [
  ["h5py 3.16", ".venv-a/bin/python"],
  ["h5py 3.14", ".venv-c/bin/python"],
] as const;

function filesIn(folder: string): string[] {
  return sampleFiles.map(({ name, make }) => {
    const path = join(folder, `${name}.h5`);
    writeFileSync(path, make());
    return path;
  });
}

async function compareDumps(python: string, paths: readonly string[]): Promise<void> {
  const output = execFileSync(python, ["conformance/dump_hdf5.py", ...paths], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const lines = output.trimEnd().split("\n");
  expect(lines).toHaveLength(paths.length);
  for (const [index, path] of paths.entries()) {
    const file = await openHdf5File(new Uint8Array(readFileSync(path)));
    const found = await dumpHdf5(file);
    const expected = JSON.parse(lines[index]!);
    expect([...found.keys()], path).toEqual(Object.keys(expected));
    expect(Object.fromEntries(found), path).toEqual(expected);
  }
}

describe.each(pythons)("files put together from the encoders, judged by %s", (_, python) => {
  const folder = mkdtempSync(join(tmpdir(), "written-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(!existsSync(python))("hold what our reader finds", () => compareDumps(python, filesIn(folder)), 120_000);

  test.skipIf(!existsSync(python))(
    "can be edited by it: links, attributes, datasets",
    async () => {
      const paths = filesIn(folder);
      execFileSync(python, ["conformance/edit_written_hdf5.py", ...paths]);
      const edited = paths.flatMap((path) => ["links", "attributes", "datasets"].map((part) => `${path}.${part}`));
      await compareDumps(python, edited);
      for (const path of tools.includes("h5dump") ? edited : []) execFileSync("/usr/bin/h5dump", ["-H", path]);
    },
    180_000,
  );
});

describe("files put together from the encoders", () => {
  const folder = mkdtempSync(join(tmpdir(), "written-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(tools.length < 3)(
    "are read whole by h5dump, h5ls and h5stat",
    () => {
      const options = { maxBuffer: 2 ** 28 };
      for (const path of filesIn(folder)) {
        for (const argv of [["h5dump"], ["h5ls", "-r"], ["h5stat"]]) {
          expect(execFileSync(`/usr/bin/${argv[0]}`, [...argv.slice(1), path], options).length).toBeGreaterThan(0);
        }
      }
    },
    120_000,
  );
});
