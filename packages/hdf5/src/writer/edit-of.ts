import { dataLength, elementCount, type NdArray } from "@hdmf-ts/array";
import { openSink, type SinkOutput } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { CreateHdf5FileOptions } from "../create-hdf5-file.ts";
import { exactData } from "../datatypes/exact-data.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { inTurn } from "../in-turn.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { superblockLength } from "../io/write-superblock.ts";
import { newDataset, writerOf } from "./dataset-parts.ts";
import { childPath, editNodes, type PendingBase, type PendingDataset } from "./edit-nodes.ts";
import { elementCodec } from "./element-codec.ts";
import { fileOutput } from "./file-output.ts";
import type { Hdf5Edit, Hdf5ObjectWishes } from "./hdf5-edit.ts";
import { messageParts } from "./message-parts.ts";
import { nameOf, pendingAttribute } from "./plan-attributes.ts";
import { holdWhole, takesWhole } from "./small-dataset.ts";
import { writeFile } from "./write-file.ts";

/** Loaded by `createHdf5File`, which says what it does. */
export function editOf(output: SinkOutput, options: CreateHdf5FileOptions): Hdf5Edit {
  const sink = openSink(output);
  const nodes = editNodes(options);
  const out = fileOutput(sink, superblockLength(newFileSizes));
  const codec = elementCodec(nodes, out);
  const parts = messageParts();
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
    throw hdmfError("invalid", `${found.path} is a ${found.kind} and has no elements`, { path: found.path });
  };
  const committed = (id: number | undefined, what: string): StoredType | undefined => {
    if (id === undefined) return undefined;
    const found = nodes.find(id);
    if (found.kind === "datatype") return found.type;
    throw hdmfError("invalid", `${what} names ${found.path} as its type, which is a ${found.kind}`);
  };
  const base = (parent: number, name: string, wishes: Hdf5ObjectWishes): PendingBase => ({
    id: nodes.newId(),
    path: childPath(nodes.findGroup(parent), name),
    creationOrder: wishes.creationOrder ?? false,
    comment: wishes.comment,
    names: 0,
  });
  const tools = { codec, parts };

  return {
    root: nodes.root,
    createGroup: (parent, name, wishes = {}) =>
      run(() => {
        const object = base(parent, name, wishes);
        nodes.add(parent, name, { ...object, kind: "group", links: new Map() });
        return object.id;
      }),
    createDatatype: (parent, name, dtype, wishes = {}) =>
      run(() => {
        const object = base(parent, name, wishes);
        const type = parts.type(dtype, wishes.details, `The datatype ${object.path}`);
        nodes.add(parent, name, { ...object, kind: "datatype", dtype, type });
        return object.id;
      }),
    createDataset: (parent, name, wishes) =>
      run(() => {
        const object = base(parent, name, wishes);
        const type = committed(wishes.datatype, object.path) ?? parts.type(wishes.dtype, wishes.details, object.path);
        nodes.add(parent, name, newDataset(object, wishes, type, codec));
        return object.id;
      }),
    setAttribute: (id, name, value) =>
      run(() => {
        const object = nodes.find(id);
        const what = nameOf(name, object.path);
        const type = committed(value.datatype, what) ?? parts.type(value.dtype, value.details, what);
        const exact = { ...value, data: exactData(type, value.data, what) };
        checkAttribute(name, exact, what);
        object.attributes ??= new Map();
        object.attributes.set(name, pendingAttribute(name, exact, type, tools, what));
      }),
    removeAttribute: (id, name) =>
      run(() => {
        const object = nodes.find(id);
        if (!object.attributes?.delete(name))
          throw hdmfError("not-found", `${object.path} has no attribute ${JSON.stringify(name)}`);
      }),
    link: (parent, name, link) => run(() => nodes.addLink(parent, name, link)),
    unlink: (parent, name) => run(() => nodes.removeLink(parent, name)),
    move: (parent, name, newParent, newName) => run(() => nodes.moveLink(parent, name, newParent, newName)),
    write: (id, selection, data, { signal } = {}) =>
      run(() => {
        const found = dataset(id);
        const exact = exactData(found.type, data, found.path);
        if (takesWhole(found, selection)) return holdWhole(found, exact);
        return writerOf(found, out, codec).write(selection, exact, signal);
      }, signal),
    async writeBlocks(id, blocks, { signal } = {}) {
      for await (const block of blocks)
        await run(() => {
          const found = dataset(id);
          const data = exactData(found.type, block.data, found.path);
          return writerOf(found, out, codec).writeBlock({ ...block, data }, signal);
        }, signal);
    },
    append: (id, axis, data, { signal } = {}) =>
      run(() => {
        const found = dataset(id);
        const exact = exactData(found.type, data.data, found.path);
        return writerOf(found, out, codec).append(axis, { ...data, data: exact }, signal);
      }, signal),
    encodedWriter(id, filters, byteOrder) {
      check();
      const put = writerOf(dataset(id), out, codec).encodedWriter(filters, byteOrder);
      // What comes next need not wait until it is written.
      return put && (async (coordinates, chunk) => (await run(() => put(coordinates, chunk))).written);
    },
    commit: ({ signal, overwrite = false } = {}) =>
      run(async () => {
        const byteLength = await writeFile({ nodes, out, tools, sink }, signal);
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

function checkAttribute(name: string, { dtype, shape, data }: NdArray, what: string): void {
  if (name === "" || name.includes("\0"))
    throw hdmfError("invalid", `${what} cannot be: a name is not empty and holds no NUL`);
  const count = shape === null ? 0 : elementCount(shape);
  const found = dataLength(dtype, data);
  if (found === count || shape === null) return;
  throw hdmfError("invalid", `${what} has ${found} elements, and its shape [${shape.join(", ")}] has ${count}`);
}
