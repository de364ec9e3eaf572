import { hdmfError } from "@hdmf-ts/errors";
import { type AbsentBytes, type FileBytes, isAbsentBytes, type Range } from "./file-bytes.ts";
import type { Pages } from "./pages.ts";

/** Where addresses begin and how wide they are. */
export interface Addressing {
  readonly base: number;
  readonly sizeOfOffsets: number;
  readonly sizeOfLengths: number;
}

/** Pages as the parsers see them. */
export function pagedBytes(pages: Pages, { base, sizeOfOffsets, sizeOfLengths }: Addressing): FileBytes {
  const end = pages.source.byteLength - base;

  const check = (address: number, length: number, what: string): void => {
    if (address >= 0 && length >= 0 && address + length <= end) return;
    const place = `${length} bytes at ${address}, but the file ends at ${end}`;
    throw hdmfError("malformed", `${what} is damaged or cut off: it would take ${place}`);
  };

  return {
    sizeOfOffsets,
    sizeOfLengths,
    end,
    at(address, length, what) {
      check(address, length, what);
      try {
        return pages.at(address + base, length);
      } catch (thrown) {
        throw isAbsentBytes(thrown) ? relative(thrown, base) : thrown;
      }
    },
    want(ranges, what) {
      for (const { address, length } of ranges) check(address, length, what);
      if (pages.whole) return;
      const absent = pages.missing(base === 0 ? ranges : ranges.map((range) => shifted(range, base)));
      if (absent.length > 0) throw relative({ absent }, base);
    },
  };
}

function relative(thrown: AbsentBytes, base: number): AbsentBytes {
  return base === 0 ? thrown : { absent: thrown.absent.map((range) => shifted(range, -base)) };
}

function shifted({ address, length }: Range, by: number): Range {
  return { address: address + by, length };
}
