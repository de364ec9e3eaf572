import type { ArrayData, Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { decodeElements } from "../datatypes/decode-elements.ts";
import type { EncodeContext } from "../datatypes/encode-context.ts";
import { encodeElements } from "../datatypes/encode-elements.ts";
import { checkTexts } from "../datatypes/encode-texts.ts";
import { type StoredType, usesHeap } from "../datatypes/stored-type.ts";
import { openFileOver } from "../headers/open-file-over.ts";
import { globalHeapWriter } from "../heaps/write-global-heap.ts";
import { type ByteWriter, newFileSizes } from "../io/byte-writer.ts";
import { pagedBytes } from "../io/paged-bytes.ts";
import { openPages } from "../io/pages.ts";
import { runnerOver } from "../io/runner.ts";
import { type EditNodes, pathOf, shapeOf } from "./edit-nodes.ts";
import type { FileOutput } from "./file-output.ts";

/** Turns elements into the bytes of a file that is being made, and back. */
export interface ElementCodec {
  /** @param what Names the elements in messages. */
  encode(type: StoredType, data: ArrayData, count: number, what: string): Uint8Array;
  /** Reads elements back that were encoded before. */
  decode(type: StoredType, raw: Uint8Array, count: number): Promise<ArrayData>;
  /** Puts a text into the global heap, and its heap ID over zeros of `target`. @param what Names it in messages. */
  putText(text: string, target: ByteWriter, at: number, what: () => string): void;
  /** The address of an object's header, once that is given. @throws `invalid` for one that no name is left for */
  addressOf(id: number): number;
  /** Hands over what the global heap still holds; what comes next begins a heap of its own. */
  finishHeap(): void;
}

export function elementCodec(nodes: EditNodes, out: FileOutput): ElementCodec {
  let heap = globalHeapWriter(out, newFileSizes);
  /** Of the elements at hand, for messages. */
  let place = "A link";
  const addressOf = (id: number): number => {
    const object = nodes.find(id);
    if (object.address >= 0) return object.address;
    throw hdmfError(
      "invalid",
      `${place}: a reference leads to what was ${pathOf(object)}, and no name is left for that`,
    );
  };
  const context: EncodeContext = {
    sizeOfOffsets: newFileSizes.sizeOfOffsets,
    get heap() {
      return heap;
    },
    addressOf,
    shapeOf(id): Shape {
      const found = nodes.find(id);
      return found.kind === "dataset" ? shapeOf(found) : null;
    },
  };
  return {
    encode(type, data, count, what) {
      place = what;
      return encodeElements(type, data, count, context, what);
    },
    async decode(type, raw, count) {
      if (usesHeap(type)) {
        heap.finish();
        await out.flush();
      }
      // Pages of its own, since what was written may have changed.
      const source = { byteLength: out.end, read: (offset: number, length: number) => out.read(offset, length) };
      const pages = openPages(source);
      const addressing = { base: 0, ...newFileSizes };
      const file = openFileOver(pagedBytes(pages, addressing), {});
      return runnerOver(pages, 0)(() => decodeElements(type, raw, count, file.decode));
    },
    putText(text, target, at, what) {
      try {
        heap.putText(text, target, at);
      } catch (error) {
        checkTexts([text], what());
        throw error;
      }
    },
    addressOf,
    finishHeap() {
      heap.finish();
      heap = globalHeapWriter(out, newFileSizes);
    },
  };
}

/** Whether elements hold addresses of objects, which are given when the file is finished. */
export function holdsReferences(type: StoredType): boolean {
  switch (type.kind) {
    case "reference":
    case "region":
      return true;
    case "array":
    case "vlen":
      return holdsReferences(type.base);
    case "compound":
      return type.fields.some((field) => holdsReferences(field.type));
    default:
      return false;
  }
}
