import { type Dtype, isCompound } from "@hdmf-ts/array";
import { isJsonArray, type JsonObject } from "./json-value.ts";
import { typeDtype, type ZarrType } from "./zarr-type.ts";

/** The dtype that the convention alone says: text marked as references is references (reference: zarr.md A.2). */
export function conventionDtype(type: ZarrType, attributes: JsonObject): Dtype {
  const dtype = typeDtype(type);
  if (type.kind === "string" && attributes.get("_DTYPE") === "object_reference") return "reference";
  const fields = attributes.get("_REFERENCE_FIELDS");
  if (!isCompound(dtype) || !isJsonArray(fields)) return dtype;
  return dtype.map((field) =>
    field.dtype === "utf8" && fields.includes(field.name) ? { name: field.name, dtype: "reference" } : field,
  );
}
