import {
  type ArrayData,
  allocate,
  concatData,
  dataLength,
  elementCount,
  repeatData,
  writeChunked,
} from "@hdmf-ts/array";
import type { ElementWriter, OrderedCoding } from "./element-writer.ts";
import type { DataOut } from "./write-parts.ts";
import type { DatasetPlan } from "./write-plan.ts";

/** Keeps all elements in memory until the end: compact ones, and contiguous ones that cannot be encoded before. */
export function heldWriter(plan: DatasetPlan, coding: OrderedCoding, out: DataOut): ElementWriter {
  const { type, layout, fill } = plan;
  const { dtype } = type;
  const count = elementCount(plan.shape);
  let held: ArrayData | undefined;
  let bytes: Uint8Array = new Uint8Array(0);
  let address: number | undefined;
  return {
    async write({ shape, selection, data, signal }) {
      if (selection === undefined) {
        held = concatData(dtype, [data]);
        return;
      }
      await writeChunked({
        dtype,
        shape,
        chunks: shape,
        selection,
        data,
        fill,
        signal,
        readChunk: async () => held,
        async writeChunk(_, chunk) {
          // Where all elements are given at once, they may still be the caller's.
          held = dataLength(dtype, data) === count ? concatData(dtype, [chunk]) : chunk;
        },
      });
    },
    async finish() {
      if (held === undefined && layout !== "compact") return;
      const data = held ?? repeatData(dtype, fill ?? allocate(dtype, 1), count);
      bytes = count === 0 ? bytes : await coding.encode(data, count);
      held = undefined;
      if (layout === "compact") return;
      const { length } = bytes;
      address = await out.inTurn(async () => out.allocate(length));
      await out.write(address, bytes);
    },
    stored: () =>
      layout === "compact"
        ? { kind: "compact", bytes }
        : { kind: "contiguous", ...(address !== undefined && { address }), size: count * type.size },
  };
}
