import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { lookup3 } from "../src/checksum.ts";
import { openFractalHeap } from "../src/heaps/fractal-heap.ts";
import { createGlobalHeaps } from "../src/heaps/global-heaps.ts";
import { readLocalHeap } from "../src/heaps/local-heap.ts";
import { readSharedMessageTable, sharedMessageHeap } from "../src/heaps/shared-messages.ts";
import { Cursor } from "../src/io/cursor.ts";
import type { FileBytes } from "../src/io/file-bytes.ts";
import { readBtree2Records } from "../src/trees/btree2.ts";
import { addressesOf, fixture, runSparse, truth, wholeFile } from "./reader-heaps.ts";

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file whose heaps are filtered by deflate, if at all. */
function inflated(file: Uint8Array): FileBytes {
  return {
    ...wholeFile(file),
    decoded({ address, storedSize, size, filterMask }) {
      const stored = file.subarray(address, address + storedSize);
      const data = filterMask === 0 ? new Uint8Array(inflateSync(stored)) : stored;
      expect(data).toHaveLength(size);
      return data;
    },
  };
}

/** Soft links of a link message: version 1, flags, type, order where tracked, character set where told, length of the name. */
function softLink(message: Uint8Array): [name: string, target: string] {
  const cursor = new Cursor(message, "link", 1);
  const flags = cursor.uint(1);
  if ((flags & 8) !== 0) cursor.skip(1);
  if ((flags & 4) !== 0) cursor.skip(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = utf8(cursor.take(cursor.uint(2 ** (flags & 3))));
  return [name, utf8(cursor.take(cursor.uint(2)))];
}

/** All links of a heap, by the tree of names beside it. */
function linksOf(file: Uint8Array, heapAddress: number, treeAddress: number): Map<string, string> {
  const bytes = inflated(file);
  const { records } = readBtree2Records(bytes, treeAddress);
  const messages = openFractalHeap(bytes, heapAddress).readAll(records.map((record) => record.subarray(4)));
  const links = messages.map(softLink);
  expect(records.map((record) => new Cursor(record, "hash").uint(4))).toEqual(
    links.map(([name]) => lookup3(toBytes(name))),
  );
  return new Map(links);
}

/** What make_reader_heaps.py writes: names in another order than their numbers, targets of one length. */
function softLinks(count: number, length: number): Map<string, string> {
  return new Map(
    Array.from({ length: count }, (_, index) => [
      `link ${String((index * 7919) % count).padStart(4, "0")}${"é".repeat(index % 3)}`,
      `${index.toString(16)}.`.repeat(length).slice(0, length),
    ]),
  );
}

const sorted = (links: ReadonlyMap<string, string>): [string, string][] =>
  [...links].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe("fractal heap", () => {
  const dense = fixture("heaps-dense-links.h5");
  const denseTree = addressesOf(dense, "BTHD").find((address) => dense[address + 5] === 5)!;
  const denseHeap = addressesOf(dense, "FRHP")[0]!;

  test("gives 1500 links as h5py wrote them", () => {
    expect(sorted(linksOf(dense, denseHeap, denseTree))).toEqual(sorted(new Map(Object.entries(truth.links))));
  });

  test("gives links through indirect blocks below the root's", () => {
    const file = fixture("heaps-nested-links.h5.gz");
    const tree = addressesOf(file, "BTHD").find((address) => file[address + 5] === 5)!;
    expect(addressesOf(file, "FHIB").length).toBeGreaterThan(1);
    const found = linksOf(file, addressesOf(file, "FRHP")[0]!, tree);
    expect(sorted(found)).toEqual(sorted(softLinks(220, 4000)));
  });

  test.each([
    ["one direct block", 12, 20],
    ["many direct blocks", 300, 20],
    ["huge objects", 12, 5000],
  ])("gives links through filters: %s", (_, count, length) => {
    const file = fixture("heaps-filtered-links.h5");
    const trees = addressesOf(file, "BTHD").filter((address) => file[address + 5] === 5);
    const heaps = addressesOf(file, "FRHP");
    const groups = heaps.map((heap, index) => linksOf(file, heap, trees[index]!));
    const found = groups.find((links) => links.size === count && links.get("link 0000")?.length === length);
    expect(sorted(found ?? new Map())).toEqual(sorted(softLinks(count, length)));
  });

  test("says that filters are not undone where nobody does it", () => {
    const file = fixture("heaps-filtered-links.h5");
    const tree = readBtree2Records(wholeFile(file), addressesOf(file, "BTHD")[0]!);
    const heap = openFractalHeap(wholeFile(file), addressesOf(file, "FRHP")[0]!);
    expect(() => heap.read(tree.records[0]!.subarray(4))).toThrow(/^fractal heap at address .* has filters/);
  });

  test("gives attributes in blocks and outside of them", () => {
    const file = fixture("heaps-dense-attributes.h5");
    const bytes = wholeFile(file);
    const tree = addressesOf(file, "BTHD").find((address) => file[address + 5] === 8)!;
    const heap = openFractalHeap(bytes, addressesOf(file, "FRHP")[0]!);
    const messages = readBtree2Records(bytes, tree).records.map((record) => heap.read(record));
    const byName = new Map(
      messages.map((message) => [utf8(message.subarray(9, 9 + new Cursor(message, "name", 2).uint(2) - 1)), message]),
    );
    expect([...byName.keys()].toSorted()).toEqual(
      [
        ...Array.from({ length: 200 }, (_, index) => `attribute ${String(index).padStart(3, "0")}`),
        "huge",
        "large",
      ].toSorted(),
    );
    for (const [name, count] of [
      ["huge", 70_000],
      ["large", 5_000],
    ] as const) {
      expect(byName.get(name)!.slice(-count)).toEqual(Uint8Array.from({ length: count }, (_, index) => index % 256));
    }
  });

  test("takes a round for the header, one a level of blocks", () => {
    const ids = readBtree2Records(wholeFile(dense), denseTree).records.map((record) => record.subarray(4));
    const parse = runSparse(dense, (bytes) => openFractalHeap(bytes, denseHeap).readAll(ids).length, { pageSize: 1 });
    // The header is read in two steps, as its length stands in it.
    expect(parse).toEqual({ value: 1500, rounds: 2 + 2 });
  });

  test.each([
    ["is too short", [0, 1, 2], /too short/],
    ["is of a later version", [0x40, 0, 0, 0, 0, 0, 0], /version 1/],
    ["is of no kind", [0x30, 0, 0, 0, 0, 0, 0], /of kind 3/],
    ["points into the head of a block", [0, 3, 0, 0, 0, 5, 0], /no object of 5 bytes at offset 3/],
    ["points beyond the heap", [0, 0, 0, 0, 0x7f, 5, 0], /no block for the offset/],
    ["is of a huge object that is not there", [0x10, 1, 0, 0, 0, 0, 0], /no B-tree of huge objects/],
    ["is of a tiny object longer than itself", [0x2f, 0, 0, 0, 0, 0, 0], /longer than its identifier/],
  ])("refuses an identifier that %s", (_, id, message) => {
    const heap = openFractalHeap(wholeFile(dense), denseHeap);
    expect(() => heap.read(Uint8Array.from(id))).toThrow(message);
  });

  test("gives a tiny object from the identifier itself", () => {
    const heap = openFractalHeap(wholeFile(dense), denseHeap);
    expect([...heap.read(Uint8Array.of(0x22, 7, 8, 9, 0, 0, 0))]).toEqual([7, 8, 9]);
  });

  test("refuses any changed byte of its header and its blocks' heads", () => {
    const id = readBtree2Records(wholeFile(dense), denseTree).records[0]!.subarray(4);
    const block = addressesOf(dense, "FHIB")[0]!;
    for (const at of Array.from({ length: 140 }, (_, index) => index).flatMap((at) => [denseHeap + at, block + at])) {
      const file = dense.slice();
      file[at]! ^= 16;
      expect(() => openFractalHeap(wholeFile(file), denseHeap).read(id)).toThrow(/^fractal heap at address/);
    }
  });
});

describe("local heap", () => {
  const file = fixture("heaps-btree1.h5");

  test("gives the names of a group", () => {
    const names = addressesOf(file, "HEAP").flatMap((address) => {
      const heap = readLocalHeap(wholeFile(file), address);
      expect(utf8(heap.text(0))).toBe("");
      return addressesOf(file, "SNOD").flatMap((node) => {
        const cursor = new Cursor(file, "node", node + 8);
        try {
          return [utf8(heap.text(cursor.uint(8)))];
        } catch {
          return [];
        }
      });
    });
    expect(names).toEqual(expect.arrayContaining(["chunks", "name 000"]));
  });

  test("refuses an offset outside of it", () => {
    const heap = readLocalHeap(wholeFile(file), addressesOf(file, "HEAP")[0]!);
    expect(() => heap.text(100_000)).toThrow(/holds no text at offset 100000/);
  });
});

describe("global heap", () => {
  const file = fixture("heaps-global-heap.h5");
  const texts = [
    ...Array.from({ length: 300 }, (_, index) => `text ${index} ${"ü".repeat(index % 40)}`),
    "long ".repeat(2000),
    "",
    "end",
  ];
  const collections = addressesOf(file, "GCOL");

  function elements(): { address: number; index: number; length: number }[] {
    const data = new Cursor(file, "elements", truth.texts);
    return texts.map(() => ({ length: data.uint(4), address: data.uint(8), index: data.uint(4) }));
  }

  test.each([
    ["all collections kept", undefined],
    ["one kept at a time", 1],
  ])("gives each element of variable length, %s", (_, maxBytes) => {
    const heaps = createGlobalHeaps(maxBytes);
    const bytes = wholeFile(file);
    const read = elements().map(({ address, index, length }) =>
      length === 0 ? "" : utf8(heaps.object(bytes, address, index).subarray(0, length)),
    );
    expect(read).toEqual(texts);
  });

  test.each([undefined, 1])("gives them in any order, again and again, with %s bytes of memory", (maxBytes) => {
    const heaps = createGlobalHeaps(maxBytes);
    const bytes = wholeFile(file);
    const ids = elements().map((element, at) => ({ ...element, at }));
    for (const { address, index, length, at } of [
      ...ids,
      ...ids.toReversed(),
      ...ids.toSorted((a, b) => a.index - b.index),
    ]) {
      if (length > 0) expect(utf8(heaps.object(bytes, address, index).subarray(0, length))).toBe(texts[at]);
    }
  });

  test("brings many collections in two rounds", () => {
    const addresses = [...new Set(elements().map(({ address }) => address))].filter((address) => address > 0);
    const heaps = createGlobalHeaps();
    const { rounds } = runSparse(
      file,
      (bytes) => {
        heaps.want(bytes, addresses);
        for (const address of addresses) heaps.object(bytes, address, 1);
      },
      { pageSize: 8 },
    );
    expect(addresses.length).toBeGreaterThan(1);
    expect(rounds).toBe(2);
  });

  test.each<[string, (bytes: DataView, address: number) => void, RegExp]>([
    ["a size of 0", (view, at) => view.setUint32(at + 8, 0, true), /says that it has 0 bytes/],
    ["a size beyond the file", (view, at) => view.setUint32(at + 8, 1e9, true), /more than the file/],
    ["an object longer than itself", (view, at) => view.setUint32(at + 24, 1e6, true), /ends too early/],
    ["an object twice", (view, at) => view.setUint16(at + 104, 1, true), /two objects 1/],
    ["another version", (view, at) => view.setUint8(at + 4, 2), /version 2/],
  ])("refuses a collection with %s", (_, damage, message) => {
    const bytes = file.slice();
    damage(new DataView(bytes.buffer), collections[0]!);
    expect(() => createGlobalHeaps().object(wholeFile(bytes), collections[0]!, 1)).toThrow(message);
  });

  test("keeps its heads of 16 bytes where lengths have four", () => {
    const small = fixture("heaps-four-bytes.h5");
    const bytes = wholeFile(small, { offsets: 4, lengths: 4 });
    const address = addressesOf(small, "GCOL")[0]!;
    const read = Array.from({ length: 50 }, (_, at) => utf8(createGlobalHeaps().object(bytes, address, at + 1)));
    // h5py wrote them in batches of its own order.
    expect(read.map((text) => text.replace(/\0$/, "")).toSorted()).toEqual(
      read.map((_, at) => `text ${at}`).toSorted(),
    );
  });

  test("refuses an object that is not there", () => {
    expect(() => createGlobalHeaps().object(wholeFile(file), collections[0]!, 60_000)).toThrow(/has no object 60000/);
    expect(() => createGlobalHeaps().object(wholeFile(file), collections[0]!, 0)).toThrow(/has no object 0/);
  });
});

describe("shared messages", () => {
  const file = fixture("heaps-shared-messages.h5");
  const attribute = 12;

  test("lie in the heap that the master table names for their type", () => {
    const bytes = wholeFile(file);
    const table = readSharedMessageTable(bytes, addressesOf(file, "SMTB")[0]!, 2);
    expect(table.map(({ messageTypes }) => messageTypes)).toEqual([1 << attribute, (1 << 1) | (1 << 3)]);
    const heap = openFractalHeap(bytes, sharedMessageHeap(table, attribute));
    const list = new Cursor(file, "index address", addressesOf(file, "SMTB")[0]! + 4 + 14).uint(8);
    // Records of the list: place 0 is the heap, hash, reference count, identifier.
    const cursor = new Cursor(file, "record", list + 4);
    expect(cursor.uint(1)).toBe(0);
    const hash = cursor.uint(4);
    cursor.skip(4);
    const message = heap.read(cursor.take(8));
    expect(lookup3(message, attribute)).toBe(hash);
    expect(utf8(message)).toContain("attribute ");
  });

  test("of a type that no index has are an error", () => {
    const table = readSharedMessageTable(wholeFile(file), addressesOf(file, "SMTB")[0]!, 2);
    expect(() => sharedMessageHeap(table, 11)).toThrow(/type 11/);
    expect(() => sharedMessageHeap(table, 44)).toThrow(/type 44/);
  });
});
