import type { ArrayData, Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { decodeElements } from "../datatypes/decode-elements.ts";
import type { EncodeContext } from "../datatypes/encode-context.ts";
import { encodeElements } from "../datatypes/encode-elements.ts";
import { type StoredType, usesHeap } from "../datatypes/stored-type.ts";
import { readObjectHeader } from "../headers/object-header.ts";
import { type GlobalHeapWriter, globalHeapWriter } from "../heaps/write-global-heap.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { EditedObject } from "./edit-objects.ts";
import type { EditReader } from "./edit-reader.ts";
import type { EditSpace } from "./edit-space.ts";
import type { ElementTools } from "./element-store.ts";
import { needsTrial, noHeap } from "./trial-encoding.ts";

/** How elements become bytes of the file, and back. */
export interface EditTools extends ElementTools {
  /** For elements that are given, before anything changes. @throws `invalid`, `not-found` for those that no bytes stand for, and references to nothing */
  checkEncodes(type: StoredType, data: ArrayData, count: number, what: string): Promise<void>;
  /** Hands over what the global heap still holds; what comes next begins a collection of its own. */
  finishHeap(): void;
}

/**
 * @param newReader One that sees what was written since the last commit.
 * @param objects Those that are known by their ids.
 */
export function editTools(
  space: EditSpace,
  chunkRank: number,
  reader: () => EditReader,
  newReader: () => EditReader,
  objects: ReadonlyMap<number, EditedObject>,
): EditTools {
  let heap: GlobalHeapWriter | undefined;
  let place = "";
  /** References that are given lead to objects. */
  const given: EncodeContext = {
    heap: noHeap,
    sizeOfOffsets: newFileSizes.sizeOfOffsets,
    addressOf(id) {
      const known = objects.get(id);
      if (known !== undefined && known.references > 0) return id;
      if (known === undefined) {
        // It throws where no object is.
        readObjectHeader(reader().bytes, id);
        return id;
      }
      throw hdmfError("invalid", `${place}: a reference leads to what was ${known.path}, and no name is left for that`);
    },
    shapeOf(id): Shape {
      const known = objects.get(id);
      if (known !== undefined) return known.kind === "dataset" ? known.elements.shape : null;
      return reader().file.decode.shapeOf(id);
    },
  };
  /** Those that are there stay, and may lead to what was deleted. */
  const context: EncodeContext = {
    ...given,
    addressOf: (id) => id,
    get heap() {
      heap ??= globalHeapWriter(space, newFileSizes);
      return heap;
    },
  };
  const finishHeap = (): void => {
    heap?.finish();
    heap = undefined;
  };
  return {
    space,
    chunkRank,
    reader,
    finishHeap,
    async checkEncodes(type, data, count, what) {
      if (!needsTrial(type)) return;
      await reader().run(() => {
        place = what;
        encodeElements(type, data, count, given, what);
      });
    },
    // Nothing of the file is needed for it.
    async encode(type, data, count, what) {
      place = what;
      return encodeElements(type, data, count, context, what);
    },
    async decode(type: StoredType, raw, count): Promise<ArrayData> {
      if (!usesHeap(type)) return reader().run(() => decodeElements(type, raw, count, reader().file.decode));
      return decodeWithHeap(type, raw, count);
    },
  };

  /** What this edit wrote for the elements may not be in the pages that are in memory. */
  async function decodeWithHeap(type: StoredType, raw: Uint8Array, count: number): Promise<ArrayData> {
    finishHeap();
    await space.drain();
    const { file, run } = newReader();
    return run(() => decodeElements(type, raw, count, file.decode));
  }
}
