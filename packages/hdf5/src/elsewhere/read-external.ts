import { decodeUtf8, type NdArray, type ReadOptions, type Selection } from "@hdmf-ts/array";
import type { ByteSource } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { readContiguous } from "../datasets/contiguous.ts";
import type { DataBytes, ReadableDataset } from "../datasets/dataset-source.ts";
import { type ExternalStretch, readExternalFiles } from "../messages/external-files.ts";
import type { LinkedFile } from "./linked-file.ts";

/** Reads elements that lie in raw files, one stretch behind the other. Behind the end of a file all is zeros, as in libhdf5. */
export async function readExternal(
  self: LinkedFile,
  dataset: ReadableDataset,
  message: Uint8Array,
  selection: Selection | undefined,
  options: ReadOptions,
): Promise<NdArray> {
  const { file, what } = dataset;
  const call = options.signal ? { signal: options.signal } : {};
  const stretches = await file.run(() => readExternalFiles(file.bytes, message, what), call);
  const end = stretches.reduce((sum, { length }) => sum + length, 0);
  const bytes = { ...file.bytes, end };
  const data = stretchedBytes(self, stretches);
  return readContiguous({ ...dataset, file: { ...file, bytes, data } }, { address: 0 }, selection, options);
}

function stretchedBytes(self: LinkedFile, stretches: readonly ExternalStretch[]): DataBytes {
  return {
    async read(address, length, options) {
      const target = new Uint8Array(length);
      let start = 0;
      for (const { name, offset, length: size } of stretches) {
        const first = Math.max(address, start);
        const stop = Math.min(address + length, start + size);
        if (first < stop) {
          const part = target.subarray(first - address, stop - address);
          const from = offset + first - start;
          await self.others.withBytes(
            decodeUtf8(name),
            self.place,
            (source) => fill(source, from, part, options),
            options,
          );
        }
        start += size;
      }
      return target;
    },
  };
}

async function fill(
  source: ByteSource,
  offset: number,
  target: Uint8Array,
  options: { readonly signal?: AbortSignal },
): Promise<void> {
  const length = Math.min(target.length, source.byteLength - offset);
  if (length <= 0) return;
  if (!Number.isSafeInteger(offset)) throw hdmfError("malformed", `Elements would be at byte ${offset} of a raw file`);
  const part = target.subarray(0, length);
  if (source.readInto !== undefined) await source.readInto(offset, part, options);
  else part.set(await source.read(offset, length, options));
}
