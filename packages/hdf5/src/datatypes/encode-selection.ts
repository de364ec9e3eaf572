import type { RegionSelection, Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { ByteWriter } from "../io/byte-writer.ts";

const kinds = ["none", "points", "hyperslabs", "all"];
const mostCoordinate = 2 ** 32 - 1;

/**
 * Writes a dataspace selection of version 1 (specification VIII.A).
 *
 * @param shape Of the dataset that the selection is of.
 * @throws `invalid` for a selection of another number of axes, or with coordinates that are none; `unsupported` from 2^32 on
 */
export function encodeSelection(writer: ByteWriter, selection: RegionSelection, shape: Shape, what: string): void {
  const { kind, rank, coordinates } = selection;
  const type = kinds.indexOf(kind);
  if (type < 0) throw hdmfError("invalid", `${what} selects in an unknown way, "${kind}"`);
  writer.uint(type, 4);
  writer.uint(1, 4);
  if (kind === "none" || kind === "all") {
    writer.zeros(8);
    return;
  }
  if (rank !== shape?.length || rank === 0) {
    throw hdmfError("invalid", `${what} selects along ${rank} axes of a dataset of ${shape?.length ?? "no"} axes`);
  }
  const each = kind === "points" ? rank : 2 * rank;
  if (coordinates.length % each !== 0) {
    throw hdmfError("invalid", `${what} has ${coordinates.length} coordinates, ${each} of which belong together`);
  }
  writer.zeros(4);
  writer.uint(8 + 4 * coordinates.length, 4);
  writer.uint(rank, 4);
  writer.uint(coordinates.length / each, 4);
  for (const [index, coordinate] of coordinates.entries()) {
    if (!(Number.isInteger(coordinate) && coordinate >= 0)) {
      throw hdmfError("invalid", `${what} selects at the coordinate ${coordinate}`);
    }
    if (kind === "hyperslabs" && index % each >= rank && coordinate < coordinates[index - rank]!) {
      throw hdmfError("invalid", `${what} selects from ${coordinates[index - rank]} to ${coordinate}`);
    }
    if (coordinate > mostCoordinate) {
      throw hdmfError("unsupported", `${what} selects at ${coordinate}; coordinates from 2^32 on are not written`);
    }
    writer.uint(coordinate, 4);
  }
}
