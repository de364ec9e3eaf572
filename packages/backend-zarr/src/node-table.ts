import { hdmfError } from "@hdmf-ts/errors";
import { readJson } from "./json-read.ts";
import { isJsonObject, type Json, type JsonObject } from "./json-value.ts";
import { type NodeMeta, readMetadata } from "./metadata.ts";
import { canonicalPath, childPath, nodeKey, splitPath } from "./names.ts";
import type { Keys } from "./store.ts";

/** The metadata of the nodes of a store: from its consolidated block where it has one, else from each `zarr.json`. */
export interface NodeTable {
  readonly consolidated: boolean;
  /** `undefined` where there is no node. @throws `malformed`, `unsupported` */
  get(path: string, signal?: AbortSignal): Promise<NodeMeta | undefined>;
  /** The names of the nodes in a group. */
  names(path: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/**
 * Reads the root's `zarr.json`. As in the peers, consolidated metadata is all that is seen where the root has it; that of other groups is
 * never complete and not looked at (reference: zarr.md A.5).
 * @throws `malformed` for what is no store, `not-found` where nothing is known to be, `unsupported` for Zarr v2.
 */
export async function openTable(keys: Keys, signal?: AbortSignal): Promise<NodeTable> {
  const place = keys.name ?? "the store";
  const bytes = await keys.get("zarr.json", signal);
  if (bytes === undefined) throw await noStore(keys, place, signal);
  const root = readJson(bytes, `zarr.json of ${place}`);
  const block = isJsonObject(root) ? root.get("consolidated_metadata") : undefined;
  const entries = isJsonObject(block) ? block.get("metadata") : undefined;
  const rootMeta = readMetadata(root, "/");
  const parsed = new Map<string, NodeMeta>([["/", rootMeta]]);
  if (isJsonObject(entries) && (entries.size > 0 || keys.list === undefined)) return consolidatedTable(entries, parsed);
  return listedTable(keys, parsed);
}

function consolidatedTable(entries: JsonObject, parsed: Map<string, NodeMeta>): NodeTable {
  const raw = new Map<string, Json>();
  const names = new Map<string, string[]>();
  for (const [key, json] of entries) {
    const path = canonicalPath(`/${key}`);
    if (path === undefined || path === "/") continue;
    raw.set(path, json);
    const { parent, name } = splitPath(path);
    const siblings = names.get(parent);
    if (siblings === undefined) names.set(parent, [name]);
    else siblings.push(name);
  }
  return {
    consolidated: true,
    async get(path) {
      const known = parsed.get(path);
      const json = raw.get(path);
      if (known !== undefined || json === undefined) return known;
      const meta = readMetadata(json, path);
      parsed.set(path, meta);
      return meta;
    },
    names: async (path) => names.get(path) ?? [],
  };
}

function listedTable(keys: Keys, parsed: Map<string, NodeMeta>): NodeTable {
  // What listing a group has read, until its nodes are asked for.
  const listed = new Map<string, Uint8Array>();
  const get: NodeTable["get"] = async (path, signal) => {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    const bytes = listed.get(path) ?? (await keys.get(nodeKey(path, "zarr.json"), signal));
    if (bytes === undefined) return undefined;
    listed.delete(path);
    const meta = readMetadata(readJson(bytes, `zarr.json of ${path}`), path);
    parsed.set(path, meta);
    return meta;
  };
  return {
    consolidated: false,
    get,
    async names(path, signal) {
      if (keys.list === undefined)
        throw hdmfError(
          "unsupported",
          `${keys.name ?? "The store"} has no consolidated metadata and cannot be listed`,
          {
            hint: "consolidate its metadata, for example with zarr.consolidate_metadata of zarr-python",
          },
        );
      const found: string[] = [];
      const candidates = await keys.list(path === "/" ? "" : path.slice(1));
      await Promise.all(
        candidates.map(async (name) => {
          if (name === "zarr.json" || name.includes("/")) return;
          const child = childPath(path, name);
          if (parsed.has(child)) found.push(name);
          else {
            const bytes = await keys.get(nodeKey(child, "zarr.json"), signal);
            if (bytes === undefined) return;
            listed.set(child, bytes);
            found.push(name);
          }
        }),
      );
      return found;
    },
  };
}

async function noStore(keys: Keys, place: string, signal?: AbortSignal): Promise<Error> {
  for (const key of [".zmetadata", ".zgroup", ".zarray"])
    if ((await keys.get(key, signal)) !== undefined)
      return hdmfError("unsupported", `${place} is a Zarr v2 store, which is not read yet`, {
        hint: "convert it to Zarr v3 with convert_to_v3 of hdmf-zarr",
      });
  const names = await keys.list?.("");
  const nothing = names === undefined || (names.length === 0 && keys.name === undefined);
  return hdmfError(nothing ? "not-found" : "malformed", `${place} is no Zarr store: it has no zarr.json`, {
    hint: "give the folder that holds the zarr.json of the root",
  });
}
