import type { NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Damage, Hdf5File } from "@hdmf-ts/hdf5";
import {
  type CallOptions,
  type Capability,
  type Damage,
  type Edit,
  followLink,
  type Node,
  type Resolver,
  readCachedSpecifications,
  readTree,
  resolvePath,
  type Storage,
} from "@hdmf-ts/storage";
import { idOf } from "./id-of.ts";
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

const editable: ReadonlySet<Capability> = /* @__PURE__ */ new Set<Capability>([...capabilities, "edit"]);

/** What was read of a file in one state: it is walked several times, for its objects, its paths, its values. */
interface Known {
  readonly nodes: Map<NodeId, Node>;
  paths?: ReadonlyMap<NodeId, string>;
}

function keep({ nodes }: Known, found: ReadonlyMap<NodeId, Node>): void {
  for (const [id, node] of found) nodes.set(id, node);
  for (const id of nodes.keys()) {
    if (nodes.size <= maxKnown) break;
    nodes.delete(id);
  }
}

/** An edit of a file that is open; `forget` is to be called when the file is another than before. */
export type StartEdit = (storage: Storage, forget: () => void) => Edit;

/** A storage over an open file; `onClose` also closes what belongs to it. */
export function hdf5Storage(
  file: Hdf5File,
  resolver: Resolver | undefined,
  onClose: () => Promise<void>,
  startEdit?: StartEdit,
): Storage {
  let closed = false;
  let known: Known = { nodes: new Map() };
  const forget = (): void => {
    known = { nodes: new Map() };
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
    capabilities: startEdit === undefined ? capabilities : editable,
    ...(file.name === undefined ? {} : { name: file.name }),
    ...(startEdit && {
      edit() {
        begin();
        return startEdit(storage, forget);
      },
    }),
    async read(ids, options = {}) {
      begin(options);
      const { onDamage } = options;
      const now = known;
      const missing = [...new Set(ids.map(idOf))].filter((address) => !now.nodes.has(address));
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
      const nodes = ids.flatMap((id) => found.get(id) ?? now.nodes.get(id) ?? []);
      for (const id of damaged) found.delete(id);
      keep(now, found);
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
      const now = known;
      now.paths ??= (await readTree(storage, { ...signalOf(options), onDamage() {} })).paths;
      const { paths } = now;
      return ids.map((id) => paths.get(id));
    },
    async specifications(options = {}) {
      begin(options);
      return readCachedSpecifications(storage, options);
    },
    async close() {
      if (closed) return;
      closed = true;
      forget();
      await Promise.all([file.close(), onClose()]);
    },
  };
  return storage;
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
