import { compareUtf8 } from "@hdmf-ts/array";
import type { Child } from "@hdmf-ts/storage";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "./json-value.ts";
import { canonicalPath, childPath } from "./names.ts";
import type { NodeSource } from "./node-source.ts";
import { part } from "./records.ts";
import { placeOf } from "./reference-text.ts";

/**
 * The children of a group: its nodes, the entries of `_LINKS`, and what only the record has (committed datatypes, links that lead
 * nowhere), in the order of the UTF-8 bytes of their names unless the record has another.
 */
export async function readChildren(
  source: NodeSource,
  path: string,
  attributes: JsonObject,
  record: JsonObject | undefined,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Child>> {
  const recorded = part(record, "links");
  const found = new Map<string, Child>();
  for (const name of await source.table.names(path, signal)) {
    const copyOf = copyPlace(recorded.get(name));
    found.set(name, { hard: childPath(path, name), ...(copyOf === undefined ? {} : { copyOf }) });
  }
  for (const [name, link] of linkEntries(attributes))
    if (!found.has(name)) found.set(name, await linkChild(source, link, recorded.get(name), signal));
  for (const name of source.datatypes.get(path) ?? [])
    if (!found.has(name)) found.set(name, { hard: childPath(path, name) });
  for (const [name, json] of recorded) {
    const child = found.has(name) ? undefined : unlistedChild(json);
    if (child !== undefined) found.set(name, child);
  }
  return ordered(found, record?.get("order"));
}

interface LinkEntry {
  readonly source: string;
  readonly path: string;
}

function linkEntries(attributes: JsonObject): Map<string, LinkEntry> {
  const entries = new Map<string, LinkEntry>();
  const list = attributes.get("_LINKS");
  for (const item of isJsonArray(list) ? list : []) {
    const place = placeOf(item);
    const name = isJsonObject(item) ? item.get("name") : undefined;
    if (place !== undefined && typeof name === "string" && name !== "" && !name.includes("/")) entries.set(name, place);
  }
  return entries;
}

async function linkChild(
  source: NodeSource,
  link: LinkEntry,
  json: Json | undefined,
  signal?: AbortSignal,
): Promise<Child> {
  const record = isJsonObject(json) ? json : undefined;
  if (link.source === ".") {
    const target = canonicalPath(link.path);
    if (
      target !== undefined &&
      record?.get("hard") === link.path &&
      (await source.table.get(target, signal)) !== undefined
    )
      return { hard: target, ...withCopy(json) };
    const soft = record?.get("soft");
    return { soft: typeof soft === "string" && record?.get("as") === link.path ? soft : link.path };
  }
  const soft = record?.get("soft");
  if (typeof soft === "string" && record?.get("as") === `${link.source}:${link.path}`) return { soft };
  return { external: link };
}

const copyPlace = (json: Json | undefined): LinkEntry | undefined =>
  isJsonObject(json) && json.has("copyOf") ? placeOf(json.get("copyOf")) : undefined;

const withCopy = (json: Json | undefined): { readonly copyOf?: LinkEntry } => {
  const copyOf = copyPlace(json);
  return copyOf === undefined ? {} : { copyOf };
};

/** A link that is in no `_LINKS`, because it led nowhere when it was written, to a group above it, or to a datatype. */
function unlistedChild(json: Json): Child | undefined {
  if (!isJsonObject(json) || json.has("as")) return undefined;
  const soft = json.get("soft");
  if (typeof soft === "string") return { soft };
  const external = isJsonObject(json.get("external")) ? placeOf(json.get("external")) : undefined;
  if (external !== undefined) return { external };
  const hard = json.get("hard");
  return typeof hard === "string" && json.get("unlisted") === true ? { hard, ...withCopy(json) } : undefined;
}

function ordered(children: Map<string, Child>, order: Json | undefined): Map<string, Child> {
  const places = new Map(isJsonArray(order) ? order.map((name, i) => [name, i] as const) : []);
  const place = (name: string): number => places.get(name) ?? places.size;
  return new Map([...children].sort(([a], [b]) => place(a) - place(b) || compareUtf8(a, b)));
}
