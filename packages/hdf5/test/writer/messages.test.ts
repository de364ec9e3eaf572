import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { writeBtree1Chunks } from "../../src/chunk-index/write-btree-1.ts";
import "../all-parts.ts";
import { parseDataLayout } from "../../src/datasets/data-layout.ts";
import { encodeDataLayout } from "../../src/datasets/encode-data-layout.ts";
import { encodeFilterPipeline } from "../../src/datasets/encode-filter-pipeline.ts";
import { parseFilterPipeline } from "../../src/datasets/filter-pipeline.ts";
import { parseDataspace } from "../../src/datatypes/dataspace-message.ts";
import { encodeDataspace } from "../../src/datatypes/encode-dataspace.ts";
import { encodeFillValue } from "../../src/datatypes/encode-fill-value.ts";
import { parseFillValue } from "../../src/datatypes/fill-value-message.ts";
import { encodeContinuation, encodeSharedMessage, encodeSymbolTable } from "../../src/headers/encode-pointers.ts";
import { messageType } from "../../src/headers/message-type.ts";
import { encodeObjectHeader, type HeaderForm, type WrittenMessage } from "../../src/headers/write-object-header.ts";
import { newFileSizes } from "../../src/io/byte-writer.ts";
import { Cursor } from "../../src/io/cursor.ts";
import { encodeSuperblock } from "../../src/io/write-superblock.ts";
import { encodeAttribute } from "../../src/messages/encode-attribute.ts";
import { encodeLinks } from "../../src/messages/encode-link.ts";
import { encodeAttributeInfo, encodeGroupInfo, encodeLinkInfo } from "../../src/messages/encode-link-info.ts";
import { readLink } from "../../src/messages/link.ts";
import { walkBtree1 } from "../../src/trees/btree1.ts";
import { addressesOf, wholeFile } from "../reader-heaps.ts";
import { memorySpace } from "./assemble.ts";

const ours = fileURLToPath(new URL("../../../../conformance/fixtures/", import.meta.url));
const files = ["hdf5", "reader"]
  .flatMap((folder) => readdirSync(`${ours}${folder}`).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith(".h5") && !/four-bytes|widths|not-hdf5|truncated|part-of/.test(name));
const shared = "../shared/fixtures";
const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const sizes = newFileSizes;

/** A header as libhdf5 wrote it, as far as its first block. */
interface StoredHeader {
  readonly bytes: Uint8Array;
  readonly form: HeaderForm;
  readonly messages: readonly Required<WrittenMessage>[];
  /** Of its other blocks. */
  readonly later: readonly Required<WrittenMessage>[];
}

/** The messages of a block of version 1; `undefined` for what is none. */
function messagesOf1(file: Uint8Array, start: number, end: number): Required<WrittenMessage>[] | undefined {
  const cursor = new Cursor(file, "block", start);
  const messages: Required<WrittenMessage>[] = [];
  while (cursor.at < end) {
    const type = cursor.uint(2);
    const size = cursor.uint(2);
    const flags = cursor.uint(1);
    if (type > messageType.last || size % 8 !== 0 || cursor.uint(3) !== 0 || cursor.at + size > end) return undefined;
    messages.push({ type, flags, order: 0, body: cursor.take(size) });
  }
  return messages;
}

/** The messages of a block of version 2; `undefined` where a gap follows them, which we do not write. */
function messagesOf2(
  file: Uint8Array,
  start: number,
  end: number,
  tracked: boolean,
): Required<WrittenMessage>[] | undefined {
  const cursor = new Cursor(file, "block", start);
  const messages: Required<WrittenMessage>[] = [];
  while (end - cursor.at >= (tracked ? 6 : 4)) {
    const type = cursor.uint(1);
    const size = cursor.uint(2);
    const flags = cursor.uint(1);
    const order = tracked ? cursor.uint(2) : 0;
    messages.push({ type, flags, order, body: cursor.take(size) });
  }
  return cursor.at === end ? messages : undefined;
}

