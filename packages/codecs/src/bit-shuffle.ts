/**
 * Bit shuffle as in blosc 1: first the lowest bits of all elements, and so on. Only where the count of whole elements is a
 * multiple of 8; else the bytes stay as they are.
 */
export function bitShuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  if (count % 8 !== 0) return bytes;
  const result = new Uint8Array(bytes.length);
  const row = count / 8;
  for (let byte = 0; byte < elementSize; byte++)
    for (let group = 0; group < row; group++) {
      const from = group * 8 * elementSize + byte;
      for (let bit = 0; bit < 8; bit++) {
        let value = 0;
        for (let j = 0; j < 8; j++) value |= ((bytes[from + j * elementSize]! >> bit) & 1) << j;
        result[(byte * 8 + bit) * row + group] = value;
      }
    }
  result.set(bytes.subarray(count * elementSize), count * elementSize);
  return result;
}

/** The opposite of {@link bitShuffle}. */
export function bitUnshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  if (count % 8 !== 0) return bytes;
  const result = new Uint8Array(bytes.length);
  const row = count / 8;
  for (let byte = 0; byte < elementSize; byte++)
    for (let group = 0; group < row; group++) {
      const to = group * 8 * elementSize + byte;
      for (let j = 0; j < 8; j++) {
        let value = 0;
        for (let bit = 0; bit < 8; bit++) value |= ((bytes[(byte * 8 + bit) * row + group]! >> j) & 1) << bit;
        result[to + j * elementSize] = value;
      }
    }
  result.set(bytes.subarray(count * elementSize), count * elementSize);
  return result;
}
