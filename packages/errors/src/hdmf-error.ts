/**
 * What went wrong, for a program:
 * - `malformed`: the data breaks the rules of its format
 * - `unsupported`: right by the format, but not implemented here
 * - `not-found`: no file, object, attribute or chunk of that name
 * - `closed`: the file was closed before the call
 * - `changed`: the file was changed by another since it was opened
 * - `denied`: not allowed, by the system or by a resolver
 * - `limit`: larger, deeper or more than the caller allows
 * - `invalid`: the caller's arguments
 * - `read-only`: a write into what was opened for reading
 * - `exists`: the name is taken
 * - `io`: the system failed to read or write
 */
export type ErrorTag =
  | "malformed"
  | "unsupported"
  | "not-found"
  | "closed"
  | "changed"
  | "denied"
  | "limit"
  | "invalid"
  | "read-only"
  | "exists"
  | "io";

/** What an error knows beside its message. */
export interface ErrorDetails {
  /** The object inside the file, as an absolute path. */
  readonly path?: string;
  /** The file, store or URL. */
  readonly source?: string;
  /** What the user can do about it, as a sentence without the final full stop. */
  readonly hint?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** An error with a {@link ErrorTag} and, where known, the place and a hint. */
export interface HdmfError extends Error, Omit<ErrorDetails, "cause"> {
  readonly tag: ErrorTag;
}

const brand: symbol = /* @__PURE__ */ Symbol.for("hdmf-ts.error");

/** Makes an error that {@link isHdmfError} recognises. The message is one line and says what and where. */
export function hdmfError(tag: ErrorTag, message: string, details: ErrorDetails = {}): HdmfError {
  const { cause, ...rest } = details;
  const error = cause === undefined ? new Error(message) : new Error(message, { cause });
  error.name = "HdmfError";
  Object.defineProperty(error, brand, { value: true });
  return Object.assign(error, rest, { tag });
}

/** Whether `value` is an error of an `@hdmf-ts` package and, where tags are given, has one of them. */
export function isHdmfError(value: unknown, ...tags: readonly ErrorTag[]): value is HdmfError {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  return tags.length === 0 || tags.includes((value as HdmfError).tag);
}

/**
 * Whether an error is about one part of a file, so that all else in it may still be read: the part is damaged, of a kind that is not
 * implemented, absent, or too large. Other errors (closed, aborted, a disk or a server that fails) are about the whole.
 */
export function isDamage(value: unknown): value is HdmfError {
  return isHdmfError(value, "malformed", "unsupported", "not-found", "limit");
}
