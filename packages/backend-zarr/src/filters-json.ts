import type { Filter } from "@hdmf-ts/array";
import { fromJson, isJsonArray, isJsonObject, type Json, jsonObject, toJson } from "./json-value.ts";

/** Filters as a record keeps them. */
export const filtersToJson = (filters: readonly Filter[]): Json =>
  filters.map(({ name, id, options, configuration }) =>
    jsonObject([
      ["name", name],
      ["id", id === undefined ? undefined : BigInt(id)],
      ["options", options?.map(BigInt)],
      ["configuration", configuration === undefined ? undefined : toJson(configuration)],
    ]),
  );

/** The opposite; `undefined` for what is no list of filters. */
export function filtersFromJson(json: Json | undefined): readonly Filter[] | undefined {
  if (!isJsonArray(json) || json.length > 64) return undefined;
  const filters: Filter[] = [];
  for (const item of json) {
    const name = isJsonObject(item) ? item.get("name") : undefined;
    if (!isJsonObject(item) || typeof name !== "string") return undefined;
    const id = item.get("id");
    const options = item.get("options");
    const configuration = item.get("configuration");
    filters.push({
      name,
      ...(typeof id === "bigint" ? { id: Number(id) } : {}),
      ...(isJsonArray(options) ? { options: options.map(Number) } : {}),
      ...(isJsonObject(configuration) ? { configuration: fromJson(configuration) as Record<string, unknown> } : {}),
    });
  }
  return filters;
}

/** Whether two lists do the same to the bytes; the HDF5 number is a spelling. */
export const sameFilters = (a: readonly Filter[], b: readonly Filter[]): boolean => spelled(a) === spelled(b);

const spelled = (filters: readonly Filter[]): string =>
  JSON.stringify(filters.map(({ name, options, configuration }) => [name, options ?? [], configuration ?? {}]));
