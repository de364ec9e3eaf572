import { damaged } from "./damage.ts";
import { dataView } from "./data-view.ts";

/** One Zstandard frame inside encoded bytes (RFC 8878). */
export interface ZstdFrame {
  readonly start: number;
  readonly stop: number;
  /** What the frame says of the length of its content. */
  readonly contentSize?: number;
  /** More than this its blocks cannot hold. */
  readonly possible: number;
}

const largestBlock = 131_072;

/** Cuts bytes into frames by their headers alone; skippable frames are left out. */
export function zstdFrames(bytes: Uint8Array): ZstdFrame[] {
  const view = dataView(bytes);
  const frames: ZstdFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw truncated();
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === 0x184d2a5) {
      at += 8 + view.getUint32(at + 4, true);
      if (at > bytes.length) throw truncated();
      continue;
    }
    if (magic !== 0xfd2fb528) throw damaged("zstd", `no frame begins at byte ${at}`);
    const frame = readFrame(view, at);
    frames.push(frame);
    at = frame.stop;
  }
  return frames;
}

function readFrame(view: DataView, start: number): ZstdFrame {
  const end = view.byteLength;
  const descriptor = view.getUint8(start + 4);
  const single = (descriptor & 32) !== 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  let at = start + 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (at + sizeBytes > end) throw truncated();
  const contentSize = readContentSize(view, at, sizeBytes);
  at += sizeBytes;
  let possible = 0;
  for (let last = false; !last; ) {
    if (at + 3 > end) throw truncated();
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    last = (header & 1) === 1;
    const kind = (header >> 1) & 3;
    const size = header >> 3;
    if (kind === 3 || size > largestBlock) throw damaged("zstd", `a block at byte ${at} has no possible header`);
    possible += kind === 2 ? largestBlock : size;
    at += 3 + (kind === 1 ? 1 : size);
  }
  const stop = at + (descriptor & 4 ? 4 : 0);
  if (stop > end) throw truncated();
  return { start, stop, possible, ...(contentSize === undefined ? {} : { contentSize }) };
}

function readContentSize(view: DataView, at: number, sizeBytes: number): number | undefined {
  switch (sizeBytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    case 8:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
    default:
      return undefined;
  }
}

function truncated(): Error {
  return damaged("zstd", "it ends inside a frame");
}
