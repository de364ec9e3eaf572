import {
  type ArrayData,
  allocate,
  type Block,
  type Dtype,
  dataLength,
  isBytes,
  isColumns,
  isCompound,
  isNumbers,
  isRagged,
  isReferences,
  isRegions,
} from "@hdmf-ts/array";
import { datasetError } from "./write-errors.ts";

/** @throws `invalid` where data is not of the dtype, or has another number of elements */
export function checkData(dtype: Dtype, data: ArrayData, count: number, path: string): void {
  const wrong = wrongWith(dtype, data, count);
  if (wrong !== undefined) throw datasetError(path, "invalid", wrong);
}

/** What is wrong with data that shall be `count` elements of a dtype. */
function wrongWith(dtype: Dtype, data: ArrayData, count: number): string | undefined {
  if (typeof data !== "object" || data === null) return "there is no data";
  if (isCompound(dtype)) {
    if (!isColumns(data)) return "its data must be a Map of columns";
    for (const { name, dtype: inner } of dtype) {
      const column = data.get(name);
      if (column === undefined) return `the column ${JSON.stringify(name)} is missing`;
      const wrong = wrongWith(inner, column, count);
      if (wrong !== undefined) return `in the column ${JSON.stringify(name)}, ${wrong}`;
    }
    return undefined;
  }
  if (typeof dtype === "object" && "array" in dtype)
    return wrongWith(
      dtype.base,
      data,
      dtype.array.reduce((product, length) => product * length, count),
    );
  if (typeof dtype === "object" && "vlen" in dtype) {
    if (!isRagged(data)) return "its data must be values with offsets";
    const { values, offsets } = data;
    for (let i = 1; i < offsets.length; i++) if (!(offsets[i]! >= offsets[i - 1]!)) return `offset ${i} goes back`;
    if (offsets.length !== count + 1) return countText(offsets.length - 1, count);
    return (
      wrongWith(dtype.vlen, values, dataLength(dtype.vlen, values)) ?? endText(dtype.vlen, values, offsets[count]!)
    );
  }
  return wrongKind(allocate(dtype, 0), data) ?? wrongCount(dtype, data, count);
}

function wrongCount(dtype: Dtype, data: ArrayData, count: number): string | undefined {
  const found = dataLength(dtype, data);
  return found === count ? undefined : countText(found, count);
}

function countText(found: number, count: number): string {
  return `${found} elements were given where ${count} are wanted`;
}

function endText(base: Dtype, values: ArrayData, end: number): string | undefined {
  const found = dataLength(base, values);
  return end <= found ? undefined : `its offsets end at ${end}, and it has ${found} values`;
}

/** @param like Data of the right kind. */
function wrongKind(like: ArrayData, data: ArrayData): string | undefined {
  if (isNumbers(like)) {
    const wanted = nameOf(like);
    return isNumbers(data) && nameOf(data) === wanted ? undefined : `its data must be a ${wanted}`;
  }
  if (isBytes(like))
    return isBytes(data) && data.itemSize === like.itemSize
      ? undefined
      : `its data must be bytes, ${like.itemSize} an element`;
  if (isRegions(like)) return isRegions(data) ? undefined : "its data must be region references";
  if (isReferences(like)) return isReferences(data) ? undefined : "its data must be references";
  const isTexts = Array.isArray(data) && data.every((text) => typeof text === "string");
  return isTexts ? undefined : "its data must be a list of texts";
}

/** Subclasses such as Node's `Buffer` are of the type that they extend. */
function nameOf(numbers: object): string {
  return Object.prototype.toString.call(numbers).slice(8, -1);
}

/**
 * The shape that a dataset has when a block is in it.
 * @throws `invalid` for a block of another rank, or behind what the axes may grow to
 */
export function grownShape(
  shape: readonly number[],
  { start, shape: lengths }: Pick<Block, "start" | "shape">,
  limits: readonly (number | null)[],
  path: string,
): number[] {
  const isPlace = [...start, ...lengths].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (start.length !== shape.length || lengths.length !== shape.length || !isPlace)
    throw datasetError(
      path,
      "invalid",
      `a block of shape [${lengths.join(", ")}] at [${start.join(", ")}] does not fit its ${shape.length} axes`,
    );
  if (lengths.includes(0)) return [...shape];
  return shape.map((length, axis) => {
    const end = start[axis]! + lengths[axis]!;
    const limit = limits[axis] ?? null;
    if (end > length && limit !== null && end > limit)
      throw datasetError(path, "invalid", `axis ${axis} cannot grow to ${end}: it has at most ${limit}`);
    return Math.max(length, end);
  });
}
