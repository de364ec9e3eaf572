import { datasetError } from "../datasets/write-errors.ts";

export function cannotResize(path: string, layout: string): Error {
  return datasetError(path, "invalid", `a ${layout} dataset cannot be resized`, "copy it into one with chunks");
}
