/** What was made from bytes, found again by equal bytes. */
export type ByteCache<T> = (bytes: Uint8Array, start?: number, end?: number) => T;

interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly made: T;
}

const slots = 4096;
const maxLength = 256;

/**
 * Remembers what short bytes were turned into (names, types and shapes repeat thousands of times in a file): one entry for each of
 * 4096 hashes, the last one made.
 *
 * @param make Gets a copy of its own.
 */
export function byteCache<T>(make: (bytes: Uint8Array) => T): ByteCache<T> {
  const entries: (Entry<T> | undefined)[] = new Array<Entry<T> | undefined>(slots).fill(undefined);
  return (bytes, start = 0, end = bytes.length) => {
    const length = end - start;
    if (length > maxLength) return make(bytes.slice(start, end));
    let hash = length;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);
    const entry = entries[slot];
    if (entry !== undefined && sameBytes(entry.bytes, bytes, start, length)) return entry.made;
    const copy = bytes.slice(start, end);
    const made = make(copy);
    entries[slot] = { bytes: copy, made };
    return made;
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array, start: number, length: number): boolean {
  if (a.length !== length) return false;
  for (let index = 0; index < length; index++) if (a[index] !== b[start + index]) return false;
  return true;
}
