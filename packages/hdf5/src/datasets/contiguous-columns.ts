import { type ArrayData, allocate, type Columns, type NormalizedAxis, type NumberArray } from "@hdmf-ts/array";
import { gatherNumbers } from "../datatypes/decode-numbers.ts";
import type { StoredField, StoredType } from "../datatypes/stored-type.ts";
import type { ReadableDataset } from "./dataset-source.ts";
import { onlyRun, type PackedArray, readStretch } from "./gather.ts";
import { bytesOf } from "./plain-numbers.ts";

/** What is read at once: it stays in the processor's cache while all columns are taken out of it. */
const partBytes = 2 ** 20;

type NumberField = StoredField & { readonly type: StoredType & { readonly kind: "number" } };

/** The fields of a compound that holds nothing but numbers of the platform's typed arrays. */
function numberFields(type: StoredType): readonly NumberField[] | undefined {
  if (type.kind !== "compound") return undefined;
  const isNumber = (field: StoredField): field is NumberField =>
    field.type.kind === "number" && field.type.name !== "float16";
  return type.fields.every(isNumber) ? (type.fields as readonly NumberField[]) : undefined;
}

/**
 * The columns of rows that are one stretch of the file, without memory for all the rows; `undefined` where they are several
 * stretches, for fields that are no numbers of typed arrays, and for sources far away, of which much is asked for at once.
 */
export async function readColumns(
  { dtype, type }: ReadableDataset,
  packed: PackedArray,
  axes: readonly NormalizedAxis[],
  total: number,
  signal: AbortSignal | undefined,
): Promise<ArrayData | undefined> {
  const { data } = packed;
  const fields = numberFields(type);
  const start = data.readInto && fields && onlyRun(packed, axes);
  if (start === undefined || fields === undefined) return undefined;
  const columns = allocate(dtype, total) as Columns;
  const rows = Math.max(1, Math.floor(partBytes / type.size));
  const part = new Uint8Array(Math.min(rows, total) * type.size);
  for (let done = 0; done < total; done += rows) {
    signal?.throwIfAborted();
    const count = Math.min(rows, total - done);
    const bytes = part.subarray(0, count * type.size);
    await readStretch(data, start + done * type.size, bytes, signal);
    for (const { name, offset, type: field } of fields) {
      const target = bytesOf(columns.get(name) as NumberArray).subarray(done * field.size, (done + count) * field.size);
      gatherNumbers({ bytes, start: offset, stride: type.size, count }, field.size, !field.big, target);
    }
  }
  return columns;
}
