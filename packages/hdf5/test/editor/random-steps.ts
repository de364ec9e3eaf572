import type { Hdf5Object } from "../../src/index.ts";
import { type EditStep, type EditValue, join, type Paths } from "./edit-steps.ts";

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type NumberType = Extract<EditValue, { readonly dtype: string }>["dtype"];
const writable: readonly string[] = ["int32", "int16", "uint8", "int64", "float64", "float32", "uint16"];

/** What random edits know of the objects: their kinds, shapes and attributes. */
export interface Known {
  readonly kind: Hdf5Object["kind"];
  readonly attributes: Set<string>;
  shape: readonly number[] | null;
  readonly dtype: string;
  readonly layout: string;
  readonly maxShape: readonly (number | null)[] | undefined;
  readonly names: Set<string>;
}

export function knownOf(object: Hdf5Object): Known {
  const isDataset = object.kind === "dataset";
  return {
    kind: object.kind,
    attributes: new Set(object.attributes.keys()),
    shape: isDataset ? object.shape : null,
    dtype: isDataset && typeof object.dtype === "string" ? object.dtype : "other",
    layout: isDataset ? object.layout : "",
    maxShape: isDataset ? object.maxShape : undefined,
    names: new Set(object.kind === "group" ? object.links.keys() : []),
  };
}

