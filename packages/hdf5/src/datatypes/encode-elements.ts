import { type ArrayData, allocate, type Bytes, type Columns, isColumns } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { composites } from "./composites.ts";
import type { Column } from "./decode-context.ts";
import type { EncodeContext } from "./encode-context.ts";
import { checkLength, packNumbers, scatterBytes, scatterNumbers } from "./encode-numbers.ts";
import { encodeReferences } from "./encode-references.ts";
import { encodeTexts } from "./encode-texts.ts";
import { doesNotFit, exactNumbers } from "./exact-numbers.ts";
import type { StoredType } from "./stored-type.ts";

/**
 * The bytes of `count` elements of `type.size` bytes each, one after the other: the opposite of `decodeElements`. Numbers may also be in
 * another typed array or in a list, where each fits exactly; a `Float32Array` for float16 is rounded to the nearest.
 *
 * The bytes may be a view of `data`, so they are good until it changes, and not to be changed themselves. What elements of varying
 * length hold goes to the heap of `context` at once; what fails leaves unused objects there.
 *
 * @param what Names the elements in messages, as "The data of /a".
 * @throws `invalid` for data that is not `count` elements of the type, naming the first that is none; `unsupported` for references out of
 *   the file; what the context throws
 */
export function encodeElements(
  type: StoredType,
  data: ArrayData,
  count: number,
  context: EncodeContext,
  what: string,
): Uint8Array {
  const packed = pack(type, data, count, what);
  if (packed !== undefined) return packed;
  const bytes = allocate("uint8", count * type.size) as Uint8Array;
  encodeColumn(type, data, { bytes, start: 0, stride: type.size, count }, context, what);
  return bytes;
}

/** Elements that stand in one piece of memory already, or do so after their bytes were turned round; undefined for all others. */
function pack(type: StoredType, data: ArrayData, count: number, place: string): Uint8Array | undefined {
  switch (type.kind) {
    case "number":
      return packNumbers(type.name, type.big, data, count, place);
    case "bool":
      return boolsOf(data, count, place);
    case "bytes":
      return bytesOf(data, type.size, count, place);
    case "array":
      return pack(type.base, data, count * type.members, place);
    default:
      return undefined;
  }
}

/** Puts elements to where they belong among those of other columns. */
function encodeColumn(type: StoredType, data: ArrayData, to: Column, context: EncodeContext, place: string): void {
  const { size } = type;
  switch (type.kind) {
    case "number":
      scatterNumbers(type.name, type.big, data, to, place);
      return;
    case "bool":
      scatterBytes(boolsOf(data, to.count, place), size, to);
      return;
    case "bytes":
      scatterBytes(bytesOf(data, size, to.count, place), size, to);
      return;
    case "text":
      if (type.text.length === "variable") encodeTexts(data, to, context, place);
      else composites().encodeFixedTexts(type.text.padding, size, data, to, place);
      return;
    case "reference":
      encodeReferences(data, to, context, place);
      return;
    case "region":
      composites().encodeRegions(data, to, context, place);
      return;
    case "vlen":
      composites().encodeLists(data, type.base.size, to, context, place, (values, count) =>
        encodeElements(type.base, values, count, context, `${place}, members of lists`),
      );
      return;
    case "array": {
      const { base, members } = type;
      const count = to.count * members;
      if (to.stride === size || members === 1) {
        encodeColumn(base, data, { ...to, stride: members === 1 ? to.stride : base.size, count }, context, place);
      } else scatterBytes(encodeElements(base, data, count, context, place), size, to);
      return;
    }
    case "compound": {
      const columns = columnsOf(data, type.fields, place);
      for (const { name, offset, type: inner } of type.fields) {
        const column = { ...to, start: to.start + offset };
        encodeColumn(inner, columns.get(name)!, column, context, `${place}, column "${name}"`);
      }
    }
  }
}

function columnsOf(data: ArrayData, fields: readonly { readonly name: string }[], place: string): Columns {
  if (typeof data !== "object" || data === null || !isColumns(data)) {
    throw hdmfError("invalid", `${place}: columns are needed, in a Map`);
  }
  const missing = fields.find(({ name }) => !data.has(name));
  if (missing !== undefined) throw hdmfError("invalid", `${place}: the column "${missing.name}" is missing`);
  if (data.size === fields.length) return data;
  const extra = [...data.keys()].find((name) => !fields.some((field) => field.name === name));
  throw hdmfError("invalid", `${place}: there is no column "${extra}"`);
}

function boolsOf(data: ArrayData, count: number, place: string): Uint8Array {
  const given: unknown = Array.isArray(data)
    ? data.map((value: unknown) => (value === true ? 1 : value === false ? 0 : value))
    : data;
  const values = exactNumbers("uint8", given, place) as Uint8Array;
  checkLength(values.length, count, place);
  for (let index = 0; index < count; index++) {
    if (values[index]! > 1) throw doesNotFit(place, index, values[index], "bool");
  }
  return values;
}

function bytesOf(data: ArrayData, size: number, count: number, place: string): Uint8Array {
  const { bytes, itemSize } = (data ?? {}) as Partial<Bytes>;
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]" || itemSize !== size) {
    throw hdmfError("invalid", `${place}: bytes in elements of ${size} are needed`);
  }
  checkLength(bytes!.length / size, count, place);
  return bytes!;
}
