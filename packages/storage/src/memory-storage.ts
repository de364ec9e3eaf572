import { elementCount, type NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { readCachedSpecifications } from "./cached-specifications.ts";
import { memoryArray } from "./memory-array.ts";
import { memoryEdit } from "./memory-edit.ts";
import { emptyState, type MemoryDataset, type MemoryState, rootId } from "./memory-state.ts";
import type { DatasetNode, Node } from "./node.ts";
import { readTree, type Tree } from "./read-tree.ts";
import { followLink, resolvePath } from "./resolve-path.ts";
import type { Capability, EditableStorage, ReadOptions, Resolver } from "./storage.ts";

/** What a memory storage is known by and how it follows links out of it. */
export interface MemoryStorageOptions {
  readonly name?: string;
  readonly resolver?: Resolver;
}

const capabilities: readonly Capability[] = [
  "edit",
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

const smallCount = 64;

/**
 * An empty tree in memory that can keep all that a storage can: for tests, and as the place where a file is made before it
 * has a format. Nodes that were read keep what they showed when an edit is committed; read them again to see it.
 */
export function memoryStorage(options: MemoryStorageOptions = {}): EditableStorage {
  let state: MemoryState = emptyState();
  let tree: Promise<Tree> | undefined;
  let editing = false;
  let closed = false;
  let nextId = 1;

  const check = (): void => {
    if (closed) throw hdmfError("closed", "The memory storage was closed");
  };
  const storage: EditableStorage = {
    format: "memory",
    root: rootId,
    ...(options.name === undefined ? {} : { name: options.name }),
    capabilities: new Set(capabilities),
    async read(ids, { signal, onDamage } = {}) {
      check();
      signal?.throwIfAborted();
      return readNodes(state, ids, check, onDamage);
    },
    async resolve(path, { signal } = {}) {
      check();
      return resolvePath(storage, path, { resolver: options.resolver, ...(signal ? { signal } : {}) });
    },
    async follow(parent, name, { signal } = {}) {
      check();
      return followLink(storage, parent, name, { resolver: options.resolver, ...(signal ? { signal } : {}) });
    },
    async pathOf(ids, { signal } = {}) {
      check();
      signal?.throwIfAborted();
      tree ??= readTree(storage);
      const { paths } = await tree;
      return ids.map((id) => paths.get(id));
    },
    async specifications(call) {
      check();
      return readCachedSpecifications(storage, call);
    },
    edit() {
      check();
      if (editing) throw hdmfError("invalid", "The storage is being edited already");
      editing = true;
      return memoryEdit({
        state: new Map(state),
        check,
        newId: (): NodeId => `n${nextId++}`,
        read: (working, ids) => readNodes(working, ids, check),
        end(made) {
          editing = false;
          if (made === undefined) return;
          state = made;
          tree = undefined;
        },
      });
    },
    async close() {
      closed = true;
    },
  };
  return storage;
}

async function readNodes(
  state: MemoryState,
  ids: readonly NodeId[],
  check: () => void,
  onDamage?: ReadOptions["onDamage"],
): Promise<Node[]> {
  const found: (Node | Promise<Node>)[] = [];
  for (const id of ids) {
    const node = state.get(id);
    if (node !== undefined) {
      found.push(node.kind === "dataset" ? datasetNode(node, check) : node);
      continue;
    }
    const error = hdmfError("not-found", `There is no object with the id ${JSON.stringify(id)}`);
    if (onDamage === undefined) throw error;
    onDamage({ id, error });
  }
  return Promise.all(found);
}

async function datasetNode(dataset: MemoryDataset, check: () => void): Promise<DatasetNode> {
  const { filters, fillValue, dimensions, stored, datatype } = dataset.wishes;
  const array = memoryArray(dataset, check);
  const small = elementCount(dataset.shape) <= smallCount;
  return {
    kind: "dataset",
    id: dataset.id,
    attributes: dataset.attributes,
    array,
    ...(small ? { value: await array.read() } : {}),
    ...(filters?.length ? { filters } : {}),
    ...(fillValue ? { fillValue } : {}),
    ...(dimensions ? { dimensions } : {}),
    ...(stored ? { stored } : {}),
    ...(datatype === undefined ? {} : { datatype }),
  };
}
