import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ByteSink, fileSink } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { afterAll, describe, expect, test } from "vitest";
import { createHdf5File } from "../src/index.ts";
import { type WriteSample, writeSamples } from "./write-samples.ts";

const folder = mkdtempSync(join(tmpdir(), "failing-sinks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "new.h5");

/** A sink whose `n`-th write fails as a full disk does. */
function failing(sink: ByteSink, n: number): ByteSink & { writes(): number } {
  let writes = 0;
  return {
    ...sink,
    writes: () => writes,
    async write(offset, bytes) {
      if (++writes === n) throw hdmfError("io", "no space is left", { source: path });
      return sink.write(offset, bytes);
    },
  };
}

async function make(sink: ByteSink, { fill }: WriteSample, overwrite: boolean): Promise<void> {
  const edit = await createHdf5File(sink);
  try {
    await fill(edit);
    await edit.commit({ overwrite });
  } catch (error) {
    await edit.abandon();
    throw error;
  }
}

describe.each(writeSamples)("$name, on a disk that is full", (sample) => {
  test.each([
    ["nothing is there", undefined],
    ["what was there stays", "precious"],
  ])("at each single write: %s", async (_, before) => {
    const whole = failing(fileSink(path), Number.POSITIVE_INFINITY);
    await make(whole, sample, false);
    expect(whole.writes()).toBeGreaterThan(0);
    for (let n = 1; n <= whole.writes(); n++) {
      rmSync(path, { force: true });
      if (before !== undefined) writeFileSync(path, before);
      await expect(make(failing(fileSink(path), n), sample, true)).rejects.toMatchObject({ tag: "io" });
      expect(readdirSync(folder)).toEqual(before === undefined ? [] : ["new.h5"]);
      if (before !== undefined) expect(readFileSync(path, "utf8")).toBe(before);
    }
    rmSync(path, { force: true });
  });

  test("at the end: nothing is there", async () => {
    const sink = fileSink(path);
    const commit = (): Promise<void> => Promise.reject(hdmfError("io", "the device is gone"));
    await expect(make({ ...sink, commit }, sample, false)).rejects.toMatchObject({ tag: "io" });
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
