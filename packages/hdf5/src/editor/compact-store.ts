import { type ArrayData, allocate, elementCount, repeatData, writeChunked } from "@hdmf-ts/array";
import { encodeDataLayout } from "../datasets/encode-data-layout.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { ElementStore, ElementsOf, ElementTools } from "./element-store.ts";
import { cannotResize } from "./store-errors.ts";

/** Elements that stand in the object header. @param stored As they are; empty for a new dataset */
export function compactStore(dataset: ElementsOf, tools: ElementTools, stored: Uint8Array): ElementStore {
  const { type, shape, path, fill } = dataset;
  const { dtype } = type;
  const count = elementCount(shape);
  let held: ArrayData | undefined;
  return {
    layout: "compact",
    maxShape: dataset.maxShape,
    shape,
    async write(selection, data, signal) {
      const whole = shape ?? [];
      await writeChunked({
        dtype,
        shape: whole,
        chunks: whole.map((length) => Math.max(1, length)),
        selection,
        data,
        fill,
        signal,
        readChunk: async () => held ?? (stored.length === 0 ? undefined : tools.decode(type, stored, count)),
        async writeChunk(_, chunk) {
          held = chunk;
        },
      });
      // It may share memory with what is the caller's.
      held = structuredClone(held);
    },
    resize: async () => {
      throw cannotResize(path, "compact");
    },
    async finish() {
      const none = { publish: [], after: [], freed: [], done: () => undefined };
      if (held === undefined && stored.length > 0) return none;
      const data = held ?? repeatData(dtype, fill ?? allocate(dtype, 1), count);
      const bytes = count === 0 ? new Uint8Array(0) : (await tools.encode(type, data, count, path)).slice();
      return {
        ...none,
        layout: encodeDataLayout({ kind: "compact", bytes }, newFileSizes),
        done() {
          stored = bytes;
          held = undefined;
        },
      };
    },
    ranges: async () => [],
  };
}
