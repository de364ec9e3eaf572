import { damaged } from "./damage.ts";
import { copyMatch, copyRun } from "./lz4-block.ts";

/** Distances from here on are written with two more bytes. */
const nearDistance = 8191;

/** Decodes one block of BloscLZ, which must fill `target` exactly and use all of `source`. */
export function decodeBlosclzBlock(source: Uint8Array, target: Uint8Array): void {
  let from = 0;
  let to = 0;
  const next = (): number => {
    if (from < source.length) return source[from++]!;
    throw damaged("blosclz", "a block ends too early");
  };
  while (from < source.length) {
    // The first byte is always a run: its upper bits carry no meaning.
    const control = from === 0 ? next() & 31 : next();
    if (control < 32) {
      const length = control + 1;
      if (length > source.length - from || length > target.length - to)
        throw damaged("blosclz", `a run of ${length} bytes is longer than its block`);
      copyRun(source, from, target, to, length);
      from += length;
      to += length;
      continue;
    }
    let length = (control >> 5) + 2;
    if (length === 9) {
      let more: number;
      do {
        more = next();
        length += more;
      } while (more === 255);
    }
    let distance = ((control & 31) << 8) + next();
    if (distance === nearDistance) distance += (next() << 8) + next();
    distance += 1;
    if (distance > to) throw damaged("blosclz", `a match points ${distance} bytes back at byte ${to}`);
    if (length > target.length - to) throw damaged("blosclz", `a block holds more than ${target.length} bytes`);
    copyMatch(target, to, distance, length);
    to += length;
  }
  if (to !== target.length) throw damaged("blosclz", `a block holds ${to} bytes where ${target.length} are expected`);
}
