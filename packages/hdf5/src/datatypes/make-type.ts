import type { Dtype, FloatName, IntegerName } from "@hdmf-ts/array";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5TypeDetails } from "../hdf5-file.ts";
import { composites } from "./composites.ts";
import {
  checkDetails,
  invalid,
  isBig,
  isCount,
  type Making,
  maxDepth,
  maxSize,
  numberNames,
  unknown,
} from "./making.ts";
import { numberType, type StoredType } from "./stored-type.ts";

/**
 * What is stored for a dtype: the opposite of `parseDatatype`. Unless details say otherwise numbers are little endian, texts of varying
 * length, compounds packed in order. A bool is an enum of one byte, a complex number a compound of `r` and `i`, as with h5py.
 *
 * @param what Names the type in messages, as "The datatype of /a".
 * @throws `invalid` for a dtype that is none, or that HDF5 cannot hold, and for details that do not fit it; `unsupported` for dates and for
 *   floats whose format is not known; `AbsentBytes` until what makes composites is loaded
 */
export function makeType(
  dtype: Dtype,
  details: Hdf5TypeDetails | undefined,
  sizes: FieldSizes,
  what: string,
): StoredType {
  return makePart(dtype, details ?? {}, { ...sizes, what }, 0);
}

function makePart(dtype: Dtype, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  if (depth > maxDepth) throw invalid(making, `is nested more than ${maxDepth} deep`);
  const type = makeKind(dtype, details, making, depth);
  if (!isCount(type.size, maxSize)) throw invalid(making, `has elements of ${type.size} bytes`);
  return type;
}

function makeKind(dtype: Dtype, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  if (typeof dtype === "string") return makeNamed(dtype, details, making, depth);
  return composites().makeComposite(dtype, details, making, depth, makePart);
}

function makeNamed(name: string, details: Hdf5TypeDetails, making: Making, depth: number): StoredType {
  const { sizeOfOffsets } = making;
  switch (name) {
    case "utf8":
    case "ascii":
      return makeText(name, details, making);
    case "bool":
      // The integers that it is made of are a part.
      if (depth === maxDepth) throw invalid(making, `is nested more than ${maxDepth} deep`);
      checkDetails(details, [], making);
      return { kind: "bool", size: 1, dtype: "bool" };
    case "reference":
      checkDetails(details, [], making);
      return { kind: name, size: sizeOfOffsets, dtype: name };
    case "region":
      checkDetails(details, [], making);
      // What encodes its elements is there too.
      composites();
      return { kind: name, size: sizeOfOffsets + 4, dtype: name };
    default:
      return makeNumber(name, details, making);
  }
}

function makeNumber(name: string, details: Hdf5TypeDetails, making: Making): StoredType {
  if (!numberNames.test(name)) throw unknown(making, name);
  checkDetails(details, ["byteOrder"], making);
  const size = Number(/\d+$/.exec(name)![0]) / 8;
  return numberType(name as IntegerName | FloatName, size, isBig(details, making));
}

function makeText(name: "utf8" | "ascii", details: Hdf5TypeDetails, making: Making): StoredType {
  checkDetails(details, ["text"], making);
  const { length, padding } = details.text ?? { length: "variable", padding: "nullterm" };
  if (!["nullterm", "nullpad", "spacepad"].includes(padding)) throw invalid(making, `is text padded with ${padding}`);
  const variable = length === "variable";
  if (!variable) {
    if (!isCount(length, maxSize)) throw invalid(making, `is text of ${length} bytes`);
    // What encodes its elements is there too.
    composites();
  }
  const text = { length, padding };
  const size = variable ? 8 + making.sizeOfOffsets : length;
  const usual = variable && padding === "nullterm";
  return { kind: "text", size, text, dtype: name, ...(usual ? {} : { details: { text } }) };
}
