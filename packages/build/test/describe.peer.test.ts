import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { typedObjects } from "../src/index.ts";
import { exported, files, pythonA, titleOf, truthOf, withFile } from "./peers.ts";

interface Described {
  readonly path: string;
  readonly type: string;
  readonly namespace?: string;
  readonly objectId?: string;
}

describe.skipIf(!existsSync(pythonA) || files.length === 0)("typed objects are those of hdmf's builders", () => {
  let truth: Readonly<Record<string, readonly Described[]>>;
  beforeAll(() => {
    truth = truthOf("describe_truth.py", files);
  });

  const describeOurs = async (file: string): Promise<Described[]> => {
    const objects = await withFile(file, (storage) => typedObjects(storage));
    return objects.map(({ id: _id, kind: _kind, ...rest }) => rest);
  };

  test.each(files.map((file) => [titleOf(file), file]))("%s", async (_title, file) => {
    const ours = await describeOurs(file);
    expect(ours.length).toBeGreaterThan(0);
    expect(ours).toEqual(truth[file]);
  });

  test.skipIf(!existsSync(exported.store))("and of a Zarr export those of the file", async () => {
    expect(await describeOurs(exported.store)).toEqual(truth[exported.file]);
  });
});
