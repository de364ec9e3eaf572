import { hdmfError } from "@hdmf-ts/errors";
import type { FileBytes, Range } from "../io/file-bytes.ts";

/**
 * What the nodes of one structure may take of the file: each address once, together no more bytes than the file has. Sound
 * files keep to it, as nodes do not overlap; without it a small damaged file can make a tree without end.
 *
 * @returns Notes nodes before they are read. @throws `malformed` for nodes beyond the budget.
 */
export function nodeBudget(bytes: FileBytes, what: () => string): (nodes: readonly Range[]) => void {
  // Most trees have one node.
  let first = -1;
  let seen: Set<number> | undefined;
  let left = bytes.end;
  return (nodes) => {
    for (const { address, length } of nodes) {
      if (first < 0) first = address;
      else seen ??= new Set([first]);
      if (seen?.has(address)) throw hdmfError("malformed", `${what()} reaches the address ${address} twice`);
      seen?.add(address);
      left -= length;
    }
    if (left < 0) throw hdmfError("malformed", `${what()} has more nodes than the file has bytes`);
  };
}
