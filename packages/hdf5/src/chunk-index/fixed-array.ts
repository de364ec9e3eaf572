import { hdmfError } from "@hdmf-ts/errors";
import type { FileBytes } from "../io/file-bytes.ts";
import { bitAt, elementForm, openBlock, openPage, visitElements } from "./array-block.ts";
import type { VisitChunk } from "./chunk-index.ts";

/** Visits the chunks with numbers below `end` of a fixed array (specification VII.C). */
export function readFixedArray(bytes: FileBytes, address: number, end: number, visit: VisitChunk): void {
  const { sizeOfOffsets, sizeOfLengths } = bytes;
  const name = `fixed array at address ${address}`;
  const header = openBlock(bytes, address, 12 + sizeOfLengths + sizeOfOffsets, "FAHD", "fixed array header");
  const client = header.uint(1);
  const form = elementForm(bytes, client, header.uint(1), name);
  const pageBits = header.uint(1);
  const entries = header.uint(sizeOfLengths);
  const block = header.address(sizeOfOffsets);
  if (pageBits > 31) throw hdmfError("malformed", `${name} has pages of 2^${pageBits} elements`);
  if (entries < end) throw hdmfError("malformed", `${name} has ${entries} elements where ${end} are needed`);
  if (block === undefined) return;

  const pageEntries = 2 ** pageBits;
  const pages = entries > pageEntries ? Math.ceil(entries / pageEntries) : 0;
  const bitmapBytes = Math.ceil(pages / 8);
  const rest = pages > 0 ? bitmapBytes : entries * form.size;
  const prefix = 6 + sizeOfOffsets + rest + 4;
  const cursor = openBlock(bytes, block, prefix, "FADB", "fixed array data block");
  cursor.skip(1);
  if (cursor.uint(sizeOfOffsets) !== address)
    throw hdmfError("malformed", `the fixed array data block at address ${block} does not belong to ${name}`);
  if (pages === 0) {
    visitElements(cursor, form, sizeOfOffsets, 0, Math.min(entries, end), visit);
    return;
  }
  const bitmap = cursor.take(bitmapBytes);
  const wanted: {
    readonly first: number;
    readonly address: number;
    readonly length: number;
    readonly count: number;
  }[] = [];
  for (let page = 0; page * pageEntries < end; page++) {
    if (!bitAt(bitmap, page)) continue;
    const first = page * pageEntries;
    const count = Math.min(pageEntries, entries - first);
    const pageAddress = block + prefix + page * (pageEntries * form.size + 4);
    if (pageAddress > bytes.end)
      throw hdmfError("malformed", `${name} has a page at ${pageAddress}, but the file ends at ${bytes.end}`);
    wanted.push({
      first,
      address: pageAddress,
      length: count * form.size + 4,
      count: Math.min(count, end - first),
    });
  }
  bytes.want(wanted, name);
  for (const page of wanted) {
    const elements = openPage(bytes, page.address, page.length, "fixed array page");
    visitElements(elements, form, sizeOfOffsets, page.first, page.count, visit);
  }
}
