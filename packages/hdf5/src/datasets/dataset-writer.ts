import {
  type ArrayData,
  type Block,
  type EncodedChunk,
  elementCount,
  type Filter,
  type NdArray,
  normalizeSelection,
  type Selection,
  type Shape,
} from "@hdmf-ts/array";
import { usesHeap } from "../datatypes/stored-type.ts";
import { inTurn } from "../in-turn.ts";
import { whenLoaded } from "../io/lazy-part.ts";
import type { ElementWriter, OrderedCoding } from "./element-writer.ts";
import { formedStorage } from "./formed-storage.ts";
import { checkData, grownShape } from "./write-checks.ts";
import { contiguousWriter } from "./write-contiguous.ts";
import { datasetError, named } from "./write-errors.ts";
import { heldWriter } from "./write-held.ts";
import type { DataOut, ElementCoding, WrittenLayout } from "./write-parts.ts";
import type { DatasetPlan } from "./write-plan.ts";

/** A dataset of a file that is being written. Calls take effect in their order; a refused one changes nothing. */
export interface DatasetWriter {
  /** With all that was chosen, such as chunks and the settings of filters. */
  readonly plan: DatasetPlan;
  /** How long the axes are now. */
  shape(): Shape;
  /**
   * Writes what is selected.
   * @param data As many elements; the caller's again when it is done.
   * @throws `invalid` with the path of the dataset for data of another type or number, or a selection that does not fit; `unsupported` for
   * a filter that does not encode; what the sink throws
   */
  write(selection: Selection | undefined, data: ArrayData, signal?: AbortSignal): Promise<void>;
  /** Writes a box; the dataset grows to hold it, as far as it may. */
  writeBlock(block: Block, signal?: AbortSignal): Promise<void>;
  /** Extends the dataset along `axis`. */
  append(axis: number, data: NdArray, signal?: AbortSignal): Promise<void>;
  /**
   * Takes chunks as stored, where the filters and the byte order are these, and the caller knows the chunks to have the same shape; `undefined`
   * where they have to be decoded: other filters, and all but plain numbers. Each call is done when its turn is over and there is room for
   * the next one, `written` when the bytes are the caller's again.
   */
  encodedWriter(
    filters: readonly Filter[],
    byteOrder: "little" | "big",
  ):
    | ((coordinates: readonly number[], chunk: EncodedChunk) => Promise<{ readonly written: Promise<void> }>)
    | undefined;
  /** Encodes and writes all that waits. Nothing is written after that. */
  finish(signal?: AbortSignal): Promise<void>;
  /** After `finish`. */
  stored(): WrittenLayout;
}

/** @param plan By `planContiguous` or `planDataset`. */
export function datasetWriter(plan: DatasetPlan, coding: ElementCoding, out: DataOut): DatasetWriter {
  const { path, type } = plan;
  const { dtype } = type;
  const encode: OrderedCoding["encode"] = usesHeap(type)
    ? (data, count) => out.inTurn(async () => coding.encode(data, count))
    : coding.encode;
  const writer = elementWriter(plan, { ...coding, encode }, out);
  let shape: Shape = plan.shape;
  const oneByOne = inTurn();
  let finished = false;

  /** One call after the other. */
  function turn<T>(call: () => Promise<T>): Promise<T> {
    return oneByOne(call).catch((cause: unknown) => {
      throw named(path, cause);
    });
  }

  function checkOpen(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (finished) throw datasetError(path, "closed", "it was finished before the call");
  }

  async function writeNow(selection: Selection | undefined, data: ArrayData, signal: AbortSignal | undefined) {
    checkOpen(signal);
    const count = shape === null ? 0 : elementCount(normalizeSelection(selection, shape).shape);
    checkData(dtype, data, count, path);
    if (shape !== null && count > 0) await writer.write({ shape, selection, data, signal });
  }

  async function writeBlockNow(block: Block, signal: AbortSignal | undefined): Promise<void> {
    checkOpen(signal);
    if (shape === null) throw datasetError(path, "invalid", "it has no elements, and no place for a block");
    const grown = grownShape(shape, block, plan.maxShape ?? shape, path);
    checkData(dtype, block.data, elementCount(block.shape), path);
    shape = grown;
    const box = block.start.map((start, axis) => ({ start, stop: start + block.shape[axis]! }));
    if (!block.shape.includes(0)) await writer.write({ shape, selection: box, data: block.data, signal });
  }

  async function appendNow(axis: number, given: NdArray, signal?: AbortSignal): Promise<void> {
    const start = await whenLoaded(() => formedStorage().appendedStart({ dtype, shape }, axis, given, path));
    await writeBlockNow({ start, shape: given.shape!, data: given.data }, signal);
  }

  return {
    plan,
    shape: () => shape,
    write: (selection, data, signal) => turn(() => writeNow(selection, data, signal)),
    writeBlock: (block, signal) => turn(() => writeBlockNow(block, signal)),
    append: (axis, data, signal) => turn(() => appendNow(axis, data, signal)),
    encodedWriter(filters, byteOrder) {
      if (plan.layout !== "chunked" || writer.putStored === undefined || type.kind !== "number") return undefined;
      if (!sameFilters(filters, plan.filters) || (type.size > 1 && type.big !== (byteOrder === "big")))
        return undefined;
      const { chunks } = plan;
      const chunkBytes = elementCount(chunks) * type.size;
      return async (coordinates, chunk) => {
        const { written } = await turn(async () => {
          checkOpen(undefined);
          const inside =
            coordinates.length === chunks.length &&
            coordinates.every(
              (at, axis) => Number.isSafeInteger(at) && at >= 0 && at * chunks[axis]! < (shape?.[axis] ?? 0),
            );
          if (!inside) throw datasetError(path, "invalid", `it has no chunk [${coordinates.join(", ")}]`);
          if (plan.filters.length === 0 && chunk.bytes.length !== chunkBytes)
            throw datasetError(path, "invalid", `its chunks have ${chunkBytes} bytes, not ${chunk.bytes.length}`);
          return writer.putStored!(coordinates, chunk);
        });
        return {
          written: written.catch((cause: unknown) => {
            throw named(path, cause);
          }),
        };
      };
    },
    finish: (signal) =>
      turn(async () => {
        if (finished) return;
        signal?.throwIfAborted();
        await writer.finish(signal);
        finished = true;
      }),
    stored: () => writer.stored(),
  };
}

function elementWriter(plan: DatasetPlan, coding: OrderedCoding, out: DataOut): ElementWriter {
  if (plan.layout === "chunked") return formedStorage().chunkedWriter(plan, coding, out);
  return plan.layout === "compact" || coding.late ? heldWriter(plan, coding, out) : contiguousWriter(plan, coding, out);
}

/** Whether filters are the same with the same settings. */
function sameFilters(a: readonly Filter[], b: readonly Filter[]): boolean {
  return (
    a.length === b.length &&
    a.every((filter, at) => {
      const [mine, other] = [filter.options ?? [], b[at]!.options ?? []];
      return (
        filter.name === b[at]!.name && mine.length === other.length && mine.every((value, i) => value === other[i])
      );
    })
  );
}
