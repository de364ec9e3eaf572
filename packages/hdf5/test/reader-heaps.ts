import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { hdmfError } from "@hdmf-ts/errors";
import { type AbsentBytes, type FileBytes, isAbsentBytes } from "../src/io/file-bytes.ts";

const folder = new URL("../../../conformance/fixtures/reader/", import.meta.url);

/** What h5py reads in the fixtures (conformance/make_reader_heaps.py). A chunk: offsets, address, stored bytes. */
export interface HeapTruth {
  readonly links: Readonly<Record<string, string>>;
  readonly btree1: readonly Chunk[];
  readonly btree2: { readonly plain: readonly Chunk[]; readonly filtered: readonly Chunk[] };
  /** Where the elements of the texts in the global heap begin. */
  readonly texts: number;
}

export type Chunk = readonly [offsets: readonly number[], address: number, size: number];

export const truth: HeapTruth = JSON.parse(readFileSync(new URL("heaps.json", folder), "utf8"));

/** One of conformance/fixtures/reader. */
export function fixture(name: string): Uint8Array {
  const bytes = readFileSync(new URL(name, folder));
  return new Uint8Array(name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** The addresses of a signature. */
export function addressesOf(file: Uint8Array, signature: string): number[] {
  const found: number[] = [];
  const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 1)) found.push(at);
  return found;
}

/** All of a file, there at once. */
export function wholeFile(file: Uint8Array, sizes: { offsets?: number; lengths?: number } = {}): FileBytes {
  const check = (address: number, length: number, what: string): void => {
    if (!(address >= 0 && length >= 0 && address + length <= file.length)) {
      throw hdmfError("malformed", `${what} leaves the file: ${length} bytes at ${address}`);
    }
  };
  return {
    sizeOfOffsets: sizes.offsets ?? 8,
    sizeOfLengths: sizes.lengths ?? 8,
    end: file.length,
    at(address, length, what) {
      check(address, length, what);
      return file.subarray(address, address + length);
    },
    want(ranges, what) {
      for (const { address, length } of ranges) check(address, length, what);
    },
  };
}

/** A file whose pages are absent at first. `keep` says of each page that is asked for whether it comes with this round. */
export function runSparse<T>(
  file: Uint8Array,
  parse: (bytes: FileBytes) => T,
  { pageSize = 256, keep = (): boolean => true }: { pageSize?: number; keep?: () => boolean } = {},
): { value: T; rounds: number } {
  const whole = wholeFile(file);
  const there = new Set<number>();
  const demand = (ranges: AbsentBytes["absent"]): void => {
    const absent = ranges.filter(({ address, length }) =>
      pagesOf(address, length, pageSize).some((page) => !there.has(page)),
    );
    if (absent.length > 0) throw { absent } satisfies AbsentBytes;
  };
  const bytes: FileBytes = {
    ...whole,
    at(address, length, what) {
      const data = whole.at(address, length, what);
      demand([{ address, length }]);
      return data;
    },
    want(ranges, what) {
      whole.want(ranges, what);
      demand(ranges);
    },
  };
  for (let rounds = 0; ; rounds++) {
    try {
      return { value: parse(bytes), rounds };
    } catch (thrown) {
      if (!isAbsentBytes(thrown)) throw thrown;
      const pages = thrown.absent.flatMap(({ address, length }) => pagesOf(address, length, pageSize));
      const missing = pages.filter((page) => !there.has(page));
      there.add(missing[0]!);
      for (const page of missing) if (keep()) there.add(page);
    }
  }
}

function pagesOf(address: number, length: number, pageSize: number): number[] {
  if (length === 0) return [];
  const first = Math.floor(address / pageSize);
  const last = Math.floor((address + length - 1) / pageSize);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A small generator of numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
