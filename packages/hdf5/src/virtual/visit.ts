import { hdmfError } from "@hdmf-ts/errors";
import type { LinkedFile } from "../elsewhere/linked-file.ts";

/** A virtual dataset whose sources are looked at, and those it was reached from. */
export interface Visit {
  readonly self: LinkedFile;
  readonly address: number;
  readonly outer: Visit | undefined;
  readonly depth: number;
  /** What is left to all visits of one read: the work for virtual datasets of virtual datasets can multiply. */
  readonly budget: { left: number };
  readonly call: { readonly signal?: AbortSignal };
}

const mostDepth = 32;
const mostBlocks = 2 ** 20;
/** Elements that may be read through other virtual datasets in any case, and for each that is read. */
const atLeast = 2 ** 19;
const perElement = 8;
/** A look at a source takes as long as so many elements. */
const lookElements = 128;

/** @throws `malformed` for a virtual dataset that is its own source, `limit` */
export function enter(
  self: LinkedFile,
  address: number,
  outer: Visit | undefined,
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
  const budget = outer?.budget ?? { left: atLeast };
  return { self, address, outer, depth, budget, call };
}

/** Counts a look at a source; those of the virtual dataset that is read allow as many of others. @throws `limit` */
export function spend({ outer, budget }: Visit, elements: number = 0): void {
  budget.left -= outer === undefined ? -perElement * elements : lookElements + elements;
  if (budget.left < 0) throw hdmfError("limit", `A virtual dataset leads through others to too many sources`);
}

/** @throws `limit` */
export function checkBlock(block: number): void {
  if (block > mostBlocks) throw hdmfError("limit", `A virtual dataset has more than ${mostBlocks} numbered sources`);
}
