import {
  type ArrayData,
  bytesFromNumbers,
  type Columns,
  compareUtf8,
  type Dtype,
  type IntegerName,
  type NdArray,
  type NumberArray,
  type Ragged,
  type References,
  type Regions,
} from "@hdmf-ts/array";
import type { Hdf5File, Hdf5Object, Hdf5TypeDetails } from "../hdf5-file.ts";

/** JSON, as conformance/dump_hdf5.py prints it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const hashedFrom = 256;

/**
 * All of a file in the form that conformance/dump_hdf5.py prints: every object under its first path (depth first, names in the order
 * of their UTF-8 bytes), numbers as the hexadecimal of their little-endian bytes or the SHA-256 of these, references as paths.
 */
export async function dumpHdf5(file: Hdf5File): Promise<Map<string, Json>> {
  const objects = await readAll(file);
  const paths = firstPaths(objects, file.root);
  const dump = new Map<string, Json>();
  for (const [address, path] of paths) {
    const object = objects.get(address);
    if (object !== undefined) dump.set(path, await dumpObject(object, paths));
  }
  return dump;
}

type Paths = ReadonlyMap<number, string>;

async function readAll(file: Hdf5File): Promise<Map<number, Hdf5Object>> {
  const objects = new Map<number, Hdf5Object>();
  let level = [file.root];
  while (level.length > 0) {
    const next = new Set<number>();
    for (const object of await file.objects(level)) {
      objects.set(object.address, object);
      if (object.kind !== "group") continue;
      for (const link of object.links.values()) if ("hard" in link) next.add(link.hard);
    }
    level = [...next].filter((address) => !objects.has(address));
  }
  return objects;
}

function firstPaths(objects: ReadonlyMap<number, Hdf5Object>, root: number): Map<number, string> {
  const paths = new Map<number, string>();
  const visit = (address: number, path: string): void => {
    if (paths.has(address)) return;
    paths.set(address, path);
    const object = objects.get(address);
    if (object?.kind !== "group") return;
    const base = path === "/" ? "" : path;
    for (const name of [...object.links.keys()].sort(compareUtf8)) {
      const link = object.links.get(name);
      if (link !== undefined && "hard" in link) visit(link.hard, `${base}/${name}`);
    }
  };
  visit(root, "/");
  return paths;
}

async function dumpObject(object: Hdf5Object, paths: Paths): Promise<Json> {
  const attributes: Json[] = [];
  for (const [name, { details, datatype, ...array }] of object.attributes) {
    attributes.push([name, await dumpArray(array, details, datatype, paths)]);
  }
  switch (object.kind) {
    case "group": {
      const links = [...object.links].map(([name, link]): Json => {
        if ("hard" in link) return [name, { hard: paths.get(link.hard) ?? "(no path)" }];
        return [name, "external" in link ? { external: { ...link.external } } : { ...link }];
      });
      return { kind: "group", attributes, links, ...(object.creationOrder ? { order: "creation" } : {}) };
    }
    case "datatype":
      return { kind: "datatype", attributes, dtype: dumpDtype(object.dtype), ...dumpDetails(object.details) };
    case "dataset": {
      const { layout, filters, fillValue, maxShape, chunks, details, datatype } = object;
      const array = await dumpArray(await object.read(), details, datatype, paths);
      const stored = filters.map(({ name, id = 0, options = [] }): Json => ({ name, id, options: [...options] }));
      return {
        kind: "dataset",
        attributes,
        layout,
        ...array,
        ...(maxShape === undefined ? {} : { maxShape: [...maxShape] }),
        ...(chunks === undefined ? {} : { chunks: [...chunks] }),
        ...(filters.length === 0 ? {} : { filters: stored }),
        ...(fillValue === undefined ? {} : { fillValue: await dumpData(fillValue.dtype, fillValue.data, paths) }),
      };
    }
  }
}

async function dumpArray(
  { dtype, shape, data }: NdArray,
  details: Hdf5TypeDetails | undefined,
  datatype: number | undefined,
  paths: Paths,
): Promise<{ [name: string]: Json }> {
  return {
    dtype: dumpDtype(dtype),
    shape: shape === null ? null : [...shape],
    ...dumpDetails(details),
    ...(datatype === undefined ? {} : { datatype: paths.get(datatype) ?? "(no path)" }),
    ...(shape === null ? {} : { value: await dumpData(dtype, data, paths) }),
  };
}

function dumpDtype(dtype: Dtype): Json {
  if (typeof dtype === "string") return dtype;
  if (Array.isArray(dtype)) return dtype.map((field): Json => [field.name, dumpDtype(field.dtype)]);
  if ("enum" in dtype) {
    return { enum: [...dtype.enum].map(([name, value]): Json => [name, String(value)]), base: dtype.base };
  }
  if ("vlen" in dtype) return { vlen: dumpDtype(dtype.vlen) };
  if ("array" in dtype) return { array: [...dtype.array], base: dumpDtype(dtype.base) };
  return dtype as unknown as Json;
}

function dumpDetails(details: Hdf5TypeDetails | undefined): { details?: Json } {
  return details === undefined ? {} : { details: detailsJson(details) };
}

function detailsJson({ fields, base, ...plain }: Hdf5TypeDetails): Json {
  return {
    ...(plain as { [name: string]: Json }),
    ...(fields === undefined ? {} : { fields: [...fields].map(([name, inner]): Json => [name, detailsJson(inner)]) }),
    ...(base === undefined ? {} : { base: detailsJson(base) }),
  };
}

async function dumpData(dtype: Dtype, data: ArrayData, paths: Paths): Promise<Json> {
  if (typeof dtype === "string") {
    switch (dtype) {
      case "utf8":
      case "ascii":
        return [...(data as readonly string[])];
      case "reference":
        return dumpReferences(data as References, paths);
      case "region": {
        const { ids, selections } = data as Regions;
        return [...ids].map((id, index): Json => {
          const selection = selections[index];
          return selection ? { path: paths.get(id as number) ?? "(no path)", count: selection.count } : null;
        });
      }
      case "bool":
        return hexed(data as Uint8Array);
      case "float16":
        return hexed(bytesFromNumbers("float32", data as NumberArray));
      default:
        return hexed(bytesFromNumbers(dtype as IntegerName, data as NumberArray));
    }
  }
  if (Array.isArray(dtype)) {
    const fields: { [name: string]: Json } = {};
    for (const { name, dtype: inner } of dtype) {
      fields[name] = await dumpData(inner, (data as Columns).get(name) as ArrayData, paths);
    }
    return fields;
  }
  if ("vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    return { offsets: [...offsets], values: await dumpData(dtype.vlen, values, paths) };
  }
  if ("array" in dtype) return dumpData(dtype.base, data, paths);
  if ("enum" in dtype) return dumpData(dtype.base, data, paths);
  if ("complex" in dtype) return dumpData(dtype.complex, data, paths);
  return hexed((data as { readonly bytes: Uint8Array }).bytes);
}

function dumpReferences({ ids }: References, paths: Paths): Json {
  return [...ids].map((id): Json => (id === -1 ? null : (paths.get(id as number) ?? "(dangling)")));
}

async function hexed(bytes: Uint8Array): Promise<string> {
  if (bytes.length < hashedFrom) return hex(bytes);
  return `sha256:${hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice())))}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
