import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataEquals, type Selection, selectFrom } from "@hdmf-ts/array";
import type { ByteSource } from "@hdmf-ts/bytes";
import { afterAll, describe, expect, test } from "vitest";
import { openDatasets, truth } from "./datasets-truth.ts";

const python = new URL("../../../.venv-a/bin/python", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "hdmf-datasets-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The values of `valueAt` in chunks of more than a megabyte. */
const script = `
import sys, h5py, numpy as np
values = ((np.arange(2000 * 600, dtype="i8") * 7 + 3) % 1000).astype("<i2").reshape(2000, 600)
with h5py.File(sys.argv[1], "w", libver="latest") as file:
    file.create_dataset("plain", data=values, chunks=(1000, 600))
    file.create_dataset("deflated", data=values, chunks=(1000, 600), compression="gzip", shuffle=True)
    file.create_dataset("contiguous", data=values)
`;

let bytesRead = 0;

/** A source that is no memory to the reader, and counts. */
function counted(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    async read(offset, length) {
      bytesRead += length;
      return bytes.slice(offset, offset + length);
    },
  };
}

describe.skipIf(!existsSync(python))("large chunks by h5py", () => {
  test.each([
    ["plain", 900_000],
    ["contiguous", 450_000],
    ["deflated", 1_000_000],
  ])("%s: reads no more than %d bytes for some rows", async (name, most) => {
    const path = join(folder, "large.h5");
    execFileSync(python, ["-c", script, path]);
    const { datasets, close } = await openDatasets(counted(await readFile(path)));
    const dataset = datasets.get(name)!;
    const expected = { dtype: dataset.dtype, shape: dataset.shape, data: truth(dataset).data };
    const before = bytesRead;
    const selections: Selection[] = [
      [{ start: 1100, stop: 1110 }],
      [{ indices: [1900, 1700, 3] }, 7],
      [
        { start: 1000, stop: 1100 },
        { start: 5, stop: 9 },
      ],
      [1999],
    ];
    for (const selection of selections)
      expect(dataEquals("int16", (await dataset.read(selection)).data, selectFrom(expected, selection).data)).toBe(
        true,
      );
    expect(bytesRead - before).toBeLessThan(most);
    expect(dataEquals("int16", (await dataset.read()).data, expected.data)).toBe(true);
    await close();
  });
});
