import { hdmfError } from "@hdmf-ts/errors";

/** Gives the first row and the one after the last, for a number of rows. */
export type RowRange = (length: number) => readonly [start: number, stop: number];

/**
 * Reads `A:B` like a Python slice: either side may be left out, negative numbers count from the end, what lies beyond is cut.
 * @throws `invalid` for anything else.
 */
export function parseRows(text: string): RowRange {
  const match = /^(-?\d+)?:(-?\d+)?$/.exec(text);
  if (match === null) {
    throw hdmfError("invalid", `--rows ${JSON.stringify(text)} is no range of rows`, {
      hint: "write A:B, such as 0:10 or -5:",
    });
  }
  return (length) => {
    const bound = (part: string | undefined, otherwise: number) => {
      if (part === undefined) return otherwise;
      const number = Number(part);
      return Math.min(length, Math.max(0, number < 0 ? number + length : number));
    };
    const start = bound(match[1], 0);
    return [start, Math.max(start, bound(match[2], length))];
  };
}
