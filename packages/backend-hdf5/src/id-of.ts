import type { NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";

/** @throws `not-found` for an id of another storage */
export function idOf(id: NodeId): number {
  if (typeof id === "number") return id;
  throw hdmfError("not-found", `There is no object "${id}": the ids of an HDF5 file are numbers`);
}
