import {
  type ArrayData,
  type Dtype,
  type EncodedChunks,
  type LazyArray,
  type NdArray,
  readBlocks,
  readChunked,
} from "@hdmf-ts/array";
import type { ChunkReader } from "./chunk-reader.ts";
import { fromZarrData } from "./convert.ts";
import type { ZarrType } from "./zarr-type.ts";

/** What is known of an array of a store, all but its elements. */
interface ArrayFacts {
  readonly type: ZarrType;
  /** What the elements are; it fits `type`. */
  readonly dtype: Dtype;
  /** Without the axes of an array type. */
  readonly shape: readonly number[];
  /** The axes of an array type, which are whole in each chunk. */
  readonly innerShape: readonly number[];
  /** The chunks that the metadata names, for an array whose codecs are not known. */
  readonly namedChunks: readonly number[];
  /** One element of `dtype`. */
  readonly fill: ArrayData;
  readonly maxShape?: readonly (number | null)[];
  /** The true text of elements that are no UTF-8, by index. */
  readonly exact?: ReadonlyMap<number, string>;
  /** Throws once the store is closed. */
  check(): void;
}

/** The elements of an array of a store, read chunk by chunk. */
export function zarrArray(facts: ArrayFacts, openReader: () => ChunkReader): LazyArray {
  const { type, dtype, shape, innerShape, fill, maxShape, check } = facts;
  let reader: ChunkReader | undefined;
  const open = (): ChunkReader => {
    reader ??= openReader();
    return reader;
  };
  const zeros = innerShape.map(() => 0);
  const read: LazyArray["read"] = async (selection, { into, signal } = {}) => {
    check();
    const chunks = open().chunks.slice(0, shape.length);
    return readChunked({
      dtype,
      shape,
      chunks,
      fill,
      selection,
      into,
      signal,
      async readChunk(coordinates) {
        check();
        const data = await open().read([...coordinates, ...zeros], signal);
        check();
        return data && corrected(fromZarrData(dtype, type, data), facts, chunks, coordinates);
      },
    });
  };
  const chunks = (): readonly number[] => open().chunks.slice(0, shape.length);
  const whole: LazyArray = {
    dtype,
    shape,
    chunks: tryChunks(chunks) ?? facts.namedChunks,
    read,
    blocks: (options) => readBlocks(whole, options),
    ...(maxShape === undefined ? {} : { maxShape }),
    ...encodedChunks(facts, open, zeros),
  };
  return whole;
}

const tryChunks = (chunks: () => readonly number[]): readonly number[] | undefined => {
  try {
    return chunks();
  } catch {
    return undefined;
  }
};

/** Chunks as stored, for numbers whose cells are as in memory. */
function encodedChunks(
  { type, innerShape, check }: ArrayFacts,
  open: () => ChunkReader,
  zeros: readonly number[],
): { readonly encoded?: EncodedChunks } {
  if (!["number", "bool", "complex"].includes(type.kind) || innerShape.length > 0) return {};
  let codec: ChunkReader["codec"];
  try {
    codec = open().codec;
  } catch {
    return {};
  }
  if (!codec.plain) return {};
  return {
    encoded: {
      filters: codec.filters,
      byteOrder: codec.order,
      async readChunk(coordinates, options) {
        check();
        return open().readStored([...coordinates, ...zeros], options?.signal);
      },
    },
  };
}

/** Puts the texts in that the store could not hold. */
function corrected(
  data: ArrayData,
  { exact, shape }: ArrayFacts,
  chunks: readonly number[],
  coordinates: readonly number[],
): ArrayData {
  if (exact === undefined || exact.size === 0) return data;
  const texts = [...(data as readonly string[])];
  for (const [index, text] of exact) {
    let rest = index;
    let at = 0;
    let stride = 1;
    let inside = true;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = chunks[axis] ?? 1;
      const position = rest % (shape[axis] ?? 1);
      rest = Math.floor(rest / (shape[axis] ?? 1));
      const local = position - (coordinates[axis] ?? 0) * length;
      if (local < 0 || local >= length) inside = false;
      at += local * stride;
      stride *= length;
    }
    // The text is only the true one of what was written in its place.
    if (inside && replaced(text) === texts[at]) texts[at] = text;
  }
  return texts;
}

/** A text as a store holds it: what is no UTF-8 becomes U+FFFD. */
export const replaced = (text: string): string => text.replace(/[\ud800-\udfff]/gu, "\ufffd");

/** A scalar or small value read with its node; errors are left to a later read. */
export async function readValue(array: LazyArray, signal?: AbortSignal): Promise<NdArray | undefined> {
  try {
    return await array.read([], signal === undefined ? {} : { signal });
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
