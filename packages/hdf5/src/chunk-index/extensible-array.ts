import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";
import type { FileBytes, Range } from "../io/file-bytes.ts";
import { nodeBudget } from "../trees/node-budget.ts";
import { bitAt, type ElementForm, elementForm, openBlock, openPage, visitElements } from "./array-block.ts";
import type { VisitChunk } from "./chunk-index.ts";

interface Header {
  readonly address: number;
  readonly form: ElementForm;
  /** Bytes of an offset within the array. */
  readonly offsetBytes: number;
  readonly indexElements: number;
  readonly minElements: number;
  readonly minPointers: number;
  readonly pageElements: number;
  /** Of super blocks, those whose data blocks the index block names itself included. */
  readonly superBlocks: number;
  readonly indexBlock: number | undefined;
}

/** A stretch of elements with one checksum: a data block, or a page of one. */
interface Stretch extends Range {
  readonly first: number;
  readonly count: number;
  readonly page: boolean;
}

/** Visits the chunks with numbers below `end` of an extensible array (specification VII.D). */
export function readExtensibleArray(bytes: FileBytes, address: number, end: number, visit: VisitChunk): void {
  const { sizeOfOffsets } = bytes;
  const header = readHeader(bytes, address);
  if (header.indexBlock === undefined) return;
  const { form, indexElements, minPointers, superBlocks, minElements } = header;
  const direct = 2 * Math.log2(minPointers);
  const dataAddresses = 2 * (minPointers - 1);
  const length =
    10 + sizeOfOffsets + indexElements * form.size + (dataAddresses + superBlocks - direct) * sizeOfOffsets;
  const cursor = openBlock(bytes, header.indexBlock, length, "EAIB", "extensible array index block");
  checkOwner(cursor, header, sizeOfOffsets);
  const inIndex = cursor.take(indexElements * form.size);
  visitElements(new Cursor(inIndex, cursor.what), form, sizeOfOffsets, 0, Math.min(indexElements, end), visit);

  const stretches: Stretch[] = [];
  const supers: { readonly order: number; readonly address: number; readonly first: number }[] = [];
  let first = indexElements;
  for (let order = 0; order < superBlocks && first < end; order++) {
    const blocks = 2 ** Math.floor(order / 2);
    const elements = minElements * 2 ** Math.ceil(order / 2);
    if (order < direct) {
      if (elements > header.pageElements)
        throw hdmfError("unsupported", `extensible array at address ${address} has pages in its first data blocks`);
      for (let block = 0; block < blocks; block++) {
        const at = cursor.address(sizeOfOffsets);
        if (at !== undefined) stretches.push(wholeBlock(header, sizeOfOffsets, at, first + block * elements, elements));
      }
    } else {
      const at = cursor.address(sizeOfOffsets);
      if (at !== undefined) supers.push({ order, address: at, first });
    }
    first += blocks * elements;
  }
  bytes.want(
    supers.map(({ order, address }) => ({ address, length: superBlockBytes(header, sizeOfOffsets, order) })),
    "extensible array super blocks",
  );
  for (const item of supers) readSuperBlock(bytes, header, item.order, item.address, item.first, end, stretches);
  readStretches(bytes, header, stretches, end, visit);
}

function readHeader(bytes: FileBytes, address: number): Header {
  const { sizeOfOffsets, sizeOfLengths } = bytes;
  const name = `extensible array at address ${address}`;
  const cursor = openBlock(bytes, address, 16 + 6 * sizeOfLengths + sizeOfOffsets, "EAHD", "extensible array header");
  const client = cursor.uint(1);
  const form = elementForm(bytes, client, cursor.uint(1), name);
  const maxBits = cursor.uint(1);
  const indexElements = cursor.uint(1);
  const minElements = cursor.uint(1);
  const minPointers = cursor.uint(1);
  const pageBits = cursor.uint(1);
  cursor.skip(6 * sizeOfLengths);
  const indexBlock = cursor.address(sizeOfOffsets);
  const superBlocks = 1 + maxBits - Math.log2(minElements);
  const possible =
    maxBits <= 64 &&
    pageBits <= 31 &&
    Number.isInteger(superBlocks) &&
    Number.isInteger(Math.log2(minPointers)) &&
    superBlocks >= 2 * Math.log2(minPointers);
  if (!possible)
    throw hdmfError("malformed", `${name} has ${maxBits} bits, blocks of ${minElements} and ${minPointers} pointers`);
  const offsetBytes = Math.ceil(maxBits / 8);
  const pageElements = 2 ** pageBits;
  return { address, form, offsetBytes, indexElements, minElements, minPointers, pageElements, superBlocks, indexBlock };
}

