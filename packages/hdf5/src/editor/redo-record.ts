import { hdmfError } from "@hdmf-ts/errors";
import { lookup3 } from "../checksum.ts";
import { byteWriter, newFileSizes } from "../io/byte-writer.ts";
import { withChecksum } from "../io/with-checksum.ts";
import type { Write } from "./commit-steps.ts";
import { sectorBytes } from "./edit-space.ts";

/** A piece of a commit, within one sector. */
interface RedoPiece {
  /** From the start of the file. */
  readonly offset: number;
  /** Of the bytes that were there. */
  readonly before: number;
  readonly bytes: Uint8Array;
}

/**
 * Bytes of a file that change together. Laid out little endian: "HDMFREDO", version 1 (4 bytes), count of pieces (4), the least length of the file
 * (8); for each piece its offset (8), its length (4), the lookup3 checksum of the bytes before (4), its bytes; at the end the checksum of all.
 */
export interface RedoRecord {
  readonly byteLength: number;
  readonly pieces: readonly RedoPiece[];
}

const signature = "HDMFREDO";

type Read = (offset: number, length: number) => Promise<Uint8Array>;

/** @param base What the addresses of the writes count from. */
export async function makeRedo(
  writes: readonly Write[],
  base: number,
  byteLength: number,
  read: Read,
): Promise<RedoRecord> {
  const pieces: RedoPiece[] = [];
  for (const { address, bytes } of writes) {
    const offset = base + address;
    const end = offset + bytes.length;
    for (let at = offset; at < end; ) {
      const stop = Math.min(end, sectorBytes * (Math.floor(at / sectorBytes) + 1));
      const before = lookup3(await read(at, stop - at));
      pieces.push({ offset: at, before, bytes: bytes.subarray(at - offset, stop - offset) });
      at = stop;
    }
  }
  return { byteLength, pieces };
}

export function encodeRedo({ byteLength, pieces }: RedoRecord): Uint8Array {
  const writer = byteWriter(newFileSizes, 64);
  writer.ascii(signature);
  writer.uint(1, 4);
  writer.uint(pieces.length, 4);
  writer.uint(byteLength, 8);
  for (const { offset, before, bytes } of pieces) {
    writer.uint(offset, 8);
    writer.uint(bytes.length, 4);
    writer.uint(before, 4);
    writer.bytes(bytes);
  }
  return withChecksum(writer);
}

/** `undefined` for bytes that are no whole record: the commit did not begin. @throws `unsupported` for a later version */
export function decodeRedo(bytes: Uint8Array): RedoRecord | undefined {
  const end = bytes.length - 4;
  if (end < 24 || String.fromCharCode(...bytes.subarray(0, 8)) !== signature) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(end, true) !== lookup3(bytes.subarray(0, end))) return undefined;
  if (view.getUint32(8, true) !== 1)
    throw hdmfError("unsupported", "The redo file was written by a later version of hdmf-ts", { hint: "use that one" });
  const pieces: RedoPiece[] = [];
  let at = 24;
  for (let count = view.getUint32(12, true); count > 0 && at + 16 <= end; count--) {
    const offset = Number(view.getBigUint64(at, true));
    const length = view.getUint32(at + 8, true);
    pieces.push({ offset, before: view.getUint32(at + 12, true), bytes: bytes.subarray(at + 16, at + 16 + length) });
    at += 16 + length;
  }
  return at === end ? { byteLength: Number(view.getBigUint64(16, true)), pieces } : undefined;
}

/**
 * Whether a record belongs to the file as it is: each piece is as it was before, or as it will be.
 * @throws `changed` where another wrote there since
 */
export async function checkRedo(record: RedoRecord, byteLength: number, read: Read, label: string): Promise<void> {
  let fits = byteLength >= record.byteLength;
  for (const { offset, before, bytes } of fits ? record.pieces : []) {
    const now = await read(offset, bytes.length);
    fits &&= lookup3(now) === before || lookup3(now) === lookup3(bytes);
  }
  if (fits) return;
  throw hdmfError("changed", `${label} has an unfinished commit beside it, and was changed by another since`, {
    hint: "delete the redo file beside it if the file is to stay as it is",
  });
}
