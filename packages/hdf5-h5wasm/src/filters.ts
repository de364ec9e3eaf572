import type { Filter } from "@hdmf-ts/array";

const names: Readonly<Record<number, string>> = {
  1: "deflate",
  2: "shuffle",
  3: "fletcher32",
  4: "szip",
  5: "nbit",
  6: "scaleoffset",
  307: "bzip2",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4-hdf5",
  32008: "bitshuffle",
  32015: "zstd",
  32026: "blosc2",
};

/** The filters that are compiled into h5wasm have the numbers 1 to 6; it gets no others as plugins here. */
const lastBuiltIn = 6;

/** A filter by its neutral name, or by its registered number where it has none. */
export function namedFilter(id: number, options: readonly number[]): Filter {
  return { name: names[id] ?? `hdf5-${id}`, id, options };
}

/** The first filter that h5wasm cannot undo. */
export function missingFilter(filters: readonly Filter[]): Filter | undefined {
  return filters.find(({ id = 0 }) => id > lastBuiltIn);
}
