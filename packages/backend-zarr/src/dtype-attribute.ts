import type { Dtype } from "@hdmf-ts/array";
import type { ZarrType } from "./zarr-type.ts";

/** The attribute `_DTYPE` as hdmf-zarr 0.14 writes it; a compound has none (reference: zarr.md A.2). */
export function dtypeAttribute(dtype: Dtype, type: ZarrType): string | undefined {
  if (dtype === "reference") return "object_reference";
  switch (type.kind) {
    case "number":
      return type.name;
    case "bool":
      return "bool";
    case "complex":
      return type.base === "float32" ? "complex64" : "complex128";
    case "time":
      return type.name;
    case "string":
    case "utf32":
      return "str";
    case "bytes-text":
    case "vlen-bytes":
      return "bytes";
    case "raw":
      return "void";
    case "struct":
      return undefined;
  }
}
