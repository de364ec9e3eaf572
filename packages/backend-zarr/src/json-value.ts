import { hdmfError } from "@hdmf-ts/errors";

/**
 * JSON as Zarr metadata has it: `1` is a `bigint` and `1.0` a `number`, integers are exact, an object is a `Map`, so that
 * `__proto__` is a name like any other, and a number may be NaN or infinite.
 */
export type Json = null | boolean | string | number | bigint | readonly Json[] | JsonObject;

export type JsonObject = ReadonlyMap<string, Json>;

export const isJsonObject = (value: Json | undefined): value is JsonObject => value instanceof Map;

export const isJsonArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** An object from its entries; what is `undefined` is left out. */
export function jsonObject(entries: Iterable<readonly [string, Json | undefined]>): JsonObject {
  const result = new Map<string, Json>();
  for (const [key, value] of entries) if (value !== undefined) result.set(key, value);
  return result;
}

/** Plain JSON data of a program as {@link Json}: whole numbers become integers, a `Map` stays an object. */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "bigint")
    return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) return jsonObject([...value].map(([key, item]) => [String(key), toJson(item)] as const));
  if (typeof value === "object")
    return jsonObject(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, toJson(item)] as const),
    );
  throw hdmfError("invalid", `A ${typeof value} cannot be kept in JSON`);
}

/**
 * The opposite of {@link toJson}: integers become numbers where they are exact, else stay `bigint`. Objects have no
 * prototype.
 */
export function fromJson(value: Json): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (isJsonArray(value)) return value.map(fromJson);
  if (isJsonObject(value)) {
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of value) result[key] = fromJson(item);
    return result;
  }
  return value;
}

/** A list of lengths: non-negative safe integers. */
export function asLengths(value: Json | undefined, most = 64): number[] | undefined {
  if (!isJsonArray(value) || value.length > most) return undefined;
  const lengths = value.map((item) => (typeof item === "bigint" ? Number(item) : Number.NaN));
  return lengths.every((length) => Number.isSafeInteger(length) && length >= 0) ? lengths : undefined;
}
