import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { hdmfError } from "@hdmf-ts/errors";
import { isUrl } from "./is-url.ts";

/** The true place of a path; of one that is not there yet, by its nearest folder that is. */
async function truePath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await truePath(parent), basename(path));
  }
}

/** @throws `invalid` where writing `output` would touch `input`: the same place, or one inside of the other. */
export async function checkApart(input: string, output: string): Promise<void> {
  if (isUrl(input)) return;
  const [from, to] = await Promise.all([truePath(input), truePath(output)]);
  if (from !== to && !from.startsWith(to + sep) && !to.startsWith(from + sep)) return;
  throw hdmfError("invalid", `${output} is the input, or one holds the other`, { hint: "choose another OUT" });
}
