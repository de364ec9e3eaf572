import { type ErrorTag, hdmfError, isHdmfError } from "@hdmf-ts/errors";

/** An error about a dataset by its path. */
export function datasetError(path: string, tag: ErrorTag, what: string, hint?: string): Error {
  return hdmfError(tag, `${path}: ${what}`, { path, ...(hint !== undefined && { hint }) });
}

/** An error of ours with the path of the dataset that it is about, unless it says where it happened; others as they are. */
export function named(path: string, cause: unknown): unknown {
  if (!isHdmfError(cause) || cause.path !== undefined || cause.source !== undefined) return cause;
  const { tag, message, hint } = cause;
  return hdmfError(tag, `${path}: ${message}`, { path, cause, ...(hint !== undefined && { hint }) });
}
