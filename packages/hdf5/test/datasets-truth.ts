import { existsSync } from "node:fs";
import { allocate, type Dtype, elementCount, isNumbers, type NumberArray, type Shape } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Dataset } from "../src/hdf5-file.ts";
import { openHdf5File } from "../src/open-hdf5.ts";

/** A file of `conformance/make_reader_datasets.py`. */
export function fixture(name: string): string {
  const path = new URL(`../../../conformance/fixtures/reader/datasets-${name}.h5`, import.meta.url).pathname;
  if (!existsSync(path)) throw new Error(`${path} is missing: run conformance/make_reader_datasets.py`);
  return path;
}

export type OpenedDatasets = { readonly datasets: ReadonlyMap<string, Hdf5Dataset>; close(): Promise<void> };

/** All datasets in the root of a file, by their names. */
export async function openDatasets(...given: Parameters<typeof openHdf5File>): Promise<OpenedDatasets> {
  const file = await openHdf5File(...given);
  const [root] = await file.objects([file.root]);
  if (root?.kind !== "group") throw new Error("no root group");
  const names: string[] = [];
  const addresses: number[] = [];
  for (const [name, link] of root.links) {
    if (!("hard" in link)) continue;
    names.push(name);
    addresses.push(link.hard);
  }
  const objects = await file.objects(addresses);
  const datasets = new Map<string, Hdf5Dataset>();
  for (const [index, object] of objects.entries()) if (object.kind === "dataset") datasets.set(names[index]!, object);
  return { datasets, close: () => file.close() };
}

/** The value of element `i`, as in `conformance/make_reader_datasets.py`. */
export function valueAt(index: number): number {
  return (index * 7 + 3) % 1000;
}

/** What h5py wrote: the formula where it wrote, the fill value elsewhere. */
export function truth(dataset: Hdf5Dataset): { dtype: Dtype; shape: Shape; data: NumberArray } {
  const { dtype, shape } = dataset;
  if (shape === null) throw new Error("a null space has no elements");
  const data = allocate(dtype, elementCount(shape)) as NumberArray;
  if (!isNumbers(data)) throw new Error("the formula is for numbers");
  const written = dataset.attributes.get("written");
  const boxes = written && Array.from(written.data as BigInt64Array, Number);
  const fill = dataset.fillValue?.data as NumberArray | undefined;
  const at = shape.map(() => 0);
  for (let index = 0; index < data.length; index++) {
    if (!boxes || isIn(boxes, at)) data[index] = asElement(dtype, valueAt(index));
    else if (fill) data[index] = fill[0]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++at[axis]! < shape[axis]!) break;
      at[axis] = 0;
    }
  }
  return { dtype, shape, data };
}

function isIn(boxes: readonly number[], at: readonly number[]): boolean {
  const width = 2 * at.length;
  for (let box = 0; box < boxes.length; box += width)
    if (at.every((place, axis) => place >= boxes[box + 2 * axis]! && place < boxes[box + 2 * axis + 1]!)) return true;
  return false;
}

/** Typed arrays wrap and round as numpy does here; 64-bit integers need their own kind of number. */
function asElement(dtype: Dtype, value: number): number | bigint {
  if (dtype === "int64" || dtype === "uint64") return BigInt(value);
  return value;
}

/** The tag of what a promise rejects with. */
export async function tagOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isHdmfError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
  return "resolved";
}
