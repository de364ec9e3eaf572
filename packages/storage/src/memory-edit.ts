import {
  type ArrayData,
  type Block,
  dataLength,
  elementCount,
  type Filter,
  type NdArray,
  type NodeId,
  normalizeSelection,
  numbersFromBytes,
  type OutsidePlace,
  type Selection,
  sameDtype,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { writeCachedSpecifications } from "./cached-specifications.ts";
import { copyArray } from "./copy-values.ts";
import type { DatasetWishes, Edit } from "./edit.ts";
import { numberName, writePieces } from "./memory-array.ts";
import {
  cloneNode,
  dropUnreachable,
  gridFor,
  type MemoryDataset,
  type MemoryGroup,
  type MemoryNode,
  type MemoryState,
  rootId,
} from "./memory-state.ts";
import type { Child, Node } from "./node.ts";
import { checkName } from "./path.ts";

/** What an edit gets from its storage. */
export interface MemoryEditContext {
  /** The edit's own table; its nodes still belong to the storage. */
  readonly state: MemoryState;
  /** Throws once the storage is closed. */
  check(): void;
  newId(): NodeId;
  read(state: MemoryState, ids: readonly NodeId[]): Promise<Node[]>;
  /** Called once, with the new state or, where abandoned, with nothing. */
  end(state?: MemoryState): void;
}

/** An edit of a memory storage: clones what it changes, calls run one after the other. */
export function memoryEdit({ state, check, newId, read, end }: MemoryEditContext): Edit {
  const own = new Set<NodeId>();
  let over = false;
  let last: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(run: () => T | Promise<T>, signal?: AbortSignal): Promise<T> => {
    const result = last.then(() => {
      if (over) throw hdmfError("closed", "The edit is over");
      check();
      signal?.throwIfAborted();
      return run();
    });
    last = result.catch(() => undefined);
    return result;
  };
  const lookUp = (id: NodeId): MemoryNode => {
    const node = state.get(id);
    if (node === undefined) throw hdmfError("not-found", `There is no object with the id ${JSON.stringify(id)}`);
    return node;
  };
  const change = (id: NodeId): MemoryNode => {
    const node = lookUp(id);
    if (own.has(id)) return node;
    const clone = cloneNode(node);
    own.add(id);
    state.set(id, clone);
    return clone;
  };
  const changeKind = (id: NodeId, kind: MemoryNode["kind"]): MemoryNode => {
    if (lookUp(id).kind !== kind) throw hdmfError("invalid", `The object ${JSON.stringify(id)} is not a ${kind}`);
    return change(id);
  };
  const changeGroup = (id: NodeId): MemoryGroup => changeKind(id, "group") as MemoryGroup;
  const changeDataset = (id: NodeId): MemoryDataset => changeKind(id, "dataset") as MemoryDataset;
  const addChild = (parent: NodeId, name: string, child: Child): void => {
    checkName(name);
    const { children } = changeGroup(parent);
    if (children.has(name)) throw hdmfError("exists", `The name ${JSON.stringify(name)} is taken`);
    children.set(name, child);
  };
  const add = (
    parent: NodeId,
    name: string,
    copyOf: OutsidePlace | undefined,
    make: (id: NodeId) => MemoryNode,
  ): NodeId => {
    const id = newId();
    addChild(parent, name, { hard: id, ...(copyOf ? { copyOf } : {}) });
    state.set(id, make(id));
    own.add(id);
    return id;
  };
  const growTo = (dataset: MemoryDataset, wanted: readonly number[]): void => {
    const { shape } = dataset;
    if (shape === null || shape.length !== wanted.length)
      throw hdmfError("invalid", `Data of ${wanted.length} axes does not fit the shape ${JSON.stringify(shape)}`);
    const limits = dataset.wishes.maxShape ?? shape;
    for (const [axis, length] of wanted.entries()) {
      const limit = limits[axis];
      if (length <= (shape[axis] as number) || limit === null) continue;
      if (limit === undefined || length > limit)
        throw hdmfError("invalid", `Axis ${axis} cannot grow to ${length}: its maximum is ${limit}`);
    }
    dataset.shape = shape.map((length, axis) => Math.max(length, wanted[axis] as number));
  };
  const writeBox = (id: NodeId, { start, shape, data }: Block, signal?: AbortSignal): Promise<void> => {
    const dataset = changeDataset(id);
    growTo(
      dataset,
      start.map((first, axis) => first + (shape[axis] as number)),
    );
    const box = start.map((first, axis) => ({ start: first, stop: first + (shape[axis] as number) }));
    return writeSelected(dataset, box, data, signal);
  };

  const edit: Edit = {
    root: rootId,
    createGroup: (parent, name, { copyOf, ...facts } = {}) =>
      inOrder(() =>
        add(parent, name, copyOf, (id) => ({
          kind: "group",
          id,
          attributes: new Map(),
          children: new Map(),
          ...facts,
        })),
      ),
    createDataset: (parent, name, wishes) =>
      inOrder(() => {
        checkWishes(wishes);
        if (wishes.datatype !== undefined) lookUp(wishes.datatype);
        return add(parent, name, wishes.copyOf, (id) => newDataset(id, wishes));
      }),
    createDatatype: (parent, name, dtype, { copyOf, ...facts } = {}) =>
      inOrder(() =>
        add(parent, name, copyOf, (id) => ({ kind: "datatype", id, attributes: new Map(), dtype, ...facts })),
      ),
    setAttribute: (id, name, value) =>
      inOrder(() => {
        if (name === "") throw hdmfError("invalid", "An attribute needs a name");
        const count = dataLength(value.dtype, value.data);
        if (count !== elementCount(value.shape))
          throw hdmfError(
            "invalid",
            `The attribute ${name} has ${count} elements, its shape ${elementCount(value.shape)}`,
          );
        change(id).attributes.set(name, copyArray(value));
      }),
    removeAttribute: (id, name) =>
      inOrder(() => {
        if (!change(id).attributes.delete(name)) throw nothing(name);
      }),
    link: (parent, name, child) =>
      inOrder(() => {
        if ("hard" in child) lookUp(child.hard);
        addChild(parent, name, child);
      }),
    remove: (parent, name) =>
      inOrder(() => {
        if (!changeGroup(parent).children.delete(name)) throw nothing(name);
        dropUnreachable(state);
      }),
    move: (parent, name, newParent, newName) =>
      inOrder(() => {
        const child = changeGroup(parent).children.get(name);
        if (child === undefined) throw nothing(name);
        if (parent === newParent && name === newName) return;
        addChild(newParent, newName, child);
        changeGroup(parent).children.delete(name);
      }),
    write: (id, selection, data, { signal } = {}) =>
      inOrder(() => writeSelected(changeDataset(id), selection, data, signal), signal),
    async writeBlocks(id, blocks, { signal } = {}) {
      for await (const block of blocks) await inOrder(() => writeBox(id, block, signal), signal);
    },
    encodedWriter: (id, filters, byteOrder) => {
      const node = lookUp(id);
      const put =
        node.kind === "dataset" ? encodedWriter(node, filters, byteOrder, () => changeDataset(id)) : undefined;
      return put && ((coordinates, chunk) => inOrder(() => put(coordinates, chunk)));
    },
    append: (id, axis, data, { signal } = {}) =>
      inOrder(() => writeBox(id, appended(changeDataset(id), axis, data), signal), signal),
    cacheSpecifications: (namespaces) =>
      writeCachedSpecifications(edit, { root: rootId, read: (ids) => inOrder(() => read(state, ids)) }, namespaces),
    commit: ({ signal } = {}) =>
      inOrder(() => {
        over = true;
        end(state);
      }, signal),
    async abandon() {
      await last;
      if (over) return;
      over = true;
      end();
    },
  };
  return edit;
}

function nothing(name: string): Error {
  return hdmfError("not-found", `There is no ${JSON.stringify(name)}`);
}

function newDataset(id: NodeId, wishes: DatasetWishes): MemoryDataset {
  const { dtype, shape, maxShape } = wishes;
  const grows = maxShape !== undefined && wishes.chunks === undefined && shape !== null;
  const grid = wishes.chunks ?? gridFor(dtype, grows ? shape.map((length) => Math.max(64, length)) : (shape ?? []));
  const copied = wishes.fillValue ? { fillValue: copyArray(wishes.fillValue) } : {};
  return {
    kind: "dataset",
    id,
    attributes: new Map(),
    wishes: { ...wishes, ...copied, ...(grows ? { chunks: grid } : {}) },
    shape,
    grid,
    pieces: new Map(),
  };
}

function checkWishes({ shape, maxShape, chunks }: DatasetWishes): void {
  const whole = (length: number | null, least: number): boolean =>
    length === null || (Number.isSafeInteger(length) && length >= least);
  const rank = shape?.length ?? 0;
  const fits = (list: readonly (number | null)[] | undefined, least: number): boolean =>
    list === undefined || (list.length === rank && list.every((length) => whole(length, least)));
  const beyond = maxShape?.some((limit, axis) => limit !== null && limit < (shape?.[axis] as number));
  if (beyond || !fits(shape ?? [], 0) || !fits(maxShape, 0) || !fits(chunks, 1) || chunks?.includes(null as never))
    throw hdmfError("invalid", `The shape ${JSON.stringify(shape)} does not go with its chunks or its maximum`);
}

async function writeSelected(
  dataset: MemoryDataset,
  selection: Selection,
  data: ArrayData,
  signal?: AbortSignal,
): Promise<void> {
  const count = dataLength(dataset.wishes.dtype, data);
  const wanted = dataset.shape === null ? 0 : elementCount(normalizeSelection(selection, dataset.shape).shape);
  if (count !== wanted) throw hdmfError("invalid", `${count} elements were given, ${wanted} are selected`);
  if (wanted > 0) await writePieces(dataset, selection, data, signal);
}

function appended({ shape, wishes }: MemoryDataset, axis: number, { dtype, shape: added, data }: NdArray): Block {
  if (!sameDtype(dtype, wishes.dtype))
    throw hdmfError("invalid", "What is appended has another dtype than the dataset");
  const fits =
    shape?.[axis] !== undefined &&
    added?.length === shape.length &&
    added.every((length, other) => other === axis || length === shape[other]);
  if (!fits)
    throw hdmfError(
      "invalid",
      `Axis ${axis} of the shape ${JSON.stringify(shape)} cannot grow by ${JSON.stringify(added)}`,
    );
  return { start: shape.map((length, other) => (other === axis ? length : 0)), shape: added, data };
}

function encodedWriter(
  { wishes, grid }: MemoryDataset,
  filters: readonly Filter[],
  byteOrder: "little" | "big",
  change: () => MemoryDataset,
): ReturnType<NonNullable<Edit["encodedWriter"]>> {
  const name = numberName(wishes.dtype);
  if (name === undefined || wishes.chunks === undefined || filters.length > 0 || wishes.filters?.length)
    return undefined;
  return async (coordinates, { bytes }) => {
    change().pieces.set(coordinates.join(), numbersFromBytes(name, bytes, elementCount(grid), { byteOrder }));
  };
}
