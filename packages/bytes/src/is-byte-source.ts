import type { ByteSource } from "./byte-source.ts";

/** Whether `value` has what makes a {@link ByteSource}: a `byteLength` and `read`. */
export function isByteSource(value: unknown): value is ByteSource {
  if (typeof value !== "object" || value === null) return false;
  const source = value as Partial<ByteSource>;
  return typeof source.byteLength === "number" && typeof source.read === "function";
}
