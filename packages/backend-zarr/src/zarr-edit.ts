import { type Dtype, dataLength, elementCount, type NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import {
  type Child,
  copyArray,
  type DatasetWishes,
  type Edit,
  type GroupNode,
  type Node,
  type ObjectWishes,
  writeCachedSpecifications,
} from "@hdmf-ts/storage";
import { buildContents } from "./contents.ts";
import { type DatasetWriter, datasetWriter } from "./dataset-writer.ts";
import { type EditState, editState, type PendingNode } from "./edit-state.ts";
import { canonicalPath } from "./names.ts";
import type { Staging } from "./staging.ts";

/** Collects a new store in `staging` until it is committed. */
export function zarrEdit(staging: Staging, { stored }: Pick<ObjectWishes, "stored">): Edit {
  const state: EditState = editState(stored);
  let over = false;
  let nextNumber = 0;
  let current: DatasetWriter | undefined;
  const check = (): void => {
    if (over) throw hdmfError("closed", "The edit is over: it was committed or abandoned");
  };
  const pathOfId = (id: NodeId): string => {
    const node = state.nodes.get(String(id));
    return node === undefined ? (canonicalPath(String(id)) ?? String(id)) : node.id;
  };
  /** The writer of a dataset; what another one still holds is written out. */
  const writerOf = async (id: NodeId): Promise<DatasetWriter> => {
    const node = state.find(id);
    if (node.dataset === undefined) throw hdmfError("invalid", `${state.pathOf(node)} is no dataset`);
    const before = current;
    current = node.dataset.writer;
    if (before !== undefined && before !== current) await before.flush();
    return node.dataset.writer;
  };
  const add = (parent: NodeId, name: string, wishes: ObjectWishes, make: (id: string) => PendingNode): string => {
    check();
    const group = state.findGroup(parent);
    const id = state.newId(group, name);
    const { copyOf } = wishes;
    const child: Child = { hard: id, ...(copyOf === undefined ? {} : { copyOf }) };
    state.add(make(id), group, name, child);
    return id;
  };
  const newNode = (id: string, kind: PendingNode["kind"], wishes: ObjectWishes): PendingNode => ({
    id,
    kind,
    attributes: new Map(),
    children: new Map(),
    places: [],
    ...(wishes.stored === undefined ? {} : { stored: wishes.stored }),
  });

  const edit: Edit = {
    root: "/",
    createGroup: async (parent, name, wishes = {}) => add(parent, name, wishes, (id) => newNode(id, "group", wishes)),
    createDataset: async (parent, name, wishes) =>
      add(parent, name, wishes, (id) => {
        checkWishes(wishes, id);
        const number = nextNumber++;
        const writer = datasetWriter(wishes, id, number, staging, pathOfId);
        return { ...newNode(id, "dataset", wishes), dataset: { number, wishes, writer } };
      }),
    createDatatype: async (parent, name, dtype: Dtype, wishes = {}) =>
      add(parent, name, wishes, (id) => ({ ...newNode(id, "datatype", wishes), dtype })),
    async setAttribute(id, name, value) {
      check();
      if (name === "") throw hdmfError("invalid", "An attribute needs a name");
      const count = dataLength(value.dtype, value.data);
      if (value.shape !== null && count !== elementCount(value.shape))
        throw hdmfError(
          "invalid",
          `The attribute ${name} has ${count} elements, its shape ${elementCount(value.shape)}`,
        );
      state.find(id).attributes.set(name, copyArray(value));
    },
    async removeAttribute(id, name) {
      check();
      const node = state.find(id);
      if (!node.attributes.delete(name))
        throw hdmfError("not-found", `${state.pathOf(node)} has no attribute ${JSON.stringify(name)}`);
    },
    async link(parent, name, child) {
      check();
      state.link(state.findGroup(parent), name, child);
    },
    async remove(parent, name) {
      check();
      for (const gone of state.unlink(state.findGroup(parent), name))
        if (gone.dataset !== undefined) {
          if (current === gone.dataset.writer) current = undefined;
          await staging.dropAll(gone.dataset.number);
        }
    },
    async move(parent, name, newParent, newName) {
      check();
      state.move(state.findGroup(parent), name, state.findGroup(newParent), newName);
    },
    async write(id, selection, data, options) {
      check();
      await (await writerOf(id)).write(selection, data, options?.signal);
    },
    async writeBlocks(id, blocks, options) {
      check();
      const writer = await writerOf(id);
      for await (const block of blocks) {
        options?.signal?.throwIfAborted();
        check();
        await writer.writeBlock(block, options?.signal);
      }
      await writer.flush();
    },
    encodedWriter(id, filters, byteOrder) {
      check();
      const put = state.find(id).dataset?.writer.encodedWriter(filters, byteOrder);
      return (
        put &&
        (async (coordinates, chunk) => {
          check();
          await put(coordinates, chunk);
        })
      );
    },
    async append(id, axis, data, options) {
      check();
      await (await writerOf(id)).append(axis, data, options?.signal);
    },
    async cacheSpecifications(namespaces) {
      check();
      const read = async (ids: readonly NodeId[]): Promise<Node[]> => ids.map((id) => pendingGroup(state.find(id)));
      await writeCachedSpecifications(edit, { root: "/", read }, namespaces);
    },
    async commit(options = {}) {
      check();
      options.signal?.throwIfAborted();
      const { signal } = options;
      const contents = await buildContents(state, staging);
      await staging.publish(contents, {
        overwrite: options.overwrite === true,
        ...(signal === undefined ? {} : { signal }),
      });
      over = true;
    },
    async abandon() {
      if (over) return;
      over = true;
      await staging.abandon();
    },
  };
  return edit;
}

/** A group as far as it is made; anything else without its contents. */
function pendingGroup({ id, kind, attributes, children }: PendingNode): Node {
  if (kind === "group") return { kind, id, attributes, children } satisfies GroupNode;
  return { kind: "datatype", id, attributes, dtype: "int8" };
}

function checkWishes({ shape, maxShape, fillValue, dtype }: DatasetWishes, path: string): void {
  const isLength = (length: number | null): boolean => length !== null && Number.isSafeInteger(length) && length >= 0;
  if (shape?.every(isLength) === false) throw hdmfError("invalid", `[${shape.join(", ")}] is no shape for ${path}`);
  if (
    maxShape !== undefined &&
    (maxShape.length !== (shape?.length ?? 0) ||
      maxShape.some((limit, axis) => limit !== null && (!isLength(limit) || limit < (shape?.[axis] ?? 0))))
  )
    throw hdmfError("invalid", `The shape [${shape?.join(", ")}] of ${path} is beyond its maximum`, { path });
  if (fillValue !== undefined && dataLength(dtype, fillValue.data) !== 1)
    throw hdmfError("invalid", `The fill value of ${path} is not one element`, { path });
}
