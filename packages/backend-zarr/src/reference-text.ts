import { type NodeId, type References, type RegionSelection, type Regions, referenceAt } from "@hdmf-ts/array";
import { parseJson } from "./json-read.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonObject } from "./json-value.ts";
import { formatJson } from "./json-write.ts";
import { canonicalPath } from "./names.ts";

/** The path that stands for a node in a store; while a store is being made, its name may still change. */
export type PathOfId = (id: NodeId) => string;

/** One reference as text: the path of its target, `""` for null, JSON with source and path for another store. */
export function referenceText(references: References, index: number, pathOf: PathOfId): string {
  const outside = references.outside?.get(index);
  if (outside !== undefined) return formatJson(placeJson(outside.source, outside.path), 0);
  const id = referenceAt(references, index);
  return id === null ? "" : pathOf(id);
}

export const placeJson = (source: string, path: string): JsonObject =>
  jsonObject([
    ["source", source],
    ["path", path],
  ]);

/** The opposite of {@link referenceText}, for many. */
export function referencesFromTexts(texts: readonly string[]): References {
  const outside = new Map<number, { source: string; path: string }>();
  const ids = texts.map((text, i) => {
    const place = parsePlace(text);
    if (place === undefined) return canonicalPath(text) === undefined ? text : idOf(text);
    if (place.source === ".") return idOf(place.path);
    outside.set(i, place);
    return "";
  });
  return outside.size > 0 ? { ids, outside } : { ids };
}

/** The id of the node at a path as it was written; a path that climbs names nothing and stays as it is. */
export const idOf = (path: string): string => (path === "" ? "" : (canonicalPath(path) ?? path));

function parsePlace(text: string): { source: string; path: string } | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return placeOf(parseJson(text, "reference"));
  } catch {
    return undefined;
  }
}

/** Source and path of a JSON object that has both as text. */
export function placeOf(json: Json | undefined): { source: string; path: string } | undefined {
  if (!isJsonObject(json)) return undefined;
  const source = json.get("source") ?? ".";
  const path = json.get("path") ?? "/";
  return typeof source === "string" && typeof path === "string" ? { source, path } : undefined;
}

/** A region reference as JSON text, `""` for null. */
export function regionText(regions: Regions, index: number, pathOf: PathOfId): string {
  const selection = regions.selections[index] ?? null;
  const outside = regions.outside?.get(index);
  const id = referenceAt(regions, index);
  if (id === null && outside === undefined) return "";
  return formatJson(
    jsonObject([
      ["source", outside?.source ?? "."],
      ["path", outside?.path ?? pathOf(id as NodeId)],
      [
        "region",
        selection &&
          jsonObject([
            ["kind", selection.kind],
            ["rank", BigInt(selection.rank)],
            ["coordinates", [...selection.coordinates].map((at) => BigInt(at))],
            ["count", BigInt(selection.count)],
          ]),
      ],
    ]),
    0,
  );
}

/** The opposite of {@link regionText}, for many; a text that is no region is null. */
export function regionsFromTexts(texts: readonly string[]): Regions {
  const references = referencesFromTexts(texts.map((text) => (parsePlace(text) === undefined ? "" : text)));
  return { ...references, selections: texts.map(parseRegion) };
}

function parseRegion(text: string): RegionSelection | null {
  if (!text.startsWith("{")) return null;
  let region: Json | undefined;
  try {
    const json = parseJson(text, "region");
    region = isJsonObject(json) ? json.get("region") : undefined;
  } catch {
    return null;
  }
  if (!isJsonObject(region)) return null;
  const kind = region.get("kind");
  const coordinates = region.get("coordinates");
  if (kind !== "all" && kind !== "none" && kind !== "points" && kind !== "hyperslabs") return null;
  if (!isJsonArray(coordinates) || !coordinates.every((at) => typeof at === "bigint")) return null;
  return {
    kind,
    rank: Number(region.get("rank") ?? 0n),
    coordinates: Float64Array.from(coordinates, Number),
    count: Number(region.get("count") ?? 0n),
  };
}
