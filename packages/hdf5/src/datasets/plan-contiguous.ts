import { elementCount, type Filter, type Shape } from "@hdmf-ts/array";
import type { StoredType } from "../datatypes/stored-type.ts";
import { datasetError } from "./write-errors.ts";
import type { LayoutPlan } from "./write-plan.ts";

const mostRank = 32;
const noFilters: readonly Filter[] = [];

/** The plan of a dataset of which nothing but the type and the shape is asked for. @throws `invalid` for a shape that none can have */
export function planContiguous(type: StoredType, shape: Shape, path: () => string): LayoutPlan {
  checkShape(shape, path);
  return { type, layout: "contiguous", shape, filters: noFilters };
}

/** @throws `invalid`, naming the dataset */
export function checkShape(shape: Shape, path: () => string): void {
  if (shape === null || shape.length === 0) return;
  if (shape.length > mostRank)
    throw datasetError(path(), "invalid", `it has ${shape.length} axes, HDF5 has at most ${mostRank}`);
  elementCount(shape);
}
