import { type ArrayData, type Columns, type Dtype, isCompound, type Ragged } from "@hdmf-ts/array";
import { referencesFromTexts, regionsFromTexts } from "./reference-text.ts";
import { representationOf } from "./representation.ts";
import { unpackElements } from "./unpack.ts";
import type { ZarrType } from "./zarr-type.ts";

/** The opposite of `toZarrData` (to-zarr-data.ts): `dtype` is one that {@link fits} the type. */
export function fromZarrData(dtype: Dtype, type: ZarrType, data: ArrayData): ArrayData {
  if (dtype === "reference") return referencesFromTexts(data as readonly string[]);
  if (dtype === "region") return regionsFromTexts(data as readonly string[]);
  if (typeof dtype === "string") return data;
  if (isCompound(dtype)) {
    if (type.kind !== "struct") return unpackElements(dtype, data as Ragged);
    return new Map(
      dtype.map((field, i) => [
        field.name,
        fromZarrData(
          field.dtype,
          (type.fields[i] as { type: ZarrType }).type,
          (data as Columns).get(field.name) as ArrayData,
        ),
      ]),
    );
  }
  if ("vlen" in dtype && dtype.vlen === "uint8") return data;
  if (type.kind === "vlen-bytes") return unpackElements(dtype, data as Ragged);
  if ("array" in dtype) return fromZarrData(dtype.base, type, data);
  return data;
}

/** Whether elements of the Zarr type can be read as `dtype`: the type is that of its representation, or has wider text cells. */
export function fits(dtype: Dtype, type: ZarrType): boolean {
  return sameKind(representationOf(dtype).type, type);
}

function sameKind(a: ZarrType, b: ZarrType): boolean {
  if (a.kind === "utf32" || a.kind === "string") return a.kind === b.kind;
  if (a.kind === "struct")
    return (
      b.kind === "struct" &&
      a.fields.length === b.fields.length &&
      a.fields.every(
        (field, i) =>
          field.name === b.fields[i]?.name && sameKind(field.type, (b.fields[i] as { type: ZarrType }).type),
      )
    );
  return JSON.stringify(a) === JSON.stringify(b);
}
