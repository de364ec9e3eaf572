import type { NodeId } from "@hdmf-ts/array";
import { type HdmfError, hdmfError } from "@hdmf-ts/errors";
import type { Node } from "./node.ts";
import type { CallOptions, Damage, Storage } from "./storage.ts";

/** What cannot be read of a tree, and where. */
export interface TreeDamage extends Damage {
  /** The first path of the node. */
  readonly path: string;
}

/** The error of a damage, with the path of the node in it. */
export function errorAt(error: HdmfError, path: string): HdmfError {
  return error.path === path
    ? error
    : hdmfError(error.tag, `${path}: ${error.message}`, { ...error, cause: error, path });
}

/**
 * Nodes for those who need only a part of them: what else of them is damaged does not matter.
 *
 * @param isNeeded Of a damaged attribute or child: whether it is needed; unless given, none is.
 * @throws for nodes that cannot be read, and for what is needed.
 */
export function readParts(
  reader: Pick<Storage, "read">,
  ids: readonly NodeId[],
  options: CallOptions,
  isNeeded?: (damage: Damage) => boolean,
): Promise<readonly Node[]> {
  const onDamage = (one: Damage): void => {
    if ((one.attribute ?? one.child) === undefined || isNeeded?.(one)) throw one.error;
  };
  return reader.read(ids, { ...options, onDamage });
}
