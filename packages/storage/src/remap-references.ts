import type { ArrayData, Columns, Dtype, NodeId, OutsidePlace, Ragged, References, Regions } from "@hdmf-ts/array";
import { isCompound, referenceAt } from "@hdmf-ts/array";

/** Whether elements of this type hold references to objects or regions. */
export function hasReferences(dtype: Dtype): boolean {
  if (dtype === "reference" || dtype === "region") return true;
  if (typeof dtype === "string") return false;
  if (isCompound(dtype)) return dtype.some((field) => hasReferences(field.dtype));
  if ("vlen" in dtype) return hasReferences(dtype.vlen);
  return "array" in dtype && hasReferences(dtype.base);
}

/** Where the references of another storage lead in this one. */
export interface ReferenceMap {
  /** Whether ids are numbers, as in HDF5. */
  readonly numeric: boolean;
  /** `undefined` where the object was not copied: the reference becomes null. */
  target(id: NodeId): NodeId | undefined;
  /** Whether a reference that leads out of the file is kept; else it becomes null. */
  outside(place: OutsidePlace): boolean;
}

/** The same elements with each reference replaced; data without references is handed back as it is. */
export function remapReferences(dtype: Dtype, data: ArrayData, map: ReferenceMap): ArrayData {
  if (!hasReferences(dtype)) return data;
  if (dtype === "reference") return remapAll(data as References, map);
  if (dtype === "region") return remapRegions(data as Regions, map);
  if (typeof dtype === "string") return data;
  if (isCompound(dtype)) {
    const columns = data as Columns;
    return new Map(
      dtype.map(({ name, dtype: type }) => [name, remapReferences(type, columns.get(name) as ArrayData, map)]),
    );
  }
  if ("vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    return { values: remapReferences(dtype.vlen, values, map), offsets };
  }
  return "array" in dtype ? remapReferences(dtype.base, data, map) : data;
}

function remapAll(references: References, map: ReferenceMap): References {
  const ids: NodeId[] = [];
  for (let index = 0; index < references.ids.length; index++) {
    const id = referenceAt(references, index);
    ids.push((id === null ? undefined : map.target(id)) ?? (map.numeric ? -1 : ""));
  }
  const outside = [...(references.outside ?? [])].filter(([, place]) => map.outside(place));
  return {
    ids: map.numeric ? Float64Array.from(ids as number[]) : (ids as string[]),
    ...(outside.length > 0 ? { outside: new Map(outside) } : {}),
  };
}

function remapRegions(regions: Regions, map: ReferenceMap): Regions {
  const references = remapAll(regions, map);
  const selections = regions.selections.map((selection, index) =>
    referenceAt(references, index) === null && !references.outside?.has(index) ? null : selection,
  );
  return { ...references, selections };
}
