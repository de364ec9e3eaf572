import { type parseJson, readJson } from "./json-read.ts";
import { isJsonObject, type JsonObject } from "./json-value.ts";
import type { Keys } from "./store.ts";

/** The key, at the root of a store, of what the Zarr convention cannot say (format: docs/hdmf-ts-json.md). */
export const RECORDS_KEY = "hdmf-ts.json";

export const RECORDS_VERSION = 1n;

/** What is recorded of each node, by its path. */
export type Records = ReadonlyMap<string, JsonObject>;

/** Reads the records of a store; none where there are none, where they are damaged, or of a version that is not known. */
export async function readRecords(keys: Keys, signal?: AbortSignal): Promise<Records> {
  const records = new Map<string, JsonObject>();
  const bytes = await keys.get(RECORDS_KEY, signal);
  if (bytes === undefined) return records;
  let json: ReturnType<typeof parseJson>;
  try {
    json = readJson(bytes, RECORDS_KEY);
  } catch {
    return records;
  }
  if (!isJsonObject(json) || json.get("version") !== RECORDS_VERSION) return records;
  const nodes = json.get("nodes");
  if (isJsonObject(nodes)) for (const [path, record] of nodes) if (isJsonObject(record)) records.set(path, record);
  return records;
}

/** An object inside of a record; empty where there is none. */
export function part(record: JsonObject | undefined, name: string): JsonObject {
  const found = record?.get(name);
  return isJsonObject(found) ? found : new Map();
}
