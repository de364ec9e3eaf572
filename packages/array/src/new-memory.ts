import { hdmfError } from "@hdmf-ts/errors";
import type { NumberArrayConstructor } from "./layout.ts";
import type { NumberArray } from "./nd-array.ts";

/** V8 turns longer lists into hash tables, which takes all memory long before they are full. */
const longestList = 2 ** 27;

/** A typed array of zeros, or a `limit` error that says why not. */
export function allocateNumbers<C extends NumberArrayConstructor>(type: C, length: number): InstanceType<C> {
  checkCount(length);
  try {
    return new (type as new (length: number) => NumberArray)(length) as InstanceType<C>;
  } catch (cause) {
    throw tooMany(length, cause);
  }
}

/** A list of equal items, or a `limit` error that says why not. */
export function allocateList<T>(length: number, item: T): T[] {
  checkListLength(length);
  return new Array<T>(length).fill(item);
}

/** @throws `limit` for a list longer than can be held. */
export function checkListLength(length: number): void {
  checkCount(length);
  if (length > longestList) throw tooMany(length);
}

function checkCount(count: number): void {
  if (count > Number.MAX_SAFE_INTEGER) throw tooMany(count);
  if (!Number.isSafeInteger(count) || count < 0) throw hdmfError("invalid", `${count} is no number of elements.`);
}

function tooMany(count: number, cause?: unknown): Error {
  return hdmfError("limit", `There is no memory for ${count} elements.`, {
    hint: "Read it block by block",
    cause,
  });
}