type MessagesOf = (file: Uint8Array, start: number, end: number) => Required<WrittenMessage>[] | undefined;

function headerOf(
  file: Uint8Array,
  [at, start, end]: readonly [number, number, number],
  form: HeaderForm,
  messagesOf: MessagesOf,
): StoredHeader | undefined {
  const messages = messagesOf(file, start, end);
  if (messages === undefined) return undefined;
  const [head, tail] = form.version === 1 ? [0, 0] : [4, 4];
  const all = [...messages];
  for (const { type, body } of all) {
    if (type !== messageType.continuation) continue;
    const block = word(body, 0);
    all.push(...(messagesOf(file, block + head, block + word(body, 8) - tail) ?? []));
  }
  return { bytes: file.subarray(at, end + tail), form, messages, later: all.slice(messages.length) };
}

function headerOf1(file: Uint8Array, at: number): StoredHeader | undefined {
  const cursor = new Cursor(file, "header", at);
  if (cursor.uint(2) !== 1) return undefined;
  const count = cursor.uint(2);
  const referenceCount = cursor.uint(4);
  const length = cursor.uint(4);
  if (count === 0 || length % 8 !== 0 || length < 24 || length > 4096 || cursor.uint(4) !== 0) return undefined;
  if (cursor.at + length > file.length) return undefined;
  const form = { version: 1, referenceCount, spare: 0 } as const;
  return headerOf(file, [at, cursor.at, cursor.at + length], form, messagesOf1);
}

function headerOf2(file: Uint8Array, at: number): StoredHeader | undefined {
  const cursor = new Cursor(file, "header", at + 4);
  if (cursor.uint(1) !== 2) return undefined;
  const flags = cursor.uint(1);
  const tracked = (flags & 4) !== 0;
  // Times, limits of storage, an order without index, and a width of the length that is not the least are nothing that we write.
  if ((flags & 0x30) !== 0 || (flags & 12) === 4) return undefined;
  const length = cursor.uint(1 << (flags & 3));
  if (length < 256 && (flags & 3) !== 0) return undefined;
  const form = { version: 2, attributeOrder: tracked, spare: 0 } as const;
  const block = [at, cursor.at, cursor.at + length] as const;
  return headerOf(file, block, form, (...where) => messagesOf2(...where, tracked));
}

