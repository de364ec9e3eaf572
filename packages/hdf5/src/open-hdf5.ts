import { type ByteSource, type BytesInput, type FileResolver, openBytes } from "@hdmf-ts/bytes";
import type { CodecPool, FilterDecoder } from "@hdmf-ts/codecs";
import { type HdmfError, hdmfError, isDamage, isHdmfError } from "@hdmf-ts/errors";
import { type ChunkCache, createChunkCache } from "./datasets/chunk-cache.ts";
import type { Decoders } from "./datasets/dataset-source.ts";
import { elsewhereOf } from "./elsewhere/elsewhere.ts";
import { lateFiles } from "./elsewhere/late-files.ts";
import { type LinkedFile, linkedFile } from "./elsewhere/linked-file.ts";
import type { OtherFiles } from "./elsewhere/other-files.ts";
import type { Hdf5Damage, Hdf5File, Hdf5Object } from "./hdf5-file.ts";
import { makeDataset } from "./headers/dataset.ts";
import { type MakeDataset, readObject } from "./headers/objects.ts";
import { openFileOver } from "./headers/open-file-over.ts";
import type { Extension } from "./headers/superblock-extension.ts";
import { besidePath } from "./io/beside-path.ts";
import { dataBytes } from "./io/data-bytes.ts";
import type { FileBytes, Runner } from "./io/file-bytes.ts";
import { lazyPart } from "./io/lazy-part.ts";
import { pagedBytes } from "./io/paged-bytes.ts";
import { openPages, type Pages } from "./io/pages.ts";
import { readObjects } from "./io/read-objects.ts";
import { runnerOver } from "./io/runner.ts";
import { checkLength, readSuperblock, type Superblock } from "./io/superblock.ts";

/** How a file is opened. */
export interface OpenHdf5FileOptions {
  readonly signal?: AbortSignal;
  /**
   * Opens the files that elements of this one are in: sources of virtual datasets, external storage. Unless told, those in the folder of
   * this file and below, by `folderResolver` of `@hdmf-ts/bytes`, and none for a URL, a `Blob` or memory. What it gives is kept, and closed
   * with the file.
   */
  readonly resolver?: FileResolver<BytesInput>;
  /** Decoders for filters that `@hdmf-ts/codecs` does not have (szip, blosc2, …), by their registered numbers. */
  readonly filters?: ReadonlyMap<number, FilterDecoder>;
  /** Decodes chunks: `openCodecPool` of `@hdmf-ts/codecs/worker`. It stays its maker's to close, after the file. */
  readonly pool?: CodecPool;
}

/**
 * Opens an HDF5 file for reading, wherever its bytes are; no more of it is read than is asked for. Bytes that are given must not
 * change until `close`; a `ByteSource` that is given stays its maker's to close.
 *
 * @throws `not-found`, `denied`, `io`; `invalid` for a folder; `malformed` for a file that is empty, no HDF5, truncated or damaged;
 *   `unsupported` for a superblock of a later version, and for files that the multi or split driver wrote
 */
export function openHdf5File(input: BytesInput, options: OpenHdf5FileOptions = {}): Promise<Hdf5File> {
  return openByPages(input, options);
}

/** @param pageBytes What is read at once of a source that is near; as `openPages` has it unless told. */
export async function openByPages(
  input: BytesInput,
  options: OpenHdf5FileOptions,
  pageBytes?: number,
): Promise<Hdf5File> {
  const { signal, resolver, filters, pool } = options;
  const call = signal === undefined ? {} : { signal };
  const opened = await openBytes(input, call);
  let source = opened;
  // The name of a `File` is not where it is, and whoever sent it chose it.
  const place = isBlob(input) ? undefined : source.name;
  const openOther = async (other: ByteSource, given: BytesInput, signal: AbortSignal): Promise<LinkedFile> => {
    const opened = await openParts(other, given, other.name, shared, { signal });
    return opened.linked;
  };
  const others = lateFiles(async () =>
    (await import("./elsewhere/other-files.ts")).otherFiles(place, resolver, openOther),
  );
  const shared: Shared = { others, decoders: filters, pool, cache: createChunkCache(), pageBytes };
  const release = async (): Promise<void> => {
    if (opened !== input) await opened.close?.();
  };
  try {
    if (opened !== input && !isBlob(input)) source = await withRedo(opened);
    const parts = await openParts(source, input, place, shared, call);
    others.setRoot(parts.linked);
    return hdf5File(parts, release);
  } catch (error) {
    await release();
    throw error;
  }
}

/** With the changes of a commit that is not finished: a reader sees all of them. */
async function withRedo(source: ByteSource): Promise<ByteSource> {
  const { name } = source;
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs === undefined || name === undefined || /^https?:/i.test(name)) return source;
  if (!fs.existsSync(besidePath(name, "redo"))) return source;
  const { overlaidSource } = await import("./editor/redo-source.ts");
  return overlaidSource(source, name);
}

