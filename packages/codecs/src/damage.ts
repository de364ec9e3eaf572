import { hdmfError } from "@hdmf-ts/errors";
import type { DecodeContext } from "./codec.ts";

const defaultMaxBytes = 2 ** 30;

/** An error about encoded bytes that break the rules of their codec. */
export function damaged(name: string, what: string, cause?: unknown): Error {
  return hdmfError("malformed", `damaged ${name} data: ${what}`, cause === undefined ? {} : { cause });
}

/** The most bytes that decoding may give. */
export function mostBytes(context: DecodeContext): number {
  return context.size ?? context.maxBytes ?? defaultMaxBytes;
}

/**
 * Checks a length that encoded data declares, before memory is taken for it.
 *
 * @param possible The most that the encoded bytes can hold by the rules of the codec.
 */
export function checkDeclared(name: string, declared: number, possible: number, context: DecodeContext): void {
  if (context.size !== undefined && declared !== context.size)
    throw damaged(name, `it holds ${declared} bytes where ${context.size} are expected`);
  if (declared > possible) throw damaged(name, `it declares ${declared} bytes but can hold ${Math.floor(possible)}`);
  if (declared > mostBytes(context)) throw tooLarge(name, mostBytes(context));
}

/** Decoding gives more than the caller allows (`limit`), or than it should give (`malformed`). */
export function tooLong(name: string, context: DecodeContext): Error {
  if (context.size === undefined) return tooLarge(name, mostBytes(context));
  return damaged(name, `it holds more than the ${context.size} bytes expected`);
}

function tooLarge(name: string, most: number): Error {
  return hdmfError("limit", `${name} data holds more than the ${most} bytes allowed`, {
    hint: "raise maxBytes if the data is trusted",
  });
}
