import type { NodeId } from "@hdmf-ts/array";
import { hdmfError, isDamage } from "@hdmf-ts/errors";
import {
  type Capability,
  followLink,
  type Resolver,
  readCachedSpecifications,
  readTree,
  resolvePath,
  type Storage,
  type Tree,
} from "@hdmf-ts/storage";
import { isJsonObject } from "./json-value.ts";
import { datatypeNames, type NodeSource } from "./node-source.ts";
import { openTable } from "./node-table.ts";
import { readNode } from "./read-node.ts";
import { part, readRecords } from "./records.ts";
import { siblingResolver } from "./sibling-resolver.ts";
import { openKeys, type StoreInput } from "./store.ts";

export interface OpenZarrOptions {
  /** Opens what links lead to outside of the store; unless told, Zarr stores beside it, for a store that is a folder. */
  readonly resolver?: Resolver;
  readonly signal?: AbortSignal;
}

const CAPABILITIES: readonly Capability[] = [
  "hard-links",
  "external-links",
  "dangling-links",
  "committed-datatypes",
  "region-references",
  "null-space",
  "vlen",
  "grow",
  "outside-references",
];

/**
 * Opens a Zarr v3 store for reading, in the convention of hdmf-zarr 0.14, with or without consolidated metadata. `input` is a folder (Node),
 * an http(s) URL, a `Map` of keys, or a store of zarrita. Node ids are paths.
 * @throws `not-found`, `denied`, `malformed` for what is no Zarr store, `unsupported` for Zarr v2 and zip files.
 */
export async function openZarrStorage(input: StoreInput, options: OpenZarrOptions = {}): Promise<Storage> {
  const { signal } = options;
  signal?.throwIfAborted();
  const keys = await openKeys(input);
  const [table, records] = await Promise.all([openTable(keys, signal), readRecords(keys, signal)]);
  let closed = false;
  const check = (): void => {
    if (closed) throw hdmfError("closed", `${keys.name ?? "The Zarr store"} was closed`);
  };
  const source: NodeSource = { keys, table, records, datatypes: datatypeNames(records), check };
  const hasHardLinks = [...records.values()].some((record) =>
    [...part(record, "links").values()].some((link) => isJsonObject(link) && link.has("hard")),
  );
  let tree: Promise<Tree> | undefined;
  const nested = siblingResolver(keys.name, options.resolver, openZarrStorage);
  const resolver = options.resolver ?? nested.resolver;
  const reading =
    (values: boolean): Storage["read"] =>
    async (ids, { signal, onDamage } = {}) => {
      check();
      signal?.throwIfAborted();
      const read = async (id: NodeId) => readNode(source, pathOfId(id), { values, ...(signal ? { signal } : {}) });
      if (onDamage === undefined) return Promise.all(ids.map(read));
      const found = await Promise.allSettled(ids.map(read));
      return found.flatMap((one, index) => {
        if (one.status === "fulfilled") return one.value;
        if (!isDamage(one.reason)) throw one.reason;
        onDamage({ id: ids[index] as NodeId, error: one.reason });
        return [];
      });
    };
  const storage: Storage = {
    format: "zarr3",
    ...(keys.name === undefined ? {} : { name: keys.name }),
    root: "/",
    capabilities: new Set(CAPABILITIES),
    read: reading(true),
    async resolve(path, call = {}) {
      check();
      return resolvePath(storage, path, { resolver, ...call });
    },
    async follow(parent, name, call = {}) {
      check();
      return followLink(storage, parent, name, { resolver, ...call });
    },
    async pathOf(ids, call = {}) {
      check();
      call.signal?.throwIfAborted();
      if (hasHardLinks) {
        tree ??= readTree({ root: "/", read: reading(false) }, { onDamage() {} });
        tree.catch(() => {
          tree = undefined;
        });
        const { paths } = await tree;
        return ids.map((id) => paths.get(id));
      }
      return Promise.all(
        ids.map(async (id) => {
          const path = pathOfId(id);
          const known =
            (await table.get(path, call.signal)) !== undefined || records.get(path)?.get("kind") === "datatype";
          return known ? path : undefined;
        }),
      );
    },
    async specifications(call) {
      check();
      return readCachedSpecifications(storage, call);
    },
    async close() {
      closed = true;
      await nested.close();
    },
  };
  return storage;
}

function pathOfId(id: NodeId): string {
  if (typeof id === "string" && id.startsWith("/")) return id;
  throw hdmfError("not-found", `There is no object with the id ${JSON.stringify(id)}`);
}
