import type { Dtype, Shape } from "@hdmf-ts/array";
import type { DatasetPlan } from "../datasets/write-plan.ts";
import { encodeDataspace } from "../datatypes/encode-dataspace.ts";
import { encodeDatatype } from "../datatypes/encode-datatype.ts";
import { encodeFillValue } from "../datatypes/encode-fill-value.ts";
import { makeType } from "../datatypes/make-type.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { Hdf5TypeDetails } from "../hdf5-file.ts";
import { newFileSizes } from "../io/byte-writer.ts";

/** Types and message bodies that repeat in a file, each made once. */
export interface MessageParts {
  /** @throws as `makeType`, with `what` in the message */
  type(dtype: Dtype, details: Hdf5TypeDetails | undefined, what: () => string): StoredType;
  /** The body of a datatype message; not to be changed. */
  datatype(type: StoredType): Uint8Array;
  /** The body of a dataspace message; not to be changed. */
  dataspace(shape: Shape, maxShape?: readonly (number | null)[]): Uint8Array;
  /** The body of a fill value message where no value was set; not to be changed. */
  noFill(layout: DatasetPlan["layout"], inHeap: boolean): Uint8Array;
}

const sizes = newFileSizes;

export function messageParts(): MessageParts {
  const types = new Map<string, StoredType>();
  const datatypes = new WeakMap<StoredType, Uint8Array>();
  const fills = new Map<string, Uint8Array>();
  const scalar = encodeDataspace({ shape: [] }, sizes.sizeOfLengths);
  return {
    type(dtype, details, what) {
      if (typeof dtype !== "string" || details !== undefined) return makeType(dtype, details, sizes, what());
      const known = types.get(dtype);
      if (known !== undefined) return known;
      const made = makeType(dtype, undefined, sizes, what());
      types.set(dtype, made);
      return made;
    },
    datatype(type) {
      const known = datatypes.get(type);
      if (known !== undefined) return known;
      const body = encodeDatatype(type, sizes);
      datatypes.set(type, body);
      return body;
    },
    noFill(layout, inHeap) {
      const key = inHeap ? `${layout} heap` : layout;
      const known = fills.get(key);
      if (known !== undefined) return known;
      const body = encodeFillValue({}, layout, inHeap);
      fills.set(key, body);
      return body;
    },
    dataspace(shape, maxShape) {
      if (shape?.length === 0) return scalar;
      return encodeDataspace({ shape, ...(maxShape && { maxShape }) }, sizes.sizeOfLengths);
    },
  };
}
