import type { ArrayData, NdArray } from "@hdmf-ts/array";
import type { Hdf5Attribute, Hdf5File, Hdf5FileEdit } from "../../src/index.ts";

/** Numbers as the judge takes them. */
interface Numbers {
  readonly dtype: "int32" | "int16" | "uint8" | "int64" | "float64" | "float32" | "uint16";
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export type EditValue = Numbers | string | { readonly ref: string };

interface DatasetOptions {
  readonly maxshape?: readonly (number | null)[];
  readonly chunks?: readonly number[];
  readonly compression?: "gzip";
  readonly compression_opts?: number;
  readonly shuffle?: boolean;
}

/** An edit, by paths; `conformance/judge_edits.py` does the same with h5py. */
export type EditStep =
  | readonly ["set", path: string, name: string, value: EditValue]
  | readonly ["remove", path: string, name: string]
  | readonly ["group", path: string]
  | readonly ["dataset", path: string, value: Numbers, options: DatasetOptions]
  | readonly ["texts", path: string, texts: readonly string[]]
  | readonly ["write", path: string, box: readonly (readonly [number, number])[], value: Numbers]
  | readonly ["append", path: string, value: Numbers]
  | readonly ["resize", path: string, shape: readonly number[]]
  | readonly ["hard", path: string, target: string]
  | readonly ["soft", path: string, target: string]
  | readonly ["external", path: string, target: readonly [file: string, path: string]]
  | readonly ["unlink", path: string]
  | readonly ["move", path: string, to: string];

/** The id of every path, to which more is added as edits make it. */
export type Paths = Map<string, number>;

/** All hard links of a file, objects with several names under each of them. */
export async function pathsOf(file: Hdf5File): Promise<Paths> {
  const paths: Paths = new Map([["/", file.root]]);
  const walked = new Set<number>();
  for (const [path, id] of paths) {
    if (walked.has(id)) continue;
    walked.add(id);
    const [object] = await file.objects([id]);
    if (object?.kind !== "group") continue;
    for (const [name, link] of object.links)
      if ("hard" in link && link.hard !== file.root) paths.set(join(path, name), link.hard);
  }
  return paths;
}

export const join = (parent: string, name: string): string => (parent === "/" ? `/${name}` : `${parent}/${name}`);

function split(path: string): [parent: string, name: string] {
  const at = path.lastIndexOf("/");
  return [path.slice(0, at) || "/", path.slice(at + 1)];
}

function numbers({ dtype, shape, data }: Numbers): NdArray {
  const types = {
    int16: Int16Array,
    int32: Int32Array,
    uint8: Uint8Array,
    uint16: Uint16Array,
    float64: Float64Array,
    float32: Float32Array,
  };
  const made = dtype === "int64" ? BigInt64Array.from(data.map(BigInt)) : types[dtype].from(data);
  return { dtype, shape, data: made };
}

export async function applyStep(edit: Hdf5FileEdit, paths: Paths, step: EditStep): Promise<void> {
  const id = (path: string): number => {
    const found = paths.get(path);
    if (found === undefined) throw new Error(`${path} is unknown`);
    return found;
  };
  const [kind, path] = step;
  const [parent, name] = split(path);
  switch (kind) {
    case "set":
      return edit.setAttribute(id(path), step[2], attributeOf(step[3], id));
    case "remove":
      return edit.removeAttribute(id(path), step[2]);
    case "group":
      paths.set(path, await edit.createGroup(id(parent), name));
      return;
    case "dataset": {
      const { dtype, shape, data } = numbers(step[2]);
      const { maxshape, chunks, compression, compression_opts = 4, shuffle } = step[3];
      const made = await edit.createDataset(id(parent), name, {
        dtype,
        shape,
        ...(maxshape && { maxShape: maxshape }),
        ...(chunks && { chunks }),
        filters: [
          ...(shuffle ? [{ name: "shuffle" }] : []),
          ...(compression ? [{ name: "deflate", options: [compression_opts] }] : []),
        ],
      });
      paths.set(path, made);
      return edit.write(made, undefined, data);
    }
    case "texts": {
      const made = await edit.createDataset(id(parent), name, { dtype: "utf8", shape: [step[2].length] });
      paths.set(path, made);
      return edit.write(made, undefined, step[2]);
    }
    case "write":
      return edit.write(
        id(path),
        step[2].map(([start, stop]) => ({ start, stop })),
        numbers(step[3]).data,
      );
    case "append":
      return edit.append(id(path), 0, numbers(step[2]));
    case "resize":
      return edit.resize(id(path), step[2]);
    case "hard":
      await edit.link(id(parent), name, { hard: id(step[2]) });
      copyPaths(paths, step[2], path);
      return;
    case "soft":
      return edit.link(id(parent), name, { soft: step[2] });
    case "external":
      return edit.link(id(parent), name, { external: { source: step[2][0], path: step[2][1] } });
    case "unlink":
      await edit.unlink(id(parent), name);
      dropPaths(paths, path);
      return;
    case "move": {
      const [newParent, newName] = split(step[2]);
      await edit.move(id(parent), name, id(newParent), newName);
      copyPaths(paths, path, step[2]);
      dropPaths(paths, path);
    }
  }
}

function attributeOf(value: EditValue, id: (path: string) => number): Hdf5Attribute {
  if (typeof value === "string") return { dtype: "utf8", shape: [], data: [value] };
  if ("ref" in value)
    return { dtype: "reference", shape: [], data: { ids: Float64Array.of(id(value.ref)) } as unknown as ArrayData };
  return numbers(value);
}

/** What is below one path is below another too. */
function copyPaths(paths: Paths, from: string, to: string): void {
  for (const [path, id] of [...paths])
    if (path === from || path.startsWith(`${from}/`)) paths.set(to + path.slice(from.length), id);
}

function dropPaths(paths: Paths, from: string): void {
  for (const path of [...paths.keys()]) if (path === from || path.startsWith(`${from}/`)) paths.delete(path);
}
