import { describe, expect, test } from "vitest";
import { lookup3 } from "../src/checksum.ts";
import { Cursor } from "../src/io/cursor.ts";
import { type Btree1Kind, walkBtree1 } from "../src/trees/btree1.ts";
import { readBtree2Records } from "../src/trees/btree2.ts";
import { addressesOf, type Chunk, fixture, runSparse, truth, wholeFile } from "./reader-heaps.ts";

const chunkKind: Btree1Kind = { nodeType: 1, keySize: 8 + 8 * 3 };

/** Roots: nodes of a type that no other node leads to. */
function rootOf(file: Uint8Array, nodeType: number): number {
  const nodes = addressesOf(file, "TREE").filter((address) => file[address + 4] === nodeType);
  const highest = Math.max(...nodes.map((address) => file[address + 5]!));
  return nodes.find((address) => file[address + 5] === highest)!;
}

function chunksOf(file: Uint8Array, kind: Btree1Kind): Chunk[] {
  const found: Chunk[] = [];
  walkBtree1(wholeFile(file), rootOf(file, 1), kind, (node, keyAt, child) => {
    const cursor = new Cursor(node, "key", keyAt);
    const size = cursor.uint(4);
    cursor.skip(4);
    found.push([[cursor.uint(8), cursor.uint(8)], child, size]);
  });
  return found;
}

describe("B-tree of version 1", () => {
  const file = fixture("heaps-btree1.h5");

  test.each([
    ["the most entries are known", { ...chunkKind, maxEntries: 4 }],
    ["they are not", chunkKind],
  ])("gives the chunks that h5py gives, where %s", (_, kind) => {
    expect(file[rootOf(file, 1) + 5]).toBeGreaterThan(2);
    expect(chunksOf(file, kind)).toEqual(truth.btree1);
  });

  test("gives every symbol node of a group once, in the order of names", () => {
    const nodes: number[] = [];
    const kind: Btree1Kind = { nodeType: 0, keySize: 8, maxEntries: 4 };
    walkBtree1(wholeFile(file), rootOf(file, 0), kind, (_, __, child) => nodes.push(child));
    // The root group has one symbol node of its own.
    expect(nodes).toHaveLength(addressesOf(file, "SNOD").length - 1);
    const links = nodes.map((address) => new Cursor(file, "count", address + 6).uint(2));
    expect(links.reduce((sum, count) => sum + count)).toBe(120);
  });

  test("takes one round a level where the nodes' size is known", () => {
    const root = rootOf(file, 1);
    const kind = { ...chunkKind, maxEntries: 4 };
    const { rounds } = runSparse(file, (bytes) => walkBtree1(bytes, root, kind, () => {}), { pageSize: 8 });
    expect(rounds).toBe(file[root + 5]! + 1);
  });

  test.each<[string, (file: Uint8Array, root: number) => unknown, RegExp]>([
    ["its signature", (bytes, root) => bytes.fill(0, root, root + 1), /does not begin with TREE/],
    ["its type", (bytes, root) => bytes.fill(0, root + 4, root + 5), /of type 0, expected 1/],
    ["its level", (bytes, root) => bytes.fill(1, root + 5, root + 6), /is of level/],
    ["too many entries", (bytes, root) => bytes.fill(5, root + 6, root + 7), /4 are the most/],
    ["a loop", (bytes, root) => new DataView(bytes.buffer).setBigUint64(root + 24 + 32, BigInt(root), true), /twice/],
  ])("refuses a root with damage in %s", (_, damage, message) => {
    const bytes = file.slice();
    damage(bytes, rootOf(file, 1));
    expect(() => walkBtree1(wholeFile(bytes), rootOf(file, 1), { ...chunkKind, maxEntries: 4 }, () => {})).toThrow(
      message,
    );
  });
});

describe("B-tree of version 2", () => {
  const file = fixture("heaps-btree2.h5");
  const trees = addressesOf(file, "BTHD").map((address) => readBtree2Records(wholeFile(file), address));

  test("gives the chunks that h5py gives, without filters", () => {
    const tree = trees.find(({ type }) => type === 10)!;
    const chunks = tree.records.map((record): Chunk => {
      const cursor = new Cursor(record, "chunk");
      const address = cursor.uint(8);
      return [[cursor.uint(8) * 3, cursor.uint(8) * 3], address, 18];
    });
    expect(chunks).toEqual(truth.btree2.plain);
  });

  test("gives the chunks that h5py gives, with filters", () => {
    const tree = trees.find(({ type }) => type === 11)!;
    const chunks = tree.records.map((record): Chunk => {
      const cursor = new Cursor(record, "chunk");
      const address = cursor.uint(8);
      const size = cursor.uint(tree.recordSize - 8 - 4 - 16);
      cursor.skip(4);
      return [[cursor.uint(8) * 3, cursor.uint(8) * 3], address, size];
    });
    expect(chunks).toEqual(truth.btree2.filtered);
  });

  test.each([
    ["names of links", 5],
    ["creation order of links", 6],
  ])("gives 1500 records in order through three levels: %s", (_, type) => {
    const links = fixture("heaps-dense-links.h5");
    const address = addressesOf(links, "BTHD").find((at) => links[at + 5] === type)!;
    expect(new Cursor(links, "depth", address + 12).uint(2)).toBe(2);
    const { records } = readBtree2Records(wholeFile(links), address);
    expect(records).toHaveLength(1500);
    const keys = records.map((record) => new Cursor(record, "key").uint(type === 5 ? 4 : 8));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    const hashes = Object.keys(truth.links).map((name) => lookup3(new TextEncoder().encode(name)));
    expect(keys).toEqual(type === 5 ? hashes.toSorted((a, b) => a - b) : hashes.map((_, index) => index));
  });

  test("takes a round for the header and one a level", () => {
    const links = fixture("heaps-dense-links.h5");
    const address = addressesOf(links, "BTHD")[0]!;
    const { rounds } = runSparse(links, (bytes) => readBtree2Records(bytes, address).records.length, { pageSize: 8 });
    expect(rounds).toBe(1 + 3);
  });

  test("refuses any changed byte of a tree, but for what no node uses", () => {
    const links = fixture("heaps-dense-links.h5");
    const address = addressesOf(links, "BTHD")[0]!;
    const root = new Cursor(links, "root", address + 16).uint(8);
    for (const start of [address, root]) {
      for (let at = start; at < start + 38; at++) {
        const bytes = links.slice();
        bytes[at]! ^= 4;
        expect(() => readBtree2Records(wholeFile(bytes), address)).toThrow(/^B-tree \(version 2\) at address/);
      }
    }
  });
});
