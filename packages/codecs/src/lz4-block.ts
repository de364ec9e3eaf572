import { damaged } from "./damage.ts";

/** Decodes one LZ4 block, which must fill `target` exactly and use all of `source`. */
export function decodeLz4Block(source: Uint8Array, target: Uint8Array): void {
  let from = 0;
  let to = 0;
  while (from < source.length) {
    const token = source[from++]!;
    let literals = token >> 4;
    if (literals === 15) [literals, from] = extendLength(source, from, literals);
    if (literals > source.length - from || literals > target.length - to)
      throw damaged("lz4", `a run of ${literals} bytes is longer than its block`);
    copyRun(source, from, target, to, literals);
    from += literals;
    to += literals;
    if (from === source.length) break;
    if (from + 2 > source.length) throw damaged("lz4", "a block ends inside an offset");
    const distance = source[from]! | (source[from + 1]! << 8);
    from += 2;
    let length = token & 15;
    if (length === 15) [length, from] = extendLength(source, from, length);
    length += 4;
    if (distance === 0 || distance > to) throw damaged("lz4", `a match points ${distance} bytes back at byte ${to}`);
    if (length > target.length - to) throw damaged("lz4", `a block holds more than ${target.length} bytes`);
    copyMatch(target, to, distance, length);
    to += length;
  }
  if (to !== target.length) throw damaged("lz4", `a block holds ${to} bytes where ${target.length} are expected`);
}

function extendLength(source: Uint8Array, start: number, least: number): [length: number, from: number] {
  let length = least;
  for (let from = start; from < source.length; from++) {
    const more = source[from]!;
    length += more;
    if (more !== 255) return [length, from + 1];
  }
  throw damaged("lz4", "a block ends inside a length");
}

/** Copies bytes between two arrays; short runs by a loop, which is faster than a view. */
export function copyRun(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  if (length > 48) target.set(source.subarray(from, from + length), to);
  else for (let i = 0; i < length; i++) target[to + i] = source[from + i]!;
}

/** Repeats what stands `distance` bytes before `to`, also where that overlaps what is written. */
export function copyMatch(target: Uint8Array, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (distance === 1) target.fill(target[from]!, to, to + length);
  else if (distance >= length && length > 48) target.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i++) target[to + i] = target[from + i]!;
}
