const hashBits = 14;
const mostLiterals = 32;
const leastMatch = 3;
const mostMatch = 264;
const farthest = 8192;

/** Encodes with LZF: runs of bytes, and matches with what stands up to 8 KiB before. At worst it is a byte in 32 longer. */
export function encodeLzf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const result = new Uint8Array(length + Math.ceil(length / mostLiterals));
  /** One more than where three bytes of this hash stood last. */
  const places = new Int32Array(2 ** hashBits);
  let to = 0;
  let literals = 0;
  let from = 0;

  function putLiterals(stop: number): void {
    for (let at = literals; at < stop; at += mostLiterals) {
      const count = Math.min(mostLiterals, stop - at);
      result[to++] = count - 1;
      for (let k = 0; k < count; k++) result[to++] = bytes[at + k]!;
    }
  }

  function hashAt(at: number): number {
    const three = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    return Math.imul(three, 0x9e37_79b1) >>> (32 - hashBits);
  }

  while (from + leastMatch <= length) {
    const hash = hashAt(from);
    const before = places[hash]! - 1;
    places[hash] = from + 1;
    const matches =
      before >= 0 &&
      from - before <= farthest &&
      bytes[before] === bytes[from] &&
      bytes[before + 1] === bytes[from + 1] &&
      bytes[before + 2] === bytes[from + 2];
    if (!matches) {
      from++;
      continue;
    }
    const most = Math.min(mostMatch, length - from);
    let count = leastMatch;
    while (count < most && bytes[before + count] === bytes[from + count]) count++;
    putLiterals(from);
    const distance = from - before - 1;
    const short = Math.min(7, count - 2);
    result[to++] = (short << 5) | (distance >> 8);
    if (short === 7) result[to++] = count - 9;
    result[to++] = distance & 255;
    // What is inside of a match can be found again, which long matches do not need.
    const stop = from + count;
    for (let at = from + 1; at < Math.min(stop, from + 16) && at + leastMatch <= length; at++)
      places[hashAt(at)] = at + 1;
    from = stop;
    literals = stop;
  }
  putLiterals(length);
  return result.slice(0, to);
}
