import { hdmfError } from "@hdmf-ts/errors";
import type { LinkedFile } from "../elsewhere/linked-file.ts";

/** A virtual dataset whose sources are looked at, and those it was reached from. */
export interface Visit {
  readonly self: LinkedFile;
  readonly address: number;
  readonly outer: Visit | undefined;
  readonly depth: number;
  /** Looks at sources that are left to all visits of one read: those of virtual datasets of virtual datasets can multiply. */
  readonly budget: { left: number };
  readonly call: { readonly signal?: AbortSignal };
}

const mostDepth = 32;
const mostBlocks = 2 ** 20;
const mostNested = 2 ** 17;

/**
 * @param elements How many are read.
 * @throws `malformed` for a virtual dataset that is its own source, `limit`
 */
export function enter(
  self: LinkedFile,
  address: number,
  outer: Visit | undefined,
  elements: number = mostNested,
  call: Visit["call"] = outer?.call ?? {},
): Visit {
  for (let visit = outer; visit !== undefined; visit = visit.outer) {
    if (visit.self !== self || visit.address !== address) continue;
    throw hdmfError("malformed", `The virtual dataset at address ${address} is a source of its own elements`);
  }
  const depth = (outer?.depth ?? 0) + 1;
  if (depth > mostDepth) {
    throw hdmfError("limit", `Virtual datasets lead to virtual datasets through more than ${mostDepth} levels`);
  }
  // No element needs many looks, but looks that give no element are cheap to ask for.
  const budget = outer?.budget ?? { left: Math.min(mostNested, 1024 + 16 * elements) };
  return { self, address, outer, depth, budget, call };
}

/** Counts a look at a source. What a virtual dataset that nothing leads through maps itself is not bounded. @throws `limit` */
export function spend({ outer, budget }: Visit): void {
  if (outer === undefined || --budget.left >= 0) return;
  throw hdmfError("limit", `A virtual dataset leads through others to too many sources`);
}

/** @throws `limit` */
export function checkBlock(block: number): void {
  if (block > mostBlocks) throw hdmfError("limit", `A virtual dataset has more than ${mostBlocks} numbered sources`);
}
