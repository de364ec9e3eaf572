import type { StoredChunk, VisitChunk } from "./chunk-index.ts";

/** The chunks of a dataset as flat columns in the order of their numbers: a file may have hundreds of thousands. */
export interface ChunkTable {
  readonly add: VisitChunk;
  count(): number;
  /** To be called once, when all were added. */
  finish(): (number: number) => StoredChunk | undefined;
}

/** A new table; chunks without a length of their own have `chunkBytes`. */
export function chunkTable(chunkBytes: number): ChunkTable {
  const numbers: number[] = [];
  const addresses: number[] = [];
  const lengths: number[] = [];
  const masks: number[] = [];
  let sorted = true;
  return {
    add(number, address, length, filterMask) {
      const last = numbers.at(-1);
      if (last !== undefined && number <= last) sorted = false;
      numbers.push(number);
      addresses.push(address);
      lengths.push(length ?? chunkBytes);
      masks.push(filterMask);
    },
    count: () => numbers.length,
    finish() {
      const order = sorted ? undefined : numbers.map((_, row) => row).sort((a, b) => numbers[a]! - numbers[b]!);
      const column = (values: number[]): Float64Array =>
        order ? Float64Array.from(order, (row) => values[row]!) : Float64Array.from(values);
      const keys = column(numbers);
      const [address, length, mask] = [column(addresses), column(lengths), column(masks)];
      return (number) => {
        const row = rowOf(keys, number);
        if (row < 0) return undefined;
        return { address: address[row]!, length: length[row]!, filterMask: mask[row]! };
      };
    },
  };
}

/** Dense tables, the usual ones, are hit at the first guess. */
function rowOf(keys: Float64Array, number: number): number {
  if (keys[number] === number) return number;
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const key = keys[middle]!;
    if (key === number) return middle;
    if (key < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
