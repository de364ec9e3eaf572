import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5 } from "../src/testing.ts";
import { fixture } from "./reader-heaps.ts";

const python = ".venv-a/bin/python";
const folder = mkdtempSync(join(tmpdir(), "heaps-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!existsSync(python))(
  "a file with dense storage, deep trees or shared messages holds what h5py finds",
  () => {
    test.each([
      "heaps-dense-links.h5",
      "heaps-nested-links.h5.gz",
      "heaps-filtered-links.h5",
      "heaps-dense-attributes.h5",
      "heaps-shared-messages.h5",
      "heaps-btree1.h5",
      "heaps-btree2.h5",
      "heaps-global-heap.h5",
      "heaps-four-bytes.h5",
      "heaps-four-bytes-latest.h5",
    ])("%s", async (name) => {
      const path = join(folder, name.replace(".gz", ""));
      writeFileSync(path, fixture(name));
      const output = execFileSync(python, ["conformance/dump_hdf5.py", path], { encoding: "utf8", maxBuffer: 2 ** 28 });
      const expected = JSON.parse(output);
      const file = await openHdf5File(path);
      const found = await dumpHdf5(file);
      await file.close();
      expect([...found.keys()]).toEqual(Object.keys(expected));
      for (const [at, object] of found) expect(object, at).toEqual(expected[at]);
    });
  },
);
