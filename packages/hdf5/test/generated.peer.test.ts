import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AxisSelection, dataEquals, elementCount, selectFrom } from "@hdmf-ts/array";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Hdf5Dataset, Hdf5File } from "../src/index.ts";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5 } from "../src/testing.ts";

const python = ".venv-a/bin/python";

// The long form: HDMF_GENERATED_HDF5=400, HDMF_GENERATED_SEED for other files, HDMF_GENERATED_BOUND for one bound of libver alone.
const count = Number(process.env.HDMF_GENERATED_HDF5 ?? 60);
const seed = Number(process.env.HDMF_GENERATED_SEED ?? 1);
const bound = process.env.HDMF_GENERATED_BOUND;

describe.skipIf(!existsSync(python))("a random file by h5py", () => {
  const folder = mkdtempSync(join(tmpdir(), "generated-hdf5-"));
  const names = Array.from({ length: count }, (_, index) => `${seed}-${index}`);

  beforeAll(() => {
    const script = "conformance/make_generated_hdf5.py";
    const options = bound === undefined ? [] : ["--bound", bound];
    execFileSync(python, [script, folder, "--seed", `${seed}`, "--count", `${count}`, ...options], { stdio: "pipe" });
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.for(names)("%s holds what h5py finds", async (name, context) => {
    context.skip(!existsSync(join(folder, `${name}.json`)), "h5py cannot read what it wrote");
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    const file = await openHdf5File(join(folder, `${name}.h5`));
    const found = await dumpHdf5(file);
    await file.close();
    expect([...found.keys()]).toEqual(Object.keys(expected));
    for (const [path, object] of found) expect(object, path).toEqual(expected[path]);
  });

  test.for(names)("%s: a selection is read as it is taken from the whole", async (name, context) => {
    context.skip(!existsSync(join(folder, `${name}.json`)), "h5py cannot read what it wrote");
    const random = numbersFrom(`${name}`);
    const file = await openHdf5File(join(folder, `${name}.h5`));
    for (const dataset of await datasetsOf(file)) {
      const whole = await dataset.read();
      for (let round = 0; round < 3; round++) {
        const selection = (dataset.shape as readonly number[]).map((length) => axisSelection(length, random));
        const expected = selectFrom(whole, selection);
        const found = await dataset.read(selection);
        expect(found.shape).toEqual(expected.shape);
        const equal = dataEquals(whole.dtype, found.data, expected.data);
        expect(equal, `${dataset.address}: ${JSON.stringify(selection)}`).toBe(true);
      }
    }
    await file.close();
  });
});

async function datasetsOf(file: Hdf5File): Promise<Hdf5Dataset[]> {
  const seen = new Set<number>();
  const datasets: Hdf5Dataset[] = [];
  for (let level = [file.root]; level.length > 0; ) {
    for (const address of level) seen.add(address);
    const next = new Set<number>();
    for (const object of await file.objects(level)) {
      if (object.kind === "dataset" && object.shape !== null && elementCount(object.shape) > 0) datasets.push(object);
      if (object.kind !== "group") continue;
      for (const link of object.links.values()) if ("hard" in link && !seen.has(link.hard)) next.add(link.hard);
    }
    level = [...next];
  }
  return datasets;
}

function axisSelection(length: number, random: (below: number) => number): AxisSelection {
  switch (random(5)) {
    case 0:
      return null;
    case 1:
      return random(length);
    case 2:
      return { indices: Array.from({ length: random(4) }, () => random(length)) };
    case 3:
      return { mask: Uint8Array.from({ length }, () => random(2)) };
    default:
      return { start: random(length), stop: random(length + 1), step: 1 + random(4) };
  }
}

/** A small generator (mulberry32), so that a failing selection comes again. */
function numbersFrom(text: string): (below: number) => number {
  let state = [...text].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
