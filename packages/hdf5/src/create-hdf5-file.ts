import type { SinkOutput } from "@hdmf-ts/bytes";
import type { CodecPool } from "@hdmf-ts/codecs";
import type { Hdf5Edit, Hdf5ObjectWishes } from "./writer/hdf5-edit.ts";

/** How a file is made. */
export interface CreateHdf5FileOptions extends Hdf5ObjectWishes {
  readonly signal?: AbortSignal;
  /** Compresses chunks: `openCodecPool` of `@hdmf-ts/codecs/worker`. The bytes are the same without it. It stays its maker's to close, after `commit`. */
  readonly pool?: CodecPool;
}

/**
 * Makes an HDF5 file that h5py, h5dump and old tools open: superblock 0, groups and headers of the older kind, newer structures only
 * where something needs them (external links, the order of creation, attributes of 64 KB). The same calls give the same bytes.
 *
 * Memory for elements is bounded for the file as a whole, however many datasets are written in turns: chunks of which only a part was written
 * take 64 MiB, or one chunk where that is larger (those that wait longest are written, and read again when more of them comes), chunks that are
 * being filtered and written 128 MiB beside that, or one. What `Hdf5Edit` says to wait until `commit` comes on top.
 *
 * @param output A path in Node, a file handle or a stream of a browser, or a sink.
 * @throws `denied`, `not-found` for a folder that is not there, `invalid` for a path in a browser
 *
 * @example
 * ```ts
 * const file = await createHdf5File("a.h5");
 * const id = await file.createDataset(file.root, "x", { dtype: "float64", shape: [3], filters: [{ name: "deflate", options: [4] }] });
 * await file.write(id, undefined, Float64Array.of(1, 2, 3));
 * await file.commit();
 * ```
 */
export async function createHdf5File(output: SinkOutput, options: CreateHdf5FileOptions = {}): Promise<Hdf5Edit> {
  options.signal?.throwIfAborted();
  // Who only reads does not load what writes.
  const { editOf } = await import("./writer/edit-of.ts");
  return editOf(output, options);
}
