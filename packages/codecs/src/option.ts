import { hdmfError } from "@hdmf-ts/errors";
import type { Filter } from "./codec.ts";

/** The number at `index` of a filter's options, checked. */
export function integerOption(
  filter: Filter,
  index: number,
  what: string,
  range: { readonly least: number; readonly most: number; readonly missing: number },
): number {
  const value = filter.options?.[index] ?? range.missing;
  if (Number.isInteger(value) && value >= range.least && value <= range.most) return value;
  throw hdmfError("invalid", `the ${what} of ${filter.name} is ${value}, not from ${range.least} to ${range.most}`);
}
