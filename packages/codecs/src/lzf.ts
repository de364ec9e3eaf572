import type { Codec, DecodeContext, Filter } from "./codec.ts";
import { checkDeclared, damaged, mostBytes, tooLong } from "./damage.ts";
import { copyMatch, copyRun } from "./lz4-block.ts";
import { encodeLzf } from "./lzf-encode.ts";

/** A match of 3 bytes stands for at most 264. */
const lzfRatio = 88;

/**
 * h5py's LZF (HDF5 filter 32000). Its third option is the bytes of a chunk: the length of the result unless a filter
 * before it, such as scaleoffset, made it longer or shorter.
 */
export function lzfCodec(filter: Filter): Codec {
  return {
    decode: (bytes, context = {}) => decodeLzf(bytes, filter.options?.[2] ?? 0, context),
    encode: encodeLzf,
  };
}

function decodeLzf(bytes: Uint8Array, usual: number, context: DecodeContext): Uint8Array {
  const { size } = context;
  const possible = bytes.length * lzfRatio;
  if (size !== undefined) checkDeclared("lzf", size, possible, context);
  const most = size ?? Math.min(possible, mostBytes(context));
  let target = new Uint8Array(size ?? (usual === 0 ? most : Math.min(usual, most)));
  let from = 0;
  let to = 0;
  const next = (): number => {
    if (from < bytes.length) return bytes[from++]!;
    throw damaged("lzf", "it ends too early");
  };
  const makeRoom = (length: number): void => {
    if (length <= target.length - to) return;
    if (length > most - to) throw tooLong("lzf", context);
    const longer = new Uint8Array(Math.min(most, Math.max(2 * target.length, to + length)));
    longer.set(target);
    target = longer;
  };
  while (from < bytes.length) {
    const control = next();
    if (control < 32) {
      const length = control + 1;
      if (length > bytes.length - from) throw damaged("lzf", "it ends inside a run");
      makeRoom(length);
      copyRun(bytes, from, target, to, length);
      from += length;
      to += length;
      continue;
    }
    const short = control >> 5;
    const length = (short === 7 ? 7 + next() : short) + 2;
    const distance = ((control & 31) << 8) + next() + 1;
    if (distance > to) throw damaged("lzf", `a match points ${distance} bytes back at byte ${to}`);
    makeRoom(length);
    copyMatch(target, to, distance, length);
    to += length;
  }
  return usual === 0 && size === undefined ? target.slice(0, to) : target.subarray(0, to);
}
