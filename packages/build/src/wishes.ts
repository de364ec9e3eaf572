import type { ShapeSpec } from "@hdmf-ts/spec";
import type { CallOptions, DatasetNode, Storage } from "@hdmf-ts/storage";
import { datasetSpecs } from "./dataset-specs.ts";
import { isA, type Registry } from "./registry.ts";
import { typeOf } from "./type-of.ts";

/** What the specification adds to a dataset that is copied to another format. */
export interface SpecWishes {
  /** The name of each axis. */
  readonly dimensions?: readonly (string | null)[];
  /** How far each axis may grow. */
  readonly maxShape?: readonly (number | null)[];
}

/**
 * What only the specifications know of the datasets of a file, for the `wishes` of `copyTree`. Reads all nodes once, and
 * what external links lead to.
 *
 * - `dimensions`: the `dims` of the alternative that the shape fits, by the specification of the place where the dataset
 *   stands (a column of a table is a `VectorData` there, whatever extends it), as hdmf labels axes; absent where the dataset has
 *   names for its axes already.
 * - `maxShape`: for `VectorData`, `ElementIdentifiers` and what extends them, whose rows may be added to; only where the
 *   source is Zarr, which does not say what may grow, and nothing is kept of an HDF5 file that it comes from.
 */
export async function wishesOf(
  storage: Storage,
  registry: Registry,
  options: CallOptions = {},
): Promise<(path: string, node: DatasetNode) => SpecWishes | undefined> {
  const specs = await datasetSpecs(storage, registry, options);
  const grows = storage.format.startsWith("zarr");
  return (path, node) => {
    const spec = specs.get(path);
    const { shape } = node.array;
    const fit = spec === undefined || shape === null ? undefined : fittingShape(spec.shape ?? [], shape);
    if (spec === undefined || fit === undefined || shape?.length === 0) return undefined;
    const dims = spec.dims?.[fit];
    const isNamed = dims === undefined || node.dimensions !== undefined;
    const isOpen = grows && node.array.maxShape === undefined && node.stored?.layout === undefined;
    const type = isOpen ? typeOf(node) : undefined;
    const isExpandable = type && (isA(registry, type, "VectorData") || isA(registry, type, "ElementIdentifiers"));
    const maxShape = isExpandable ? spec.shape?.[fit] : undefined;
    if (isNamed && maxShape === undefined) return undefined;
    return { ...(isNamed ? {} : { dimensions: dims }), ...(maxShape === undefined ? {} : { maxShape }) };
  };
}

/**
 * The alternative of a specification that a shape fits: as many axes, and the lengths it asks for; of several the one that
 * leaves least open, then the first (as hdmf chooses).
 */
function fittingShape(alternatives: ShapeSpec, shape: readonly number[]): number | undefined {
  let best: number | undefined;
  let bestOpen = Number.POSITIVE_INFINITY;
  for (const [index, axes] of alternatives.entries()) {
    if (axes.length !== shape.length || axes.some((length, axis) => length !== null && length !== shape[axis]))
      continue;
    const open = axes.filter((length) => length === null).length;
    if (open < bestOpen) [best, bestOpen] = [index, open];
  }
  return best;
}