/** The data blocks of a super block: how many, how long, and in how many pages each (0: without pages). */
function dataBlocksOf(header: Header, order: number): { blocks: number; elements: number; pages: number } {
  const blocks = 2 ** Math.floor(order / 2);
  const elements = header.minElements * 2 ** Math.ceil(order / 2);
  return { blocks, elements, pages: elements > header.pageElements ? elements / header.pageElements : 0 };
}

function superBlockBytes(header: Header, sizeOfOffsets: number, order: number): number {
  const { blocks, pages } = dataBlocksOf(header, order);
  return 10 + sizeOfOffsets + header.offsetBytes + blocks * (Math.ceil(pages / 8) + sizeOfOffsets);
}

function readSuperBlock(
  bytes: FileBytes,
  header: Header,
  order: number,
  address: number,
  first: number,
  end: number,
  stretches: Stretch[],
): void {
  const { sizeOfOffsets } = bytes;
  const { blocks, elements, pages } = dataBlocksOf(header, order);
  const length = superBlockBytes(header, sizeOfOffsets, order);
  const cursor = openBlock(bytes, address, length, "EASB", "extensible array super block");
  checkOwner(cursor, header, sizeOfOffsets);
  checkOffset(cursor, header, first);
  const bitmap = cursor.take(blocks * Math.ceil(pages / 8));
  const pageBytes = header.pageElements * header.form.size + 4;
  for (let block = 0; block < blocks && first + block * elements < end; block++) {
    const at = cursor.address(sizeOfOffsets);
    if (at === undefined) continue;
    const begin = first + block * elements;
    if (pages === 0) stretches.push(wholeBlock(header, sizeOfOffsets, at, begin, elements));
    else {
      const prefix = 10 + sizeOfOffsets + header.offsetBytes;
      for (let page = 0; page < pages && begin + page * header.pageElements < end; page++) {
        if (!bitAt(bitmap, block * pages + page)) continue;
        const pageFirst = begin + page * header.pageElements;
        const pageAddress = at + prefix + page * pageBytes;
        if (pageAddress + pageBytes > bytes.end)
          throw hdmfError(
            "malformed",
            `${cursor.what} has a page at ${pageAddress}, but the file ends at ${bytes.end}`,
          );
        stretches.push({
          address: pageAddress,
          length: pageBytes,
          first: pageFirst,
          count: header.pageElements,
          page: true,
        });
      }
    }
  }
}

function wholeBlock(header: Header, sizeOfOffsets: number, address: number, first: number, count: number): Stretch {
  const length = 10 + sizeOfOffsets + header.offsetBytes + count * header.form.size;
  return { address, length, first, count, page: false };
}

function readStretches(
  bytes: FileBytes,
  header: Header,
  stretches: readonly Stretch[],
  end: number,
  visit: VisitChunk,
): void {
  const { sizeOfOffsets } = bytes;
  const what = `extensible array at address ${header.address}`;
  nodeBudget(bytes, () => what)(stretches);
  bytes.want(stretches, what);
  for (const { address, length, first, count, page } of stretches) {
    let cursor: Cursor;
    if (page) {
      cursor = openPage(bytes, address, length, "extensible array page");
    } else {
      cursor = openBlock(bytes, address, length, "EADB", "extensible array data block");
      checkOwner(cursor, header, sizeOfOffsets);
      // The offset that follows is not heeded: for blocks of the index block the library writes another than it should.
      cursor.skip(header.offsetBytes);
    }
    visitElements(cursor, header.form, sizeOfOffsets, first, Math.min(count, end - first), visit);
  }
}

function checkOwner(cursor: Cursor, header: Header, sizeOfOffsets: number): void {
  cursor.skip(1);
  if (cursor.uint(sizeOfOffsets) !== header.address)
    throw hdmfError("malformed", `${cursor.what} does not belong to the extensible array at address ${header.address}`);
}

/** Offsets do not count the elements in the index block. */
function checkOffset(cursor: Cursor, header: Header, first: number): void {
  const offset = cursor.uint(header.offsetBytes);
  if (offset !== first - header.indexElements)
    throw hdmfError("malformed", `${cursor.what} begins with element ${offset}, not ${first - header.indexElements}`);
}
