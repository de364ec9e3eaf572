import type { Dtype } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5TypeDetails } from "../hdf5-file.ts";
import type { StoredType } from "./stored-type.ts";

/** What does not change from a type to its parts. */
export interface Making extends FieldSizes {
  readonly what: string;
}

/** Makes a part of a type. */
export type MakePart = (dtype: Dtype, details: Hdf5TypeDetails, making: Making, depth: number) => StoredType;

export const maxDepth = 32;
export const maxSize: number = 2 ** 32 - 1;
export const numberNames: RegExp = /^(u?int(8|16|32|64)|float(16|32|64))$/;

export function isBig({ byteOrder }: Hdf5TypeDetails, making: Making): boolean {
  if (byteOrder === undefined || byteOrder === "big") return byteOrder !== undefined;
  throw invalid(making, `has the byte order "${byteOrder}"; it is "big", or left out`);
}

const known = ["byteOrder", "text", "fields", "base", "offsets", "size", "typeMessage"] as const;

export function checkDetails(
  details: Hdf5TypeDetails,
  fitting: readonly (typeof known)[number][],
  making: Making,
): void {
  const wrong = known.find((name) => details[name] !== undefined && !fitting.includes(name));
  if (wrong !== undefined) throw invalid(making, `has details that do not fit it: ${wrong}`);
}

export function isCount(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= most;
}

export function unknown(making: Making, dtype: unknown): Error {
  return invalid(making, `is none that is known: ${JSON.stringify(dtype)}`);
}

export function invalid({ what }: Making, how: string): Error {
  return hdmfError("invalid", `${what} ${how}`);
}
