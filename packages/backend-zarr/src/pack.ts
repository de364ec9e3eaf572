import {
  type ArrayData,
  type Columns,
  type Dtype,
  elementCount,
  encodeUtf8,
  isCompound,
  type Ragged,
  type References,
  type Regions,
  sliceData,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { type PathOfId, referenceText, regionText } from "./reference-text.ts";
import { packedType } from "./representation.ts";
import { writeCells } from "./write-cells.ts";
import { itemSize } from "./zarr-type.ts";

/**
 * Elements that no Zarr type can say, as byte strings. Little endian throughout: numbers as they are; text and references (paths, regions
 * as JSON) with a 4-byte length before them; compounds field by field and arrays member by member without gaps; the list of a vlen with a 4-byte count
 * before it, but at the top, where its bytes are the whole element: `numpy.frombuffer` reads a vlen of numbers.
 */
export function packElements(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOfId): Ragged {
  const parts: Uint8Array[] = [];
  const offsets = new Float64Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const out: Uint8Array[] = [];
    packOne(dtype, data, i, true, out, pathOf);
    for (const part of out) {
      parts.push(part);
      total += part.length;
    }
    offsets[i + 1] = total;
  }
  const values = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, offsets };
}

function packOne(dtype: Dtype, data: ArrayData, i: number, top: boolean, out: Uint8Array[], pathOf: PathOfId): void {
  const counted = (bytes: Uint8Array): void => {
    out.push(new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes);
  };
  const fixed = packedType(dtype);
  if (fixed !== undefined) {
    const cell = new Uint8Array(itemSize(fixed) ?? 0);
    writeCells(fixed, sliceData(dtype, data, i, i + 1), 1, cell, { order: "little" });
    out.push(cell);
  } else if (dtype === "utf8" || dtype === "ascii") counted(encodeUtf8((data as readonly string[])[i] ?? ""));
  else if (dtype === "reference") counted(encodeUtf8(referenceText(data as References, i, pathOf)));
  else if (dtype === "region") counted(encodeUtf8(regionText(data as Regions, i, pathOf)));
  else if (isCompound(dtype))
    for (const field of dtype) packOne(field.dtype, column(data, field.name), i, false, out, pathOf);
  else if (typeof dtype === "object" && "array" in dtype) {
    const members = elementCount(dtype.array);
    for (let k = 0; k < members; k++) packOne(dtype.base, data, i * members + k, false, out, pathOf);
  } else if (typeof dtype === "object" && "vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    const [start, stop] = [offsets[i] ?? 0, offsets[i + 1] ?? 0];
    if (!top) out.push(new Uint8Array(Uint32Array.of(stop - start).buffer));
    const inner = packedType(dtype.vlen);
    if (inner === undefined) for (let k = start; k < stop; k++) packOne(dtype.vlen, values, k, false, out, pathOf);
    else {
      const cells = new Uint8Array((stop - start) * (itemSize(inner) ?? 0));
      writeCells(inner, sliceData(dtype.vlen, values, start, stop), stop - start, cells, { order: "little" });
      out.push(cells);
    }
  } else packUnknown(dtype, data, i, out);
}

/** A complex of half precision: the one fixed-size type that Zarr has no name for. */
function packUnknown(dtype: Dtype, data: ArrayData, i: number, out: Uint8Array[]): void {
  if (typeof dtype === "object" && "complex" in dtype)
    out.push(new Uint8Array((data as Float32Array).slice(2 * i, 2 * i + 2).buffer));
}

const column = (data: ArrayData, name: string): ArrayData => {
  const found = (data as Columns).get(name);
  if (found === undefined) throw hdmfError("invalid", `The field ${name} is missing`);
  return found;
};