/** All that looks like a header; those of version 1 stand at multiples of 8 in these files. */
function headersOf(file: Uint8Array): StoredHeader[] {
  const found = addressesOf(file, "OHDR").map((at) => headerOf2(file, at));
  for (let at = 96; at + 40 < file.length; at += 8) {
    if (file[at] === 1) found.push(headerOf1(file, at));
  }
  return found.filter((header) => header !== undefined);
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Our form of a message of libhdf5, from what the reader finds in it; `undefined` for versions that we do not write. */
function encodedAgain(type: number, body: Uint8Array, header: StoredHeader): Uint8Array | undefined {
  const version = body[0];
  const find = (wanted: number): Uint8Array | undefined => header.messages.find((own) => own.type === wanted)?.body;
  switch (type) {
    case messageType.dataspace: {
      const isNull = version === 2 && body[3] === 2;
      return version === 1 || isNull ? encodeDataspace(parseDataspace(body, 8, "space"), 8) : undefined;
    }
    case messageType.fill: {
      const layout = find(messageType.layout);
      const datatype = find(messageType.datatype);
      if (version !== 2 || layout === undefined || datatype === undefined) return undefined;
      const { kind } = parseDataLayout(layout, sizes);
      const size = new Cursor(body, "fill", 4).uint(4);
      // Some of the fixtures ask for room at once.
      if (kind === "virtual" || (kind === "chunked" && body[1] === 1)) return undefined;
      return encodeFillValue(parseFillValue(5, body, size, "fill"), kind, body[2] === 0);
    }
    case messageType.layout: {
      const layout = parseDataLayout(body, sizes);
      if (version !== 3 || layout.kind === "virtual") return undefined;
      return encodeDataLayout(layout.kind === "contiguous" ? { ...layout, size: layout.size ?? 0 } : layout, sizes);
    }
    case messageType.pipeline: {
      // Plugins have long names of their own.
      const isKnown = (name: string): boolean => /deflate|shuffle|fletcher32|nbit|scaleoffset|szip|lzf/.test(name);
      const filters = parseFilterPipeline(body);
      return version === 1 && filters.every(({ name }) => isKnown(name)) ? encodeFilterPipeline(filters) : undefined;
    }
    case messageType.link: {
      const { name, link } = readLink(new Cursor(body, "link"), 8, utf8);
      if ("userDefined" in link || (body[1]! & 4) !== 0) return undefined;
      return encodeLinks(new Map([[name, link]]), false, sizes)[0];
    }
    case messageType.linkInfo:
    case messageType.attributeInfo: {
      const cursor = new Cursor(body, "info", 2);
      const tracked = body[1] === 3;
      if (!tracked && body[1] !== 0) return undefined;
      const nextOrder = tracked ? cursor.uint(type === messageType.linkInfo ? 8 : 2) : undefined;
      const [heap, names] = [cursor.address(8), cursor.address(8)];
      const orders = tracked ? cursor.address(8) : undefined;
      const encode = type === messageType.linkInfo ? encodeLinkInfo : encodeAttributeInfo;
      return encode(
        {
          ...(nextOrder !== undefined && { nextOrder }),
          ...(heap !== undefined && names !== undefined && { dense: { heap, names, ...(orders && { orders }) } }),
        },
        sizes,
      );
    }
    case messageType.groupInfo:
      return body[1] === 0 ? encodeGroupInfo() : undefined;
    case messageType.symbolTable:
      return encodeSymbolTable({ btree: word(body, 0), heap: word(body, 8) }, sizes);
    case messageType.continuation:
      return encodeContinuation(word(body, 0), word(body, 8), sizes);
    case messageType.attribute:
      return version === 1 || (version === 2 && body[1] === 1) ? attributeAgain(body, version) : undefined;
  }
  return undefined;
}

function word(body: Uint8Array, at: number): number {
  return new Cursor(body, "word", at).uint(8);
}

function attributeAgain(body: Uint8Array, version: 1 | 2): Uint8Array {
  const cursor = new Cursor(body, "attribute", 2);
  const lengths = [cursor.uint(2), cursor.uint(2), cursor.uint(2)];
  const [name, datatype, dataspace] = lengths.map((length) => {
    const part = cursor.take(length);
    if (version === 1) cursor.align(8);
    return part;
  });
  return encodeAttribute({
    name: utf8(name!.subarray(0, -1)),
    datatype: datatype!,
    committed: version === 2,
    dataspace: dataspace!,
    value: cursor.take(cursor.left),
  });
}

/** How many messages of each type came out as they were. */
function compareMessages(file: Uint8Array, counts: Map<number | string, number>): void {
  const count = (key: number | string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const header of headersOf(file)) {
    const again = encodeObjectHeader(header.messages, header.form);
    // The count of the first version is that of all blocks.
    if (header.form.version === 1 && header.later.length > 0) again.set(header.bytes.subarray(2, 4), 2);
    expect(textOf(again)).toBe(textOf(header.bytes));
    count(`header ${header.form.version}`);
    for (const { type, body, flags } of [...header.messages, ...header.later]) {
      if (type === messageType.datatype && (flags & 2) !== 0) {
        expect(textOf(encodeSharedMessage(word(body, 2), sizes).subarray(0, 10))).toBe(textOf(body.subarray(0, 10)));
        count("shared");
      }
      if ((flags & 2) !== 0) continue;
      const again = encodedAgain(type, body, header);
      if (again === undefined) continue;
      // A header of version 1 pads messages to 8 bytes.
      const padded = new Uint8Array(header.form.version === 1 ? 8 * Math.ceil(again.length / 8) : again.length);
      padded.set(again);
      expect(textOf(padded), `message of type ${type}`).toBe(textOf(body));
      count(type);
    }
  }
}

describe("messages of libhdf5, encoded again from what was read, are the same bytes", () => {
  test("in our fixtures", () => {
    const counts = new Map<number | string, number>();
    for (const name of files) compareMessages(new Uint8Array(readFileSync(`${ours}${name}`)), counts);
    const { nil, oldFill, externalFiles, sharedTable, driverInfo, cacheImage, last, datatype, ...written } =
      messageType;
    const { referenceCount, comment, ...compared } = written;
    for (const type of [...Object.values(compared), "shared", "header 1", "header 2"]) {
      expect(counts.get(type) ?? 0, `messages of type ${type}`).toBeGreaterThan(0);
    }
  });

  test.skipIf(!existsSync(shared))("in files of pynwb, hdmf and others", () => {
    const counts = new Map<number | string, number>();
    for (const folder of ["nwb", "hdmf"]) {
      for (const name of readdirSync(`${shared}/${folder}`, { recursive: true, encoding: "utf8" })) {
        if (!/\.(nwb|h5)$/.test(name)) continue;
        compareMessages(new Uint8Array(readFileSync(`${shared}/${folder}/${name}`)), counts);
      }
    }
    expect(counts.get(messageType.attribute)).toBeGreaterThan(500);
    expect(counts.get("header 1")).toBeGreaterThan(200);
  });
});

describe("structures of libhdf5, written again from what was read, are the same bytes", () => {
  test.each(files.filter((name) => readFileSync(`${ours}${name}`)[8] === 0))("the superblock of %s", (name) => {
    const file = new Uint8Array(readFileSync(`${ours}${name}`));
    const cursor = new Cursor(file, "superblock", 40);
    const end = cursor.uint(8);
    cursor.skip(16);
    const hard = cursor.uint(8);
    const cached = cursor.uint(4);
    const group = { btree: word(file, 80), heap: word(file, 88) };
    const again = encodeSuperblock({ hard, ...(cached === 1 && { group }) }, end, sizes);
    // Its ranks are fixed in the files that we make.
    again.set(file.subarray(16, 20), 16);
    expect(textOf(again)).toBe(textOf(file.subarray(0, 96)));
  });

  test("B-trees of chunks of one node", () => {
    let compared = 0;
    for (const name of files) {
      const file = new Uint8Array(readFileSync(`${ours}${name}`));
      for (const { messages } of headersOf(file)) {
        const body = messages.find(({ type, body }) => type === messageType.layout && body[0] === 3)?.body;
        const layout = body && parseDataLayout(body, sizes);
        if (layout?.kind !== "chunked" || layout.address === undefined) continue;
        const { address, chunks, elementSize } = layout;
        const keySize = 16 + 8 * chunks.length;
        const nodeSize = 24 + 64 * (keySize + 8) + keySize;
        if (file[address + 5] !== 0) continue;
        const [offsets, addresses, lengths, filterMasks] = [[], [], [], []] as number[][];
        walkBtree1(wholeFile(file), address, { nodeType: 1, keySize }, (node, keyAt, child) => {
          const cursor = new Cursor(node, "key", keyAt);
          lengths!.push(cursor.uint(4));
          filterMasks!.push(cursor.uint(4));
          for (let axis = 0; axis < chunks.length; axis++) offsets!.push(cursor.uint(8));
          addresses!.push(child);
        });
        const stored = {
          count: addresses!.length,
          offsets: offsets!,
          addresses: addresses!,
          lengths: lengths!,
          filterMasks: filterMasks!,
        };
        const space = memorySpace();
        expect(writeBtree1Chunks(space, sizes, stored, chunks, elementSize)).toBe(0);
        const written = space.finish();
        expect(written).toHaveLength(nodeSize);
        // The final key of libhdf5 is that of a tree of one chunk as long as no chunk lies behind it.
        const used = 24 + stored.count * (keySize + 8) + (stored.count === 1 ? keySize : 0);
        expect(textOf(written.subarray(0, used)), name).toBe(textOf(file.subarray(address, address + used)));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});