/** One random edit that can be made; what it changes is noted. @param targets What references lead to; more are added */
export function randomStep(
  paths: Paths,
  known: Map<number, Known>,
  random: () => number,
  counter: () => number,
  targets: Set<number>,
): EditStep {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const entries = [...paths].filter(([, id]) => known.has(id));
  const groups = entries.filter(([, id]) => known.get(id)!.kind === "group");
  const datasets = entries.filter(([, id]) => {
    const { kind, dtype, shape } = known.get(id)!;
    return kind === "dataset" && writable.includes(dtype) && shape !== null && shape.length > 0;
  });
  const numbers = (dtype: NumberType, shape: readonly number[]) => ({
    dtype,
    shape,
    data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => upTo(100)),
  });
  const value = (): EditValue =>
    pick<() => EditValue>([
      () => numbers(pick(["int32", "float64", "uint8"]), []),
      () => numbers(pick(["int16", "int64"]), [upTo(30)]),
      () => `text ${"long ".repeat(upTo(20))}${upTo(1000)}`,
      () => {
        const [path, id] = pick(entries);
        targets.add(id);
        return { ref: path };
      },
    ])();
  const newName = (): [string, Known, string] => {
    const [path, id] = pick(groups);
    const name = `new ${counter()}${"x".repeat(upTo(12))}`;
    return [join(path, name), known.get(id)!, name];
  };
  for (;;) {
    switch (upTo(13)) {
      case 0:
      case 1:
      case 2: {
        const [path, id] = pick(entries);
        const attributes = known.get(id)!.attributes;
        const name = attributes.size > 0 && random() < 0.5 ? pick([...attributes]) : `added ${upTo(12)}`;
        attributes.add(name);
        return ["set", path, name, value()];
      }
      case 3: {
        const [path, id] = pick(entries);
        const attributes = known.get(id)!.attributes;
        if (attributes.size === 0) continue;
        const name = pick([...attributes]);
        attributes.delete(name);
        return ["remove", path, name];
      }
      case 4: {
        const [path, parent, name] = newName();
        parent.names.add(name);
        return ["group", path];
      }
      case 5: {
        const [path, parent, name] = newName();
        parent.names.add(name);
        const dtype = pick(["int32", "float64", "int16"] as const);
        if (random() < 0.3) return ["texts", path, Array.from({ length: upTo(5) }, () => `text ${upTo(99)}`)];
        if (random() < 0.4) return ["dataset", path, numbers(dtype, [upTo(5), 3]), {}];
        const shape = [upTo(20), 4];
        const chunks = [1 + upTo(6), 1 + upTo(3)];
        const filters = random() < 0.5 ? { compression: "gzip" as const, compression_opts: 4, shuffle: true } : {};
        return ["dataset", path, numbers(dtype, shape), { maxshape: [null, 4], chunks, ...filters }];
      }
      case 6:
      case 7: {
        if (datasets.length === 0) continue;
        const [path, id] = pick(datasets);
        const { shape, dtype } = known.get(id)!;
        if (shape!.includes(0)) continue;
        const box = shape!.map((length): [number, number] => {
          const start = upTo(length - 1);
          return [start, start + 1 + upTo(length - start - 1)];
        });
        return [
          "write",
          path,
          box,
          numbers(
            dtype as NumberType,
            box.map(([start, stop]) => stop - start),
          ),
        ];
      }
      case 8:
      case 9: {
        const growing = datasets.filter(([, id]) => {
          const { layout, maxShape } = known.get(id)!;
          return layout === "chunked" && maxShape?.[0] === null;
        });
        if (growing.length === 0) continue;
        const [path, id] = pick(growing);
        const one = known.get(id)!;
        const rows = upTo(pick([3, 40]));
        const [first = 0, ...rest] = one.shape!;
        one.shape = [first + rows, ...rest];
        return ["append", path, numbers(one.dtype as NumberType, [rows, ...rest])];
      }
      case 10: {
        const growing = datasets.filter(([, id]) => known.get(id)!.layout === "chunked" && known.get(id)!.maxShape);
        if (growing.length === 0) continue;
        const [path, id] = pick(growing);
        const one = known.get(id)!;
        one.shape = one.shape!.map((length, axis) => {
          const limit = one.maxShape![axis]!;
          return Math.min(limit ?? Number.POSITIVE_INFINITY, upTo(2 * length + 5));
        });
        return ["resize", path, one.shape];
      }
      case 11: {
        const [path, parent, name] = newName();
        const kind = upTo(3);
        // A group that is in itself has no end.
        const named = entries.filter(([, id]) => known.get(id)!.kind !== "group");
        if (kind < 2 && named.length === 0) continue;
        parent.names.add(name);
        if (kind < 2) return ["hard", path, pick(named)[0]];
        return kind === 2 ? ["soft", path, "/some/where"] : ["external", path, ["other.h5", "/x"]];
      }
      case 12: {
        const [path] = pick(entries);
        if (path === "/" || random() < 0.5 || holdsTarget(paths, path, targets)) continue;
        return ["unlink", path];
      }
      case 13: {
        const [path] = pick(entries);
        if (path === "/") continue;
        const [to, parent, name] = newName();
        if (to === path || to.startsWith(`${path}/`) || sameObjectAbove(paths, path, to)) continue;
        parent.names.add(name);
        return ["move", path, to];
      }
    }
  }
}

/** Whether references lead to what is deleted: where its room is used again they lead to something else, with h5py as with us. */
function holdsTarget(paths: Paths, path: string, targets: ReadonlySet<number>): boolean {
  for (const [other, id] of paths) if ((other === path || other.startsWith(`${path}/`)) && targets.has(id)) return true;
  return false;
}

/** Whether the new place is below another name of what is moved. */
function sameObjectAbove(paths: Paths, path: string, to: string): boolean {
  const id = paths.get(path);
  for (const [other, one] of paths) if (one === id && to.startsWith(`${other}/`)) return true;
  return false;
}

/** Notes the object that an edit made. */
export function noteNew(step: EditStep, paths: Paths, known: Map<number, Known>): void {
  const [kind, path] = step;
  if (kind !== "group" && kind !== "dataset" && kind !== "texts") return;
  const isNumbers = kind === "dataset";
  known.set(paths.get(path)!, {
    kind: kind === "group" ? "group" : "dataset",
    attributes: new Set(),
    shape: isNumbers ? step[2].shape : null,
    dtype: isNumbers ? step[2].dtype : "other",
    layout: isNumbers && step[3].chunks ? "chunked" : "contiguous",
    maxShape: isNumbers ? step[3].maxshape : undefined,
    names: new Set(),
  });
}
