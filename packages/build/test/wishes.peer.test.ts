import { existsSync } from "node:fs";
import type { DatasetNode } from "@hdmf-ts/storage";
import { beforeAll, describe, expect, test } from "vitest";
import { openRegistry, wishesOf } from "../src/index.ts";
import { files, pythonB, titleOf, truthOf, withFile } from "./peers.ts";

/** Files whose specifications are those that the peer ships: of others it labels axes by its own version, we by the file's. */
const current = files.filter((file) => file.includes("/generated/"));

/** Where we differ on purpose, with the peer's label. */
const differences: Readonly<Record<string, readonly string[]>> = {
  // pynwb looks for the index of this column where the specification means the column, and takes it for any VectorData then.
  "/units/electrodes": ["dim0"],
};

describe.skipIf(!existsSync(pythonB) || current.length === 0)("axes are labelled as hdmf-zarr labels them", () => {
  let truth: Readonly<Record<string, Readonly<Record<string, readonly string[] | null>>>>;
  beforeAll(() => {
    truth = truthOf("dimension_truth.py", current, pythonB);
  }, 120_000);

  test.each(current.map((file) => [titleOf(file), file]))("%s", async (_title, file) => {
    const expected = truth[file]!;
    expect(expected).not.toHaveProperty("error");
    const labels = await withFile(file, async (storage) => {
      const wishes = await wishesOf(storage, await openRegistry(storage));
      const found: Record<string, readonly (string | null)[] | null> = {};
      for (const path of Object.keys(expected)) {
        const place = await storage.resolve(path);
        const [node] = await place.storage.read([place.id]);
        const label = wishes(path, node as DatasetNode)?.dimensions ?? null;
        found[path] = label !== null && path in differences ? differences[path]! : label;
      }
      return found;
    });
    expect(labels).toEqual(expected);
  });
});
