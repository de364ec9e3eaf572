import { hdmfError } from "@hdmf-ts/errors";
import type { DatasetDraft } from "../datasets/write-parts.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { Hdf5DatasetWishes } from "./hdf5-edit.ts";

/** What `planDataset` takes, of wishes. @throws `unsupported` for layouts that are not written */
export function datasetDraft(
  { layout, shape, maxShape, chunks, filters, fillValue }: Hdf5DatasetWishes,
  type: StoredType,
  path: string,
): DatasetDraft {
  if (layout === "virtual" || layout === "external") {
    throw hdmfError("unsupported", `${path}: ${layout} storage is not written`, {
      path,
      hint: "leave the layout out, and write the elements",
    });
  }
  return {
    path,
    type,
    shape,
    ...(maxShape && { maxShape }),
    ...(layout && { layout }),
    ...(chunks && { chunks }),
    ...(filters && { filters }),
    ...(fillValue && { fill: fillValue.data }),
  };
}
