import type { DataBytes } from "../datasets/dataset-source.ts";
import type { FileBytes, Runner } from "./file-bytes.ts";
import type { Pages } from "./pages.ts";

/** Up to here elements are read through the pages: they often lie beside each other, and beside what describes them. */
const smallBytes = 8192;

/** The elements of datasets as bytes; `base` is what addresses count from. */
export function dataBytes(pages: Pages, bytes: FileBytes, run: Runner, base: number): DataBytes {
  const { source } = pages;
  return {
    async read(address, length, options) {
      options.signal?.throwIfAborted();
      if (length <= smallBytes || pages.whole) return run(() => bytes.at(address, length, "The elements"), options);
      return pages.read(address + base, length, options.signal);
    },
    ...(source.readInto !== undefined &&
      !pages.whole && {
        async readInto(address: number, target: Uint8Array, options: { readonly signal?: AbortSignal }): Promise<void> {
          pages.checkOpen();
          if (target.length <= smallBytes) target.set(await this.read(address, target.length, options));
          else await source.readInto?.(address + base, target, options);
          pages.checkOpen();
        },
      }),
  };
}
