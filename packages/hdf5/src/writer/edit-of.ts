import type { ArrayData } from "@hdmf-ts/array";
import { openSink, type SinkOutput } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { CreateHdf5FileOptions } from "../create-hdf5-file.ts";
import { exactData } from "../datatypes/exact-data.ts";
import { isExactly } from "../datatypes/exact-numbers.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { inTurn } from "../in-turn.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { whenLoaded } from "../io/lazy-part.ts";
import { superblockLength } from "../io/write-superblock.ts";
import { byteArena } from "./byte-arena.ts";
import { pendingDataset, writerOf } from "./dataset-parts.ts";
import {
  editNodes,
  type PendingDataset,
  type PendingPlace,
  pathOf,
  pendingDatatype,
  pendingGroup,
} from "./edit-nodes.ts";
import { elementCodec } from "./element-codec.ts";
import { fileOutput } from "./file-output.ts";
import type { Hdf5Edit, Hdf5ObjectWishes } from "./hdf5-edit.ts";
import { messageParts } from "./message-parts.ts";
import { nameOf, pendingAttributes } from "./pending-attributes.ts";
import { holdWhole, takesWhole } from "./small-dataset.ts";
import { writeFile } from "./write-file.ts";

/** Loaded by `createHdf5File`, which says what it does. */
export function editOf(output: SinkOutput, options: CreateHdf5FileOptions): Hdf5Edit {
  const sink = openSink(output);
  const nodes = editNodes(options);
  const out = fileOutput(sink, superblockLength(newFileSizes), options.pool);
  const codec = elementCodec(nodes, out);
  const parts = messageParts();
  const attributes = pendingAttributes(codec, parts);
  const arena = byteArena();
  const tools = { nodes, codec, parts, attributes, arena, out };
  let over = false;

  const check = (): void => {
    if (!over) return;
    throw hdmfError(
      "closed",
      `The new file${sink.name === undefined ? "" : ` "${sink.name}"`} is finished or given up`,
    );
  };
  const queue = inTurn();
  const run = <T>(call: () => T | Promise<T>, signal?: AbortSignal): Promise<T> =>
    queue(() => {
      check();
      signal?.throwIfAborted();
      return call();
    });
  const dataset = (id: number): PendingDataset => {
    const found = nodes.find(id);
    if (found.kind === "dataset") return found;
    const path = pathOf(found);
    throw hdmfError("invalid", `${path} is a ${found.kind} and has no elements`, { path });
  };
  const committed = (id: number | undefined, what: () => string): StoredType | undefined => {
    if (id === undefined) return undefined;
    const found = nodes.find(id);
    if (found.kind === "datatype") return found.type;
    throw hdmfError("invalid", `${what()} names ${pathOf(found)} as its type, which is a ${found.kind}`);
  };
  const place = (parent: number, name: string): PendingPlace => ({
    id: nodes.newId(),
    parent: nodes.findGroup(parent),
    name,
  });

  return {
    root: nodes.root.id,
    createGroup: (parent, name, wishes = none) => run(() => nodes.add(pendingGroup(place(parent, name), wishes))),
    createDatatype: (parent, name, dtype, wishes = none) =>
      run(() => {
        const at = place(parent, name);
        return whenLoaded(() => {
          const type = parts.type(dtype, wishes.details, () => `The datatype ${pathOf(at)}`);
          return nodes.add(pendingDatatype(at, wishes, dtype, type));
        });
      }),
    createDataset: (parent, name, wishes) =>
      run(() => {
        const at = place(parent, name);
        const path = (): string => pathOf(at);
        return whenLoaded(() => {
          const type = committed(wishes.datatype, path) ?? parts.type(wishes.dtype, wishes.details, path);
          return nodes.add(pendingDataset(at, wishes, type, codec));
        });
      }),
    setAttribute: (id, name, value) =>
      run(() => {
        const object = nodes.find(id);
        const what = (): string => nameOf(name, object);
        return whenLoaded(() => {
          const type = committed(value.datatype, what) ?? parts.type(value.dtype, value.details, what);
          attributes.set(object, name, value, type);
        });
      }),
    removeAttribute: (id, name) =>
      run(() => {
        const object = nodes.find(id);
        if (!attributes.remove(object, name))
          throw hdmfError("not-found", `${pathOf(object)} has no attribute ${JSON.stringify(name)}`);
      }),
    link: (parent, name, link) => run(() => nodes.addLink(parent, name, link)),
    unlink: (parent, name) => run(() => nodes.removeLink(parent, name)),
    move: (parent, name, newParent, newName) => run(() => nodes.moveLink(parent, name, newParent, newName)),
    write: (id, selection, data, { signal } = {}) =>
      run(() => {
        const found = dataset(id);
        const exact = exactly(found, data);
        if (takesWhole(found, selection)) return holdWhole(found, exact, arena);
        return writerOf(found, tools).write(selection, exact, signal);
      }, signal),
    async writeBlocks(id, blocks, { signal } = {}) {
      for await (const block of blocks)
        await run(() => {
          const found = dataset(id);
          const data = exactly(found, block.data);
          return writerOf(found, tools).writeBlock({ ...block, data }, signal);
        }, signal);
    },
    append: (id, axis, data, { signal } = {}) =>
      run(() => {
        const found = dataset(id);
        const exact = exactly(found, data.data);
        return writerOf(found, tools).append(axis, { ...data, data: exact }, signal);
      }, signal),
    encodedWriter(id, filters, byteOrder) {
      check();
      const put = writerOf(dataset(id), tools).encodedWriter(filters, byteOrder);
      // What comes next need not wait until it is written.
      return put && (async (coordinates, chunk) => (await run(() => put(coordinates, chunk))).written);
    },
    commit: ({ signal, overwrite = false } = {}) =>
      run(async () => {
        const byteLength = await writeFile(sink, tools, signal);
        await sink.commit({ byteLength, overwrite, ...(signal && { signal }) });
        over = true;
      }, signal),
    async abandon() {
      await queue(() => {});
      if (over) return;
      over = true;
      await sink.abandon();
    },
  };
}

const none: Hdf5ObjectWishes = {};

function exactly(dataset: PendingDataset, data: ArrayData): ArrayData {
  const { type } = dataset;
  return type.kind === "number" && isExactly(type.name, data) ? data : exactData(type, data, pathOf(dataset));
}
