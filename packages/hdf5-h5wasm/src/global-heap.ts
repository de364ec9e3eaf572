import { elementCount, type RegionSelection } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { byteCursor } from "./byte-cursor.ts";
import { type ElementSource, referenceAddress } from "./decode.ts";
import { type HeaderSource, parseSpace } from "./header-facts.ts";
import { message, readObjectHeader } from "./object-header.ts";

const maxPoints = 1 << 24;

/** The object `index` of the global heap collection at `address` (specification III.E). */
function heapObject({ raw, block }: HeaderSource, address: number, index: number): Uint8Array {
  const what = `The global heap at ${address}`;
  const start = block.base + address;
  const head = byteCursor(raw.read(start, 8 + block.lengthBytes), what);
  if (String.fromCharCode(...head.take(4)) !== "GCOL") throw hdmfError("malformed", `${what} is damaged`);
  head.skip(4);
  const size = head.uint(block.lengthBytes);
  const cursor = byteCursor(raw.read(start, size), what);
  cursor.skip(8 + block.lengthBytes);
  while (cursor.left >= 8 + block.lengthBytes) {
    const found = cursor.uint(2);
    cursor.skip(6);
    const length = cursor.uint(block.lengthBytes);
    if (found === 0) break;
    if (found === index) return cursor.take(length);
    cursor.skip(Math.min(cursor.left, Math.ceil(length / 8) * 8));
  }
  throw hdmfError("malformed", `${what} has no object ${index}`);
}

/** Elements as they stand in the file: fill values. */
export function fileElements(source: HeaderSource): ElementSource {
  const { offsetBytes } = source.block;
  const sequence = (bytes: Uint8Array, at: number): { count: number; bytes: Uint8Array } => {
    const cursor = byteCursor(bytes.subarray(at), "A value of varying length");
    const count = cursor.uint(4);
    const address = cursor.address(offsetBytes);
    const index = cursor.uint(4);
    if (count === 0 || address === undefined || address === 0) return { count: 0, bytes: new Uint8Array() };
    return { count, bytes: heapObject(source, address, index) };
  };
  return {
    size: ({ size }) => size,
    offset: ({ offset }) => offset,
    converted: false,
    text(bytes, at) {
      const found = sequence(bytes, at);
      const text = found.bytes.subarray(0, found.count);
      const end = text.indexOf(0);
      return end < 0 ? text : text.subarray(0, end);
    },
    sequence(bytes, at, base) {
      const found = sequence(bytes, at);
      return { count: found.count, bytes: found.bytes.subarray(0, found.count * base.size) };
    },
    region: (bytes, at) => readRegion(source, bytes, at),
  };
}

/** What a dataset region reference of the old kind leads to: 8 bytes of heap address, 4 of index. */
export function readRegion(
  source: HeaderSource,
  bytes: Uint8Array,
  at: number,
): { address: number; selection: RegionSelection | null } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const heap = referenceAddress(view, at);
  if (heap < 0) return { address: -1, selection: null };
  const stored = heapObject(source, heap, view.getUint32(at + 8, true));
  const target = byteCursor(stored, "A region reference").address(source.block.offsetBytes) ?? -1;
  const selection = parseSelection(stored.subarray(source.block.offsetBytes));
  if (selection.kind !== "all") return { address: target, selection };
  const space = readObjectHeader(source.raw, source.block, target).messages.find(
    ({ type }) => type === message.dataspace,
  );
  if (space === undefined) throw hdmfError("malformed", "A region reference leads to what is no dataset");
  const { shape } = parseSpace(space.body, source.block.lengthBytes, `the object at ${target}`);
  return { address: target, selection: { ...selection, rank: shape?.length ?? 0, count: elementCount(shape) } };
}

/** Reads a serialized selection (specification VIII.B). */
function parseSelection(bytes: Uint8Array): RegionSelection {
  const cursor = byteCursor(bytes, "A region reference");
  const unsupported = (what: string): never => {
    throw hdmfError("unsupported", `A region reference has ${what}, which is not supported`);
  };
  const kind = cursor.uint(4);
  const version = cursor.uint(4);
  if (kind === 0 || kind === 3) {
    return { kind: kind === 0 ? "none" : "all", rank: 0, coordinates: new Float64Array(), count: 0 };
  }
  if ((kind !== 1 && kind !== 2) || version !== 1)
    return unsupported(`a selection of form ${kind}, version ${version}`);
  cursor.skip(8);
  const rank = cursor.uint(4);
  const items = cursor.uint(4);
  const width = kind === 1 ? rank : 2 * rank;
  if (items * width > maxPoints || items * width * 4 > cursor.left) {
    throw hdmfError("malformed", "A region reference is damaged: it selects more than it holds");
  }
  const coordinates = Float64Array.from({ length: items * width }, () => cursor.uint(4));
  if (kind === 1) return { kind: "points", rank, coordinates, count: items };
  let count = 0;
  for (let item = 0; item < items; item++) {
    let elements = 1;
    for (let axis = 0; axis < rank; axis++) {
      const first = coordinates[item * width + axis] ?? 0;
      elements *= (coordinates[item * width + rank + axis] ?? 0) - first + 1;
    }
    count += elements;
  }
  return { kind: "hyperslabs", rank, coordinates, count };
}
