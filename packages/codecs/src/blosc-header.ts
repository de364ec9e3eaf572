import { hdmfError } from "@hdmf-ts/errors";
import type { DecodeContext } from "./codec.ts";
import { checkDeclared, damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";

/** The compressors inside blosc as its streams name them; lz4hc writes what lz4 reads. */
export const bloscFormats = ["blosclz", "lz4", "snappy", "zlib", "zstd"] as const;

/** What stands before the streams of a blosc buffer. */
export interface BloscHeader {
  readonly format: (typeof bloscFormats)[number];
  readonly shuffle: "none" | "bytes" | "bits";
  /** The content follows raw. */
  readonly raw: boolean;
  /** Each block is cut into one stream for each byte of an element. */
  readonly split: boolean;
  readonly elementSize: number;
  readonly size: number;
  readonly blockSize: number;
}

export const bloscHeaderBytes = 16;
export const bloscFlag = { bytes: 1, raw: 2, bits: 4, whole: 16 } as const;

/** The best of its codecs (zstd, a run of one byte) puts a block of 128 KiB into 4 bytes. */
const bloscRatio = 32_768;

/** Reads and checks the header of a blosc 1 buffer against the length of the buffer and what is expected of it. */
export function readBloscHeader(bytes: Uint8Array, context: DecodeContext): BloscHeader {
  if (bytes.length < bloscHeaderBytes) throw damaged("blosc", `${bytes.length} bytes are too few`);
  const view = dataView(bytes);
  const version = view.getUint8(0);
  if (version > 2) throw hdmfError("unsupported", `blosc data of version ${version} (blosc2) cannot be decoded`);
  const flags = view.getUint8(2);
  const elementSize = view.getUint8(3);
  const size = view.getUint32(4, true);
  const blockSize = view.getUint32(8, true);
  const stored = view.getUint32(12, true);
  const format = bloscFormats[flags >> 5];
  const raw = (flags & bloscFlag.raw) !== 0;
  if (stored !== bytes.length) throw damaged("blosc", `it has ${bytes.length} bytes where its header says ${stored}`);
  if (format === undefined) throw damaged("blosc", `its header names compressor ${flags >> 5}`);
  if (elementSize === 0 || blockSize === 0) throw damaged("blosc", "its header has no element or block size");
  checkDeclared("blosc", size, raw ? stored - bloscHeaderBytes : stored * bloscRatio, context);
  return {
    format,
    shuffle: flags & bloscFlag.bytes ? "bytes" : flags & bloscFlag.bits ? "bits" : "none",
    raw,
    split: (flags & bloscFlag.whole) === 0,
    elementSize,
    size,
    blockSize: Math.min(blockSize, size),
  };
}
