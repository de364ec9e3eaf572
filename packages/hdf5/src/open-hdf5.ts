import { type ByteSource, type BytesInput, openBytes } from "@hdmf-ts/bytes";
import { type HdmfError, hdmfError, isDamage, isHdmfError } from "@hdmf-ts/errors";
import { createChunkCache } from "./datasets/chunk-cache.ts";
import type { Hdf5Damage, Hdf5File, Hdf5Object } from "./hdf5-file.ts";
import { makeDataset } from "./headers/dataset.ts";
import { type MakeDataset, readObject } from "./headers/objects.ts";
import { openFileOver } from "./headers/open-file-over.ts";
import { checkExtension } from "./headers/superblock-extension.ts";
import { withDecodedBlocks } from "./heaps/decoded-blocks.ts";
import { dataBytes } from "./io/data-bytes.ts";
import { pagedBytes } from "./io/paged-bytes.ts";
import { openPages, type Pages } from "./io/pages.ts";
import { readObjects } from "./io/read-objects.ts";
import { runnerOver } from "./io/runner.ts";
import { readSuperblock, type Superblock } from "./io/superblock.ts";

/** How a file is opened. */
export interface OpenHdf5FileOptions {
  readonly signal?: AbortSignal;
}

/**
 * Opens an HDF5 file for reading, wherever its bytes are; no more of it is read than is asked for. Bytes that are given must not
 * change until `close`; a `ByteSource` that is given stays its maker's to close.
 *
 * @throws `not-found`, `denied`, `io`; `invalid` for a folder; `malformed` for a file that is empty, no HDF5, truncated or damaged;
 *   `unsupported` for a superblock of a later version, a part of several files, and headers in a metadata cache image
 */
export async function openHdf5File(input: BytesInput, options: OpenHdf5FileOptions = {}): Promise<Hdf5File> {
  const source = await openBytes(input, options);
  const label = source.name === undefined ? "the HDF5 file" : `"${source.name}"`;
  const pages = openPages(source, isBytes(input) ? input : undefined);
  const release = async (): Promise<void> => {
    pages.close();
    if (source !== input) await source.close?.();
  };
  try {
    const start = pagedBytes(pages, { base: 0, sizeOfOffsets: 8, sizeOfLengths: 8 });
    const block = await runnerOver(pages, 0)(() => readSuperblock(start, label), options);
    const { base, extension } = block;
    await runnerOver(pages, base)(() => checkExtension(pagedBytes(pages, block), extension), options);
    return hdf5File(pages, block, label, release);
  } catch (error) {
    await release();
    throw inFile(error, source, label);
  }
}

function isBytes(input: BytesInput): input is Uint8Array {
  return Object.prototype.toString.call(input) === "[object Uint8Array]";
}

function hdf5File(pages: Pages, block: Superblock, label: string, release: () => Promise<void>): Hdf5File {
  const { base, root } = block;
  const { source } = pages;
  const run = runnerOver(pages, base);
  const bytes = withDecodedBlocks(pagedBytes(pages, block));
  const file = openFileOver(bytes, block);
  const cache = createChunkCache();
  const data = { bytes, run, cache, data: dataBytes(pages, bytes, run, base) };
  let closing: Promise<void> | undefined;
  const makeOf: MakeDataset = (header, attributes) => makeDataset(file, data, header, attributes, pages.checkOpen);
  const tell = (error: HdmfError): HdmfError => inFile(error, source, label) as HdmfError;

  /** What there is of an object, and what is not; a parse that starts again starts with no damage. */
  const readSome = (address: number): { readonly object?: Hdf5Object; readonly damage: readonly Hdf5Damage[] } => {
    const damage: Hdf5Damage[] = [];
    try {
      const object = readObject(file, address, makeOf, (attribute, error) =>
        damage.push({ address, attribute, error: tell(error) }),
      );
      return { object, damage };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return { damage: [{ address, error: tell(error) }] };
    }
  };

  return {
    root,
    ...(source.name === undefined ? {} : { name: source.name }),
    async objects(addresses, { signal, onDamage } = {}) {
      pages.checkOpen();
      signal?.throwIfAborted();
      try {
        if (onDamage === undefined) {
          return await readObjects(pages, base, addresses, (address) => readObject(file, address, makeOf), signal);
        }
        const found = await readObjects(pages, base, addresses, readSome, signal);
        for (const { damage } of found) for (const one of damage) onDamage(one);
        return found.flatMap(({ object }) => object ?? []);
      } catch (error) {
        throw inFile(error, source, label);
      }
    },
    close() {
      cache.clear();
      closing ??= release();
      return closing;
    },
  };
}

/** The same error, with the file in it where it does not know it. */
function inFile(error: unknown, { name }: ByteSource, label: string): unknown {
  if (!isHdmfError(error) || error.source !== undefined) return error;
  const { tag, message, hint, path } = error;
  const text = message.includes(label) ? message : `${message} (in ${label})`;
  return hdmfError(tag, text, {
    cause: error,
    ...(path === undefined ? {} : { path }),
    ...(name === undefined ? {} : { source: name }),
    ...(hint === undefined ? {} : { hint }),
  });
}
