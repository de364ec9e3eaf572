import { allocate, type NdArray } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Attribute, Hdf5Dataset, Hdf5File, Hdf5Object } from "../src/index.ts";
import { dumpHdf5, type Json } from "../src/testing.ts";

/** JSON objects, as conformance/dump_library_suite.py prints them: `{ error }` where something was refused. */
export type Tree = { readonly [name: string]: Json };

// As in conformance/dump_library_suite.py.
const sampledFrom = 2 ** 21;
const samples = 16;

// No attribute of the files is called so.
const refusal = "! refused";
const unread = "! unread";

/** What our side makes of a file, in the form of the judge. Errors that are not ours are thrown: they are bugs, no refusals. */
export async function dumpTolerantly(open: () => Promise<Hdf5File>): Promise<Tree> {
  let file: Hdf5File;
  try {
    file = await open();
  } catch (error) {
    return refused(error);
  }
  try {
    const dump = await dumpHdf5({ ...file, objects: (addresses) => objectsOf(file, addresses) });
    return Object.fromEntries([...dump].map(([path, object]) => [path, restore(object as Tree)]));
  } finally {
    await file.close();
  }
}

function refused(error: unknown): { error: string } {
  if (!isHdmfError(error)) throw error;
  return { error: `${error.tag}: ${error.message}` };
}

async function objectsOf(file: Hdf5File, addresses: readonly number[]): Promise<readonly Hdf5Object[]> {
  const objects: Hdf5Object[] = [];
  for (const address of addresses) objects.push(await objectOf(file, address));
  return objects;
}

/** The object, or a group in its stead that carries the error as an attribute. */
async function objectOf(file: Hdf5File, address: number): Promise<Hdf5Object> {
  try {
    const [object] = (await file.objects([address])) as [Hdf5Object];
    return object.kind === "dataset" ? await withValue(object) : object;
  } catch (error) {
    return { kind: "group", address, attributes: noted(refusal, error), links: new Map(), creationOrder: false };
  }
}

async function withValue(dataset: Hdf5Dataset): Promise<Hdf5Dataset> {
  const { attributes, dtype, shape } = dataset;
  try {
    const value = await sampled(dataset);
    return { ...dataset, read: async () => value };
  } catch (error) {
    const value = { dtype, shape, data: allocate(dtype, 0) };
    return { ...dataset, attributes: new Map([...attributes, ...noted(unread, error)]), read: async () => value };
  }
}

async function sampled(dataset: Hdf5Dataset): Promise<NdArray> {
  const { dtype, shape } = dataset;
  const count = (shape ?? []).reduce((product, length) => product * length, 1);
  if (shape === null || count <= sampledFrom) return dataset.read();
  const steps = shape.map((length) => ({ step: Math.max(1, Math.ceil(length / samples)) }));
  return { dtype, shape, data: (await dataset.read(steps)).data };
}

function noted(name: string, error: unknown): Map<string, Hdf5Attribute> {
  return new Map([[name, { dtype: "utf8", shape: [], data: [refused(error).error] }]]);
}

/** Puts the errors in the places where the judge has them. */
function restore(object: Tree): Tree {
  const attributes = object.attributes as readonly (readonly [string, { readonly value: readonly string[] }])[];
  const [name, note] = attributes.at(-1) ?? [];
  const error = note?.value?.[0] as string;
  if (name === refusal) return { error };
  return name === unread ? { ...object, attributes: attributes.slice(0, -1), value: { error } } : object;
}

/**
 * What is not as the judge has it: our side as JSON, by path. What the judge refuses may be refused or read; where it refuses a part
 * of an object, the whole may be refused.
 */
export function differences(judged: Tree, ours: Tree): Map<string, string> {
  const found = new Map<string, string>();
  if (isError(judged)) return found;
  if (isError(ours)) return found.set("", JSON.stringify(ours));
  const refusedPaths = Object.keys(judged).filter((path) => isError(judged[path]));
  for (const path of new Set([...Object.keys(judged), ...Object.keys(ours)])) {
    const [theirs, own] = [judged[path] as Tree | undefined, ours[path] as Tree | undefined];
    const hidden = theirs === undefined && refusedPaths.some((refusedPath) => path.startsWith(refusedPath));
    if (hidden || agrees(theirs, own) || (isError(own) && Object.values(theirs ?? {}).some(isError))) continue;
    found.set(path, JSON.stringify(own ?? null));
  }
  return found;
}

function isError(tree: Json | undefined): boolean {
  return typeof (tree as { error?: Json } | null | undefined)?.error === "string";
}

function agrees(theirs: Json | undefined, ours: Json | undefined): boolean {
  if (isError(theirs)) return true;
  if (theirs === null || ours === null || typeof theirs !== "object" || typeof ours !== "object")
    return theirs === ours;
  const [a, b] = [theirs as Tree, ours as Tree];
  // Filters that the format does not define have the names that their writers gave.
  const named = !(typeof a.id === "number" && a.id > 255);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (name === "name" && !named) || agrees(a[name], b[name]));
}
