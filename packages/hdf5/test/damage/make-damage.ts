import { lookup3 } from "../../src/checksum.ts";
import type { Structure } from "./structures.ts";

/** A damaged copy of a file, and in words what was done to it. */
export interface Damage {
  readonly file: Uint8Array;
  readonly what: string;
}

type Draw = (below: number) => number;

const sizes = [
  0,
  1,
  2,
  0x7f,
  0x80,
  0xff,
  0x7fff,
  0xffff,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 33,
  2 ** 40,
  2 ** 52,
];
const widths = [1, 2, 4, 8];

/** Numbers that a seed fixes (mulberry32). */
export function drawer(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * Damages a file: mostly what describes data, and mostly with checksums that fit again, so that more than the checksums is tried.
 *
 * @param structures Of the sound file.
 */
export function makeDamage(sound: Uint8Array, structures: readonly Structure[], seed: number): Damage {
  const draw = drawer(seed);
  const kind = draw(20);
  if (kind < 2) return truncated(sound, structures, draw);
  const file = sound.slice();
  const done: string[] = [];
  const times = 1 + (draw(3) === 0 ? draw(4) : 0);
  for (let time = 0; time < times; time++) {
    const structure = structures[draw(structures.length)] as Structure;
    const at = structure.start + (draw(8) === 0 ? 0 : 4) + draw(Math.max(1, structure.end - structure.start - 4));
    if (kind === 2) done.push(put(file, draw(file.length), draw(256), 1));
    else if (kind < 8) done.push(`${structure.name}: ${put(file, at, (file[at] ?? 0) ^ (1 << draw(8)), 1)}`);
    else if (kind < 10) done.push(`${structure.name}: ${fill(file, at, widths[draw(4)] as number)}`);
    else if (kind < 15) {
      const width = widths[draw(4)] as number;
      done.push(`${structure.name}: ${put(file, at, sizes[draw(sizes.length)] as number, width)}`);
    } else done.push(`${structure.name}: ${swapAddress(file, structure, structures, draw)}`);
  }
  if (draw(5) > 0) mend(file, structures);
  return { file, what: done.join("; ") };
}

function put(file: Uint8Array, at: number, value: number, width: number): string {
  for (let index = 0, rest = value; index < width && at + index < file.length; index++, rest = Math.floor(rest / 256)) {
    file[at + index] = rest % 256;
  }
  return `${value} (${width} bytes) at ${at}`;
}

function fill(file: Uint8Array, at: number, width: number): string {
  file.fill(255, at, at + width);
  return `${width} bytes of 255 at ${at}`;
}

/** Puts the address of another structure where one is, so that loops and structures in wrong places come about. */
function swapAddress(
  file: Uint8Array,
  { start, end }: Structure,
  structures: readonly Structure[],
  draw: Draw,
): string {
  const known = new Set(structures.map((structure) => structure.start));
  const words = new DataView(file.buffer);
  const places: number[] = [];
  for (let at = start; at + 8 <= Math.min(end, file.length); at++) {
    const value = words.getUint32(at, true);
    if (value > 0 && words.getUint32(at + 4, true) === 0 && known.has(value)) places.push(at);
  }
  const at = places[draw(places.length)] ?? start + 8 + draw(64);
  const target = draw(3) === 0 ? start : (structures[draw(structures.length)] as Structure).start;
  return put(file, at, target, 8);
}

/** Cuts the end off, and lets the superblock know of it. */
function truncated(sound: Uint8Array, structures: readonly Structure[], draw: Draw): Damage {
  const length = 96 + draw(Math.max(1, sound.length - 96));
  const file = sound.slice(0, length);
  const block = structures.find(({ name }) => name === "superblock")?.start ?? 0;
  const version = file[block + 8] ?? 0;
  const width = file[block + (version < 2 ? 13 : 9)] ?? 8;
  const end = block + (version < 2 ? (version === 0 ? 24 : 28) : 12) + 2 * width;
  put(file, end, length, width);
  mend(file, structures);
  return { file, what: `cut to ${length} bytes` };
}

function mend(file: Uint8Array, structures: readonly Structure[]): void {
  const words = new DataView(file.buffer);
  for (const { start, checksum } of structures) {
    if (checksum !== undefined && checksum + 4 <= file.length) {
      words.setUint32(checksum, lookup3(file.subarray(start, checksum)), true);
    }
  }
}
