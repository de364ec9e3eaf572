import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { lookup3 } from "../src/checksum.ts";
import { openFractalHeap } from "../src/heaps/fractal-heap.ts";
import { createGlobalHeaps } from "../src/heaps/global-heaps.ts";
import { readLocalHeap } from "../src/heaps/local-heap.ts";
import { readSharedMessageTable, sharedMessageHeap } from "../src/heaps/shared-messages.ts";
import { Cursor } from "../src/io/cursor.ts";
import type { FileBytes, Range } from "../src/io/file-bytes.ts";
import { walkBtree1 } from "../src/trees/btree1.ts";
import { readBtree2Records } from "../src/trees/btree2.ts";
import { addressesOf, fixture, randomFrom, runSparse, wholeFile } from "./reader-heaps.ts";

type Parse = (bytes: FileBytes) => unknown;

/** Everything that can be read of each fixture, from the addresses of the sound file. */
function parsesOf(name: string): { file: Uint8Array; parses: Parse[] } {
  const file = fixture(name);
  const all = (signature: string, parse: (bytes: FileBytes, address: number) => unknown): Parse[] =>
    addressesOf(file, signature).map((address) => (bytes) => parse(bytes, address));
  const trees = addressesOf(file, "BTHD").map((address) => readBtree2Records(wholeFile(file), address));
  const ids = trees
    .filter(({ type }) => type === 5 || type === 8)
    .flatMap(({ type, records }) => records.map((record) => (type === 5 ? record.slice(4) : record.slice(0, 8))));
  const parses = [
    ...all("FRHP", (bytes, address) => openFractalHeap(bytes, address).readAll(ids)),
    ...all("BTHD", (bytes, address) => readBtree2Records(bytes, address).records.map((record) => record.slice())),
    ...all("TREE", (bytes, address) => {
      const nodeType = file[address + 4] === 1 ? 1 : 0;
      const children: number[] = [];
      walkBtree1(bytes, address, { nodeType, keySize: nodeType === 1 ? 32 : 8 }, (_, __, child) =>
        children.push(child),
      );
      return children;
    }),
    ...all("HEAP", (bytes, address) => readLocalHeap(bytes, address).text(8)),
    ...all("GCOL", (bytes, address) => createGlobalHeaps().object(bytes, address, 3).slice()),
    ...all("SMTB", (bytes, address) => sharedMessageHeap(readSharedMessageTable(bytes, address, 2), 12)),
  ];
  return { file, parses };
}

const names = [
  "heaps-dense-links.h5",
  "heaps-dense-attributes.h5",
  "heaps-filtered-links.h5",
  "heaps-shared-messages.h5",
  "heaps-btree1.h5",
  "heaps-btree2.h5",
  "heaps-global-heap.h5",
];

function outcome(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (!isHdmfError(error, "malformed", "unsupported", "limit")) throw error;
    return error.message;
  }
}

/** The stretches with a checksum at their end that the parses read. */
function sealedRanges(file: Uint8Array, parses: readonly Parse[]): Range[] {
  const found = new Map<number, Range>();
  const whole = wholeFile(file);
  const spy: FileBytes = {
    ...whole,
    at(address, length, what) {
      const data = whole.at(address, length, what);
      if (length > 12 && lookup3(data.subarray(0, -4)) === new Cursor(data, "checksum", length - 4).uint(4)) {
        found.set(address, { address, length });
      }
      return data;
    },
  };
  for (const parse of parses) outcome(() => parse(spy));
  return [...found.values()];
}

describe.each(names)("%s", (name) => {
  const { file, parses } = parsesOf(name);
  const regions = ["FRHP", "FHIB", "FHDB", "BTHD", "BTIN", "BTLF", "TREE", "HEAP", "GCOL", "SMTB"].flatMap(
    (signature) => addressesOf(file, signature),
  );

  test("gives only values and typed errors, whatever its bytes become", () => {
    const random = randomFrom(names.indexOf(name) + 1);
    for (let round = 0; round < 150; round++) {
      const damaged = file.slice();
      for (let flip = 0; flip <= random() * 4; flip++) {
        // Near the start of structures, where damage tells most.
        const near = regions[Math.floor(random() * regions.length)]! + Math.floor(random() ** 2 * 300);
        const value = random() < 0.4 ? 255 : random() < 0.4 ? 0 : random() * 256;
        damaged[near % damaged.length] = value;
      }
      const cut = random() < 0.1 ? damaged.subarray(0, random() * damaged.length) : damaged;
      for (const parse of parses) outcome(() => parse(wholeFile(cut)));
    }
  });

  test("gives only values and typed errors where the checksums of the damaged structures are right", () => {
    const sealed = sealedRanges(file, parses);
    if (sealed.length === 0) return;
    const random = randomFrom(names.indexOf(name) + 100);
    for (let round = 0; round < 300; round++) {
      const damaged = file.slice();
      const { address, length } = sealed[Math.floor(random() * sealed.length)]!;
      for (let flip = 0; flip <= random() * 3; flip++) {
        const value = random() < 0.3 ? 255 : random() < 0.3 ? 0 : random() * 256;
        damaged[address + 4 + Math.floor(random() * Math.min(length - 8, 160))] = value;
      }
      new DataView(damaged.buffer).setUint32(
        address + length - 4,
        lookup3(damaged.subarray(address, address + length - 4)),
        true,
      );
      for (const parse of parses) outcome(() => parse(wholeFile(damaged)));
    }
  });

  test("gives the same from pages that come one by one as from all its bytes", () => {
    const random = randomFrom(7);
    for (const parse of parses) {
      const expected = outcome(() => parse(wholeFile(file)));
      const pageSize = [512, 4096, 65_536][Math.floor(random() * 3)]!;
      const sparse = outcome(() => runSparse(file, parse, { pageSize, keep: () => random() < 0.7 }).value);
      expect(sparse).toEqual(expected);
    }
  });
});
