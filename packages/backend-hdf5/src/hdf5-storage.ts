import type { NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Damage, Hdf5File } from "@hdmf-ts/hdf5";
import {
  type CallOptions,
  type Capability,
  type Damage,
  followLink,
  type Node,
  type Resolver,
  readCachedSpecifications,
  readTree,
  resolvePath,
  type Storage,
} from "@hdmf-ts/storage";
import { nodeOf } from "./node-of.ts";

const capabilities: ReadonlySet<Capability> = /* @__PURE__ */ new Set<Capability>([
  "hard-links",
  "external-links",
  "dangling-links",
  "committed-datatypes",
  "region-references",
  "null-space",
  "vlen",
  "grow",
]);

/** Nodes that are kept, the latest read. */
const maxKnown = 16_384;

/** A storage over an open file; `onClose` also closes what belongs to it. */
export function hdf5Storage(file: Hdf5File, resolver: Resolver | undefined, onClose: () => Promise<void>): Storage {
  let closed = false;
  let paths: ReadonlyMap<NodeId, string> | undefined;
  // The file does not change, and is walked several times: for its objects, its paths, its values.
  const known = new Map<NodeId, Node>();
  const keep = (nodes: ReadonlyMap<NodeId, Node>): void => {
    for (const [id, node] of nodes) known.set(id, node);
    for (const id of known.keys()) {
      if (known.size <= maxKnown) break;
      known.delete(id);
    }
  };
  const begin = ({ signal }: CallOptions = {}): void => {
    if (closed) {
      const label = file.name === undefined ? "The file" : `"${file.name}"`;
      throw hdmfError("closed", `${label} is closed`, file.name === undefined ? {} : { source: file.name });
    }
    signal?.throwIfAborted();
  };
  const storage: Storage = {
    format: "hdf5",
    root: file.root,
    capabilities,
    ...(file.name === undefined ? {} : { name: file.name }),
    async read(ids, options = {}) {
      begin(options);
      const { onDamage } = options;
      const missing = [...new Set(ids.map(addressOf))].filter((address) => !known.has(address));
      const found = new Map<NodeId, Node>();
      // What is damaged is not kept: who reads it without onDamage gets the error.
      const damaged = new Set<NodeId>();
      const lose =
        onDamage &&
        ((damage: Damage): void => {
          damaged.add(damage.id);
          onDamage(damage);
        });
      const reading = {
        ...signalOf(options),
        ...(lose && { onDamage: ({ address, ...rest }: Hdf5Damage) => lose({ id: address, ...rest }) }),
      };
      for (const object of await file.objects(missing, reading)) {
        found.set(object.address, await nodeOf(object, lose, options));
      }
      const nodes = ids.flatMap((id) => found.get(id) ?? known.get(id) ?? []);
      for (const id of damaged) found.delete(id);
      keep(found);
      return nodes;
    },
    async resolve(path, options = {}) {
      begin(options);
      return resolvePath(storage, path, { ...options, resolver });
    },
    async follow(parent, name, options = {}) {
      begin(options);
      return followLink(storage, parent, name, { ...options, resolver });
    },
    async pathOf(ids, options = {}) {
      begin(options);
      paths ??= (await readTree(storage, { ...signalOf(options), onDamage() {} })).paths;
      const found = paths;
      return ids.map((id) => found.get(id));
    },
    async specifications(options = {}) {
      begin(options);
      return readCachedSpecifications(storage, options);
    },
    async close() {
      if (closed) return;
      closed = true;
      known.clear();
      await Promise.all([file.close(), onClose()]);
    },
  };
  return storage;
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}

function addressOf(id: NodeId): number {
  if (typeof id === "number") return id;
  throw hdmfError("not-found", `There is no object "${id}": the ids of an HDF5 file are numbers`);
}
