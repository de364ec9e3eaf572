import { readFileSync } from "node:fs";
import { type NdArray, type Shape, selectFrom } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import "./all-parts.ts";
import { parseDataspace } from "../src/datatypes/dataspace-message.ts";
import { parseDatatype } from "../src/datatypes/datatype-message.ts";
import type { DecodeContext } from "../src/datatypes/decode-context.ts";
import { decodeElements } from "../src/datatypes/decode-elements.ts";
import { parseFillValue } from "../src/datatypes/fill-value-message.ts";
import { createTextCache } from "../src/datatypes/text-cache.ts";
import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Link, Hdf5Object } from "../src/hdf5-file.ts";
import type { GlobalHeap } from "../src/heaps/global-heap.ts";
import { dumpHdf5, type Json } from "../src/testing/dump.ts";

interface Entry {
  readonly address: number;
  readonly space?: string;
  readonly type?: string;
  readonly fill?: string;
  readonly raw?: string;
  readonly expected?: { readonly [name: string]: Json };
}

interface Part {
  readonly objects: { readonly [path: string]: Entry };
  readonly heaps: { readonly [address: string]: { readonly [index: string]: string } };
}

interface Truth {
  readonly earliest: Part;
  readonly latest: Part;
  readonly refused: { readonly [name: string]: string };
}

// Made by conformance/make_reader_datatypes.py: what h5py reads from the bytes that it wrote.
const truth = JSON.parse(readFileSync("conformance/fixtures/reader-datatypes.json", "utf8")) as Truth;

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

function contextOf({ objects, heaps }: Part): DecodeContext {
  return {
    sizeOfOffsets: 8,
    texts: createTextCache(),
    heap: (address) => heapOf(heaps[address] ?? {}),
    heapObject: (address, index) => bytesOf(heaps[address]?.[index] ?? ""),
    wantHeaps: () => undefined,
    shapeOf(address): Shape {
      const entry = Object.values(objects).find((entry) => entry.address === address);
      return parseDataspace(bytesOf(entry?.space ?? ""), 8, "The space").shape;
    },
  };
}

function heapOf(objects: { readonly [index: string]: string }): GlobalHeap {
  const places = new Uint32Array(2 ** 17);
  let hex = "00";
  for (const [index, object] of Object.entries(objects)) {
    places.set([hex.length / 2, object.length / 2], 2 * Number(index));
    hex += object;
  }
  return { bytes: bytesOf(hex), places };
}

function datasetOf(entry: Entry, part: Part): Hdf5Dataset {
  const context = contextOf(part);
  const type = parseDatatype(bytesOf(entry.type ?? ""), "The type");
  const { shape, maxShape } = parseDataspace(bytesOf(entry.space ?? ""), 8, "The space");
  const fill = entry.fill === undefined ? {} : parseFillValue(5, bytesOf(entry.fill), type.size, "The fill value");
  const count = shape === null ? 0 : shape.reduce((product, length) => product * length, 1);
  const raw = entry.raw === undefined ? new Uint8Array(count * type.size) : bytesOf(entry.raw);
  const { dtype } = type;
  const whole: NdArray = { dtype, shape, data: decodeElements(type, raw, count, context) };
  const fillValue = fill.bytes && { dtype, shape: [], data: decodeElements(type, fill.bytes, 1, context) };
  return {
    kind: "dataset",
    address: entry.address,
    attributes: new Map(),
    layout: "contiguous",
    filters: [],
    dtype,
    shape,
    ...(maxShape && { maxShape }),
    ...(type.details && { details: type.details }),
    ...(fillValue && { fillValue }),
    read: (selection) => Promise.resolve(selection ? selectFrom(whole, selection) : whole),
    blocks: () => {
      throw new Error("not needed");
    },
  };
}

/** The datasets as a file, so that the dump that every engine is judged with can be taken of it. */
function fileOf(part: Part): Hdf5File {
  const objects = new Map<number, Hdf5Object>();
  const byPath = new Map<string, Map<string, Hdf5Link>>();
  for (const [path, entry] of Object.entries(part.objects)) {
    const { address } = entry;
    if (path !== "/") {
      const at = path.lastIndexOf("/");
      byPath.get(path.slice(0, at) || "/")?.set(path.slice(at + 1), { hard: address });
    }
    if (entry.type !== undefined) {
      objects.set(address, datasetOf(entry, part));
      continue;
    }
    const links = new Map<string, Hdf5Link>();
    byPath.set(path, links);
    const group: Hdf5Group = { kind: "group", address, attributes: new Map(), links, creationOrder: false };
    objects.set(address, group);
  }
  return {
    root: part.objects["/"]?.address ?? -1,
    objects: (addresses) => Promise.resolve(addresses.map((address) => objects.get(address) as Hdf5Object)),
    close: () => Promise.resolve(),
  };
}

describe.each(["earliest", "latest"] as const)("datasets of the %s formats", async (formats) => {
  const part = truth[formats];
  const dump = await dumpHdf5(fileOf(part));
  const cases = Object.entries(part.objects).filter(([, { expected }]) => expected !== undefined);

  test("are many", () => expect(cases.length).toBeGreaterThan(100));

  test.each(cases)("%s is as h5py reads it", (path, { expected = {} }) => {
    const found = dump.get(path) as { readonly [name: string]: Json };
    for (const [name, value] of Object.entries(expected)) expect(found[name], name).toEqual(value);
    for (const name of ["details", "maxShape", "fillValue"]) expect(name in found, name).toBe(name in expected);
  });
});

test.each(Object.entries(truth.refused))("%s is refused as unsupported", (_, message) => {
  expect(() => parseDatatype(bytesOf(message), "The datatype of /a")).toThrow(
    expect.objectContaining({
      tag: "unsupported",
      message: expect.stringMatching(/^The datatype of \/a .+not supported$/),
    }),
  );
});
