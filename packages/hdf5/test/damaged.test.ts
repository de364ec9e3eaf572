import { readdirSync, readFileSync } from "node:fs";
import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { lookup3 } from "../src/checksum.ts";
import type { Hdf5Object } from "../src/hdf5-file.ts";
import { openHdf5File } from "../src/open-hdf5.ts";
import { exercise } from "./damage/exercise.ts";
import { makeDamage } from "./damage/make-damage.ts";
import { findStructures } from "./damage/structures.ts";
import { longs, textBytes, tinyFile } from "./damage/tiny-file.ts";

const folder = "conformance/fixtures";
const names = ["hdf5", "reader"].flatMap((kind) =>
  readdirSync(`${folder}/${kind}`)
    .filter((name) => name.endsWith(".h5") && !/^(damaged|empty|not-hdf5|truncated|part-of-several)/.test(name))
    .map((name) => `${kind}/${name}`),
);
const seeds = 6;
const elements = 200;

function soundFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}/${name}`));
}

/** The long form is conformance/fuzz-hdf5.mjs. */
describe("a damaged file gives results or errors with a tag", () => {
  test.each(names)("%s", async (name) => {
    const sound = soundFile(name);
    const { objects, untyped } = await exercise(openHdf5File, sound, elements);
    expect({ untyped, some: objects.length > 0 }).toEqual({ untyped: [], some: true });
    const structures = findStructures(sound, objects, 8);
    for (let seed = 1; seed <= seeds; seed++) {
      const { file, what } = makeDamage(sound, structures, seed * 1009 + sound.length);
      const pages = {
        byteLength: file.length,
        read: async (at: number, length: number) => file.slice(at, at + length),
      };
      const found = await exercise((bytes) => openHdf5File(seed % 2 === 0 ? bytes : pages), file, elements);
      expect({ what, untyped: found.untyped }).toEqual({ what, untyped: [] });
    }
  });
});

describe("one damaged dataset leaves all other objects of the batch readable", () => {
  test.each(["hdf5/types.h5", "hdf5/latest.h5", "hdf5/layouts.h5", "reader/datasets-filters.h5"])(
    "%s",
    async (name) => {
      const sound = soundFile(name);
      const { objects } = await exercise(openHdf5File, sound, 1);
      const before = await readAll(sound, objects);
      const datasets = objects.filter((address) => before.get(address)?.kind === "dataset");
      expect(datasets.length).toBeGreaterThan(3);
      for (const damaged of datasets.slice(0, 12)) {
        const file = sound.slice();
        file.fill(255, damaged, damaged + 12);
        const after = await readAll(file, objects);
        expect(after.get(damaged)).toBeUndefined();
        for (const address of objects)
          if (address !== damaged) expect(shown(after.get(address))).toEqual(shown(before.get(address)));
      }
    },
  );
});

async function readAll(bytes: Uint8Array, addresses: readonly number[]): Promise<Map<number, Hdf5Object | undefined>> {
  const file = await openHdf5File(bytes);
  const found = new Map(addresses.map((address): [number, Hdf5Object | undefined] => [address, undefined]));
  for (const object of await file.objects(addresses, { onDamage() {} })) found.set(object.address, object);
  await file.close();
  return found;
}

/** What can be compared of an object: all but its functions. */
function shown(object: Hdf5Object | undefined): unknown {
  if (object?.kind !== "dataset") return object;
  const { read: _, blocks: __, encoded: ___, isWritten: ____, ...rest } = object;
  return rest;
}

/** Small files that would take long, or much memory, if what they say were believed. */
describe("crafted files are found out", () => {
  test("blocks of an object header that share their bytes", async () => {
    const length = 200_000;
    const blocks = Array.from({ length: 2000 }, (_, index) => [16, longs(60_000 + 8 * index, 100_000)] as const);
    await expectMalformed(tinyFile(blocks, length), "its blocks form a circle");
  });

  test("an object header that goes on in itself", async () => {
    await expectMalformed(tinyFile([[16, longs(112, 24)]], 400), "its blocks form a circle");
  });

  test("many names within one long text of a local heap", async () => {
    const file = tinyFile([[17, longs(400, 300)]], 2_000_000);
    const entries = 4000;
    file.set(textBytes("HEAP"), 300);
    file.set(longs(1_500_000, 1, 500_000), 308);
    file.fill(97, 500_000, 1_999_990);
    file.set(textBytes("TREE"), 400);
    file.set([0, 0, 1, 0], 404);
    file.fill(255, 408, 424);
    file.set(longs(0, 1000, 8), 424);
    file.set(textBytes("SNOD"), 1000);
    file.set([1, 0, entries & 255, entries >> 8], 1004);
    for (let index = 0; index < entries; index++) file.set(longs(index, 96), 1008 + 40 * index);
    await expectMalformed(file, "its texts are longer than the heap");
  });

  test("an extensible array that names one data block twice", async () => {
    const file = soundFile("reader/datasets-indexes-latest.h5");
    const { objects } = await exercise(openHdf5File, file, 1);
    let damaged = 0;
    for (const { name, start, checksum } of findStructures(file, objects)) {
      if (name !== "EAIB" || checksum === undefined) continue;
      // Behind the head and four elements without filters: the addresses of the data blocks.
      const first = start + 14 + 4 * 8;
      const [one, two] = [file.slice(first, first + 8), file.slice(first + 8, first + 16)];
      if (one[7] !== 0 || two[7] !== 0) continue;
      file.set(one, first + 8);
      new DataView(file.buffer).setUint32(checksum, lookup3(file.subarray(start, checksum)), true);
      damaged++;
    }
    expect(damaged).toBeGreaterThan(0);
    const messages = await readErrors(file, objects);
    expect(messages.filter((message) => message.includes("twice"))).not.toEqual([]);
  });
});

async function expectMalformed(bytes: Uint8Array, message: string): Promise<void> {
  const file = await openHdf5File(bytes);
  await expect(file.objects([file.root])).rejects.toMatchObject({
    tag: "malformed",
    message: expect.stringContaining(message),
  });
  await file.close();
}

async function readErrors(bytes: Uint8Array, addresses: readonly number[]): Promise<string[]> {
  const messages: string[] = [];
  const file = await openHdf5File(bytes);
  for (const object of await file.objects(addresses)) {
    if (object.kind !== "dataset" || object.shape === null) continue;
    await object.read(object.shape.map(() => ({ start: 0, stop: 1 }))).catch((error: unknown) => {
      if (!isHdmfError(error)) throw error;
      messages.push(error.message);
    });
  }
  await file.close();
  return messages;
}
