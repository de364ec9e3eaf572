import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { containerAt, openRegistry, typedObjects } from "../src/index.ts";
import { files, pythonA, titleOf, truthOf, withFile } from "./peers.ts";

const readable = files.filter((file) => file.endsWith(".nwb"));

/** What the files have and their specifications do not speak of. */
const extras: Readonly<Record<string, readonly string[]>> = {
  // A dead link.
  "nwb/generated/lb.nwb": ["/ acquisition__broken"],
  // Only the place in the table speaks of it, not the type.
  "nwb/generated/main.nwb": ["/units/waveform_mean unit", "/units/waveforms unit"],
};

describe.skipIf(!existsSync(pythonA) || readable.length === 0)("fields have the names of hdmf's object mapper", () => {
  let truth: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  beforeAll(() => {
    truth = truthOf("field_truth.py", readable);
  }, 120_000);

  test.each(readable.map((file) => [titleOf(file), file]))("%s", async (title, file) => {
    const unknown: string[] = [];
    const extra: string[] = [];
    let fields = 0;
    await withFile(file, async (storage) => {
      const registry = await openRegistry(storage);
      for (const { path, type, namespace, kind } of await typedObjects(storage)) {
        const names = new Set(truth[file]?.[`${namespace}/${type}`]);
        if (kind === "dataset") names.add("data");
        const container = await containerAt(storage, registry, path);
        fields += container.fields.size;
        for (const name of container.fields.keys()) if (!names.has(name)) unknown.push(`${path} ${name}`);
        if (registry.catalog.namespaces.size === 0) continue;
        for (const name of container.extra.keys()) extra.push(`${path} ${name}`);
      }
      expect(fields > 0).toBe(registry.catalog.namespaces.size > 0);
    });
    expect(unknown).toEqual([]);
    expect(extra).toEqual(extras[title] ?? []);
  });
});
