import { allocate, type Filter, type NdArray, sameDtype } from "@hdmf-ts/array";
import { diffDtypes } from "./diff-dtypes.ts";
import { diffStored } from "./diff-stored.ts";
import { byPath, byPathJson, differing, type Paths } from "./diff-values.ts";
import { type Finding, finding } from "./difference.ts";
import type { Attribute, DatasetNode, Node } from "./node.ts";
import { valuesJson } from "./values-json.ts";

/** What differs in two nodes of one path, but for their children and the elements of datasets. */
export function diffNodes(a: Node, b: Node, pathsA: Paths, pathsB: Paths): Finding[] {
  if (a.kind !== b.kind) return [finding("node-kind", a.kind, b.kind)];
  const found: Finding[] = [...diffAttributes(a, b, pathsA, pathsB)];
  if (a.kind === "datatype" && b.kind === "datatype") keep(found, diffDtypes(a.dtype, b.dtype, "dtype"));
  if (a.kind === "dataset" && b.kind === "dataset") found.push(...diffDatasets(a, b, pathsA, pathsB));
  return [...found, ...diffStored(a.stored, b.stored)];
}

function keep(found: Finding[], one: Finding | undefined): void {
  if (one !== undefined) found.push(one);
}

function diffAttributes(a: Node, b: Node, pathsA: Paths, pathsB: Paths): Finding[] {
  const names = new Set([...a.attributes.keys(), ...b.attributes.keys()]);
  return [...names].flatMap((attribute) => {
    const [left, right] = [a.attributes.get(attribute), b.attributes.get(attribute)];
    return diffAttribute(left, right, pathsA, pathsB).map((one): Finding => ({ ...one, attribute }));
  });
}

function diffAttribute(
  a: Attribute | undefined,
  b: Attribute | undefined,
  pathsA: Paths,
  pathsB: Paths,
): readonly Finding[] {
  const json = (array: NdArray | undefined, paths: Paths): unknown => array && valuesJson(array, (id) => paths.get(id));
  const values = finding("attribute", json(a, pathsA), json(b, pathsB));
  if (a === undefined || b === undefined) return [values];
  const found: Finding[] = [];
  keep(found, diffDtypes(a.dtype, b.dtype, "attribute-dtype"));
  if ((a.shape === null) !== (b.shape === null)) found.push({ ...values, kind: "null-space" });
  else if (!sameList(a.shape, b.shape)) found.push(values);
  else if (a.shape !== null && !sameElements(a, b, pathsA, pathsB)) found.push(values);
  keep(found, diffDatatype(a, b, pathsA, pathsB));
  return [...found, ...diffStored(a.stored, b.stored)];
}

function sameElements(a: NdArray, b: NdArray, pathsA: Paths, pathsB: Paths): boolean {
  const count = (a.shape ?? []).reduce((product, length) => product * length, 1);
  const [left, right] = [byPath(a.dtype, a.data, pathsA), byPath(b.dtype, b.data, pathsB)];
  return differing(a.dtype, left, b.dtype, right, count).length === 0;
}

function diffDatatype(
  a: Attribute | DatasetNode,
  b: Attribute | DatasetNode,
  pathsA: Paths,
  pathsB: Paths,
): Finding | undefined {
  const left = a.datatype === undefined ? undefined : (pathsA.get(a.datatype) ?? null);
  const right = b.datatype === undefined ? undefined : (pathsB.get(b.datatype) ?? null);
  return left === right ? undefined : finding("datatype", left, right);
}

function diffDatasets(a: DatasetNode, b: DatasetNode, pathsA: Paths, pathsB: Paths): Finding[] {
  const found: Finding[] = [];
  const [left, right] = [a.array, b.array];
  const add = (kind: Finding["kind"], one: unknown, other: unknown): void => {
    if (JSON.stringify(one) !== JSON.stringify(other)) found.push(finding(kind, one, other));
  };
  keep(found, diffDtypes(left.dtype, right.dtype, "dtype"));
  add((left.shape === null) === (right.shape === null) ? "shape" : "null-space", left.shape, right.shape);
  if (sameList(left.shape, right.shape))
    add("max-shape", left.maxShape ?? left.shape ?? undefined, right.maxShape ?? right.shape ?? undefined);
  add("chunks", chunksOf(a), chunksOf(b));
  if (!sameFilters(filtersOf(a), filtersOf(b))) found.push(finding("filters", filtersOf(a), filtersOf(b)));
  keep(found, diffFill(a, b, pathsA, pathsB));
  if (a.dimensions && b.dimensions) add("dimensions", a.dimensions, b.dimensions);
  keep(found, diffDatatype(a, b, pathsA, pathsB));
  return found;
}

/** Whether the original was in one piece, in a format that has to cut it. */
function inOnePiece({ stored }: DatasetNode): boolean {
  return stored?.layout !== undefined && stored.layout !== "chunked";
}

function chunksOf(node: DatasetNode): readonly number[] | undefined {
  return inOnePiece(node) ? undefined : node.array.chunks;
}

function filtersOf(node: DatasetNode): readonly Filter[] {
  return inOnePiece(node) ? [] : (node.filters ?? []);
}

function sameList(a: readonly unknown[] | null, b: readonly unknown[] | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Filters are told by their names and, where both sides know them, their numbers; the width that shuffle is told follows from the type. */
function sameFilters(a: readonly Filter[], b: readonly Filter[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, options }, index) => {
      const other = b[index];
      if (name !== other?.name) return false;
      return name === "shuffle" || !options || !other.options || sameList(options, other.options);
    })
  );
}

/** Where none is defined, the fill value is what the format has for zero. */
function diffFill(a: DatasetNode, b: DatasetNode, pathsA: Paths, pathsB: Paths): Finding | undefined {
  if (a.fillValue === undefined && b.fillValue === undefined) return undefined;
  if (!sameDtype(a.array.dtype, b.array.dtype)) return undefined;
  const { dtype } = a.array;
  const fill = ({ fillValue }: DatasetNode): NdArray => fillValue ?? { dtype, shape: [], data: allocate(dtype, 1) };
  const [left, right] = [byPath(dtype, fill(a).data, pathsA), byPath(dtype, fill(b).data, pathsB)];
  if (differing(dtype, left, dtype, right, 1).length === 0) return undefined;
  return finding("fill-value", byPathJson(dtype, left, 1)[0], byPathJson(dtype, right, 1)[0]);
}
