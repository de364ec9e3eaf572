import type { ArrayData, Bytes, Columns, Dtype, NdArray, NumberArray, Ragged, References } from "@hdmf-ts/array";
import { elementCount, encodeUtf8, isCompound } from "@hdmf-ts/array";

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** How wide fixed text cells are, where the fixtures print them whole. */
export interface TextForm {
  readonly bytesWidth?: number;
}

function number(value: number | bigint): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return Number.isFinite(value) ? value : String(value);
}

function element(dtype: Dtype, data: ArrayData, i: number, form: TextForm): unknown {
  if (dtype === "utf8") return (data as readonly string[])[i];
  if (dtype === "ascii") {
    const text = hex(encodeUtf8((data as readonly string[])[i] ?? ""));
    return form.bytesWidth === undefined ? text : text.padEnd(2 * form.bytesWidth, "0");
  }
  if (dtype === "bool") return (data as Uint8Array)[i] !== 0;
  if (dtype === "reference") return (data as References).ids[i];
  if (typeof dtype === "string") return number((data as NumberArray)[i] ?? 0);
  if (isCompound(dtype))
    return dtype.map((field) => element(field.dtype, (data as Columns).get(field.name) ?? [], i, {}));
  if ("complex" in dtype)
    return [number((data as Float64Array)[2 * i] ?? 0), number((data as Float64Array)[2 * i + 1] ?? 0)];
  if ("datetime64" in dtype) return number((data as BigInt64Array)[i] ?? 0n);
  if ("vlen" in dtype) {
    const { values, offsets } = data as Ragged;
    return hex((values as Uint8Array).subarray(offsets[i], offsets[i + 1]));
  }
  const { bytes, itemSize } = data as Bytes;
  const cell = bytes.slice(i * itemSize, (i + 1) * itemSize);
  if ("opaque" in dtype && dtype.tag?.startsWith("NUMPY:<m8")) return number(new BigInt64Array(cell.buffer)[0] ?? 0n);
  return hex(cell);
}

/** An array in the form of `expected.json` of the fixtures. */
export function expectedForm({ dtype, shape, data }: NdArray, form: TextForm = {}): unknown {
  const nest = (axis: number, start: number): unknown => {
    if (shape === null) return null;
    if (axis === shape.length) return element(dtype, data, start, form);
    const size = elementCount(shape.slice(axis + 1));
    return Array.from({ length: shape[axis] ?? 0 }, (_, i) => nest(axis + 1, start + i * size));
  };
  return nest(0, 0);
}
