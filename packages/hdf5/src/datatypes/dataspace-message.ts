import type { Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "../io/cursor.ts";

/** How many elements there are, and how many there may be. */
export interface Dataspace {
  readonly shape: Shape;
  /** How far each axis may grow, `null` without limit; absent where none can. */
  readonly maxShape?: readonly (number | null)[];
}

const maxRank = 32;

/**
 * Reads a dataspace message (specification IV.A.2.b).
 *
 * @param what Names the space in messages, as "The dataspace of /a".
 * @throws `malformed`, `unsupported` for other versions than 1 and 2
 */
export function parseDataspace(message: Uint8Array, sizeOfLengths: number, what: string): Dataspace {
  const cursor = new Cursor(message, what);
  const [version, rank, flags, kind] = [cursor.uint(1), cursor.uint(1), cursor.uint(1), cursor.uint(1)];
  if (version !== 1 && version !== 2) throw hdmfError("unsupported", `${what} is of version ${version}`);
  if (rank > maxRank) throw hdmfError("malformed", `${what} has ${rank} dimensions; 32 are the most`);
  if (version === 1) cursor.skip(4);
  else if (kind > 2 || (kind !== 1 && rank > 0)) {
    throw hdmfError("malformed", `${what} is of kind ${kind} with ${rank} dimensions`);
  }
  if (version === 2 && kind === 2) return { shape: null };
  const shape = takeLengths(rank, () => cursor.uint(sizeOfLengths));
  if ((flags & 1) === 0) return { shape };
  const maxShape = takeLengths(rank, () => cursor.address(sizeOfLengths) ?? null);
  for (const [axis, most] of maxShape.entries()) {
    if (most !== null && most < shape[axis]!) {
      throw hdmfError("malformed", `${what} has ${shape[axis]} elements along axis ${axis}, and at most ${most}`);
    }
  }
  return maxShape.every((most, axis) => most === shape[axis]) ? { shape } : { shape, maxShape };
}

function takeLengths<T>(rank: number, take: () => T): T[] {
  return Array.from({ length: rank }, take);
}