/** What a file and those that it leads to have together. */
interface Shared {
  readonly others: OtherFiles<LinkedFile>;
  readonly decoders: Decoders | undefined;
  readonly pool: CodecPool | undefined;
  readonly cache: ChunkCache;
  readonly pageBytes: number | undefined;
}

/** A file that is open, and how its own objects are read. */
interface OpenParts {
  readonly pages: Pages;
  readonly base: number;
  readonly label: string;
  readonly linked: LinkedFile;
}

async function openParts(
  source: ByteSource,
  input: BytesInput,
  place: string | undefined,
  shared: Shared,
  call: { readonly signal?: AbortSignal },
): Promise<OpenParts> {
  const label = source.name === undefined ? "the HDF5 file" : `"${source.name}"`;
  let pages = openPages(source, isBytes(input) ? input : undefined, shared.pageBytes);
  try {
    const start = pagedBytes(pages, { base: 0, sizeOfOffsets: 8, sizeOfLengths: 8 });
    const block = await runnerOver(pages, 0)(() => readSuperblock(start, label), call);
    const { base, extension } = block;
    if (block.needed > source.byteLength) {
      const { joinMembers } = await import("./elsewhere/members.ts");
      pages = openPages(await joinMembers(source, block, place, shared.others, call));
    }
    checkLength(block, pages.source.byteLength, label);
    const bytes = pagedBytes(pages, block);
    const run = runnerOver(pages, base);
    await fetchMetadata(pages, block, call.signal);
    const { family, cacheImage } = await extensionOf(bytes, extension, run, call);
    // What was taken for a family must say that it is one; only the old form of superblocks need not.
    const isFamily = block.version < 2 || family?.memberSize === source.byteLength;
    if (pages.source !== source && !isFamily) checkLength(block, source.byteLength, label);
    if (cacheImage !== undefined) {
      const { patchedSource, readCacheImage } = await import("./io/cache-image.ts");
      const patches = await run(() => readCacheImage(bytes, cacheImage), call);
      pages = openPages(patchedSource(pages.source, patches, base));
    }
    return { pages, base, label, linked: linkFile(pages, block, place, shared) };
  } catch (error) {
    pages.close();
    throw inFile(error, source, label);
  }
}

async function extensionOf(
  bytes: FileBytes,
  extension: number | undefined,
  run: Runner,
  call: { readonly signal?: AbortSignal },
): Promise<Extension> {
  if (extension === undefined) return {};
  const { readExtension } = await import("./headers/superblock-extension.ts");
  return run(() => readExtension(bytes, extension), call);
}

/** What lies from the root group to the end of a file; our writer has all metadata there. */
const mostAtOnce = 2 ** 20;

/** Where the root group is so near to the start, what lies in front of it comes too: our writer has texts of headers there as well. */
const nearStart = 2 ** 17;

/** Where little lies behind the root group of a remote file, it all comes with one request. */
async function fetchMetadata(pages: Pages, { base, root }: Superblock, signal: AbortSignal | undefined): Promise<void> {
  const start = root <= nearStart ? base : base + root;
  const length = pages.source.byteLength - start;
  if (!pages.remote || length <= 0 || length > mostAtOnce) return;
  const end = pages.begin();
  try {
    await pages.fetch([{ address: start, length }], signal);
  } finally {
    end();
  }
}

function linkFile(
  pages: Pages,
  block: Superblock,
  place: string | undefined,
  { others, decoders, pool, cache }: Shared,
): LinkedFile {
  const { base, root } = block;
  const run = runnerOver(pages, base);
  const bytes = withFilteredHeaps(pagedBytes(pages, block), decoders);
  const elsewhere = elsewhereOf(() => linked);
  const linked: LinkedFile = linkedFile({
    place,
    root,
    file: openFileOver(bytes, block),
    data: { bytes, run, cache, data: dataBytes(pages, bytes, run, base), elsewhere, decoders, pool },
    others,
    async close() {
      pages.close();
    },
  });
  return linked;
}

const decodedBlocks = /* @__PURE__ */ lazyPart(() => import("./heaps/decoded-blocks.ts"));

/** The same bytes, and heaps with filters can be read from them. */
function withFilteredHeaps(bytes: FileBytes, decoders: Decoders | undefined): FileBytes {
  let decode: FileBytes["decoded"];
  return {
    ...bytes,
    decoded(stored) {
      decode ??= decodedBlocks().blockDecoder(bytes, decoders);
      return decode(stored);
    },
  };
}

function isBytes(input: BytesInput): input is Uint8Array {
  return Object.prototype.toString.call(input) === "[object Uint8Array]";
}

function isBlob(input: BytesInput): boolean {
  return /^\[object (Blob|File)\]$/.test(Object.prototype.toString.call(input));
}

function hdf5File({ pages, base, label, linked }: OpenParts, release: () => Promise<void>): Hdf5File {
  const { source } = pages;
  const { root, file, data, others } = linked;
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

  const close = async (): Promise<void> => {
    data.cache.clear();
    await Promise.all([linked.close(), others.close()]);
    await release();
  };

  return {
    root,
    ...(linked.place === undefined ? {} : { name: linked.place }),
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
      closing ??= close();
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
