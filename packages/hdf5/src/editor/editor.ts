import { dataLength, elementCount, type NdArray, normalizeSelection } from "@hdmf-ts/array";
import type { BesideFile, EditableBytes } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { appendedStart } from "../datasets/appended-start.ts";
import { checkData, grownShape } from "../datasets/write-checks.ts";
import { datasetError } from "../datasets/write-errors.ts";
import { encodeDataspace } from "../datatypes/encode-dataspace.ts";
import { encodeDatatype } from "../datatypes/encode-datatype.ts";
import { exactData } from "../datatypes/exact-data.ts";
import { makeType } from "../datatypes/make-type.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import { hasManyUnusedBits } from "../datatypes/unused-bits.ts";
import type { EditHdf5FileOptions, Hdf5FileEdit } from "../edit-hdf5-file.ts";
import { childPath } from "../groups/link-name.ts";
import type { Hdf5Attribute, Hdf5TypeDetails } from "../hdf5-file.ts";
import { encodeSharedMessage } from "../headers/encode-pointers.ts";
import { mostMessageBytes } from "../headers/write-object-header.ts";
import { inTurn } from "../in-turn.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { attributeName, checkAttributeCount, checkAttributeName } from "../messages/check-attribute.ts";
import { encodeAttribute } from "../messages/encode-attribute.ts";
import { planCommit } from "./commit.ts";
import { applyCommit } from "./commit-steps.ts";
import { currentFile } from "./current-file.ts";
import type { EditedDataset, EditedDatatype, EditedObject } from "./edit-objects.ts";
import { type EditReader, editReader } from "./edit-reader.ts";
import { editSpace } from "./edit-space.ts";
import { editTools } from "./edit-tools.ts";
import { readEditedAttributes } from "./edited-attributes.ts";
import type { EditedSuperblock } from "./edited-superblock.ts";
import { editedTree } from "./edited-tree.ts";
import { newDataset, newDatatype, newGroup } from "./new-object.ts";
import { redoOf } from "./recover.ts";

const sizes = newFileSizes;

/**
 * @param beside The redo file, where there can be one.
 * @param release Called when it is closed.
 */
export function editorOver(
  source: EditableBytes,
  beside: BesideFile | undefined,
  superblock: EditedSuperblock,
  { durable = false }: EditHdf5FileOptions,
  release: () => Promise<void>,
): Hdf5FileEdit {
  const { block } = superblock;
  const { base, root } = block;
  /** Whether something was written since the last barrier. */
  let dirty = false;
  let failure: { readonly error: unknown } | undefined;
  const note = async (call: Promise<void>): Promise<void> => {
    dirty = true;
    try {
      await call;
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  };
  const written: EditableBytes = {
    ...source,
    get byteLength() {
      return source.byteLength;
    },
    async write(offset, bytes) {
      await note(source.write(offset, bytes));
    },
    truncate: (length) => note(source.truncate(length)),
  };
  const space = editSpace(written, base, source.byteLength - base);
  const objects = new Map<number, EditedObject>();
  const newReader = () => editReader(source, block);
  // Made when something has to be read: appending needs nothing of the file.
  let madeReader: EditReader | undefined;
  const reader = (): EditReader => {
    madeReader ??= newReader();
    return madeReader;
  };
  const tools = editTools(space, superblock.ranks.chunk, reader, newReader, objects);
  const tree = editedTree(root, superblock.ranks, objects, reader, () => tools);
  const file = currentFile(source, root, tree.note);
  let end = superblock.end;
  const initial = source.byteLength;
  let closing: Promise<void> | undefined;
  const redo = redoOf(source, beside, base, durable);
  const barrier = async (): Promise<void> => {
    if (!durable || !dirty) return;
    await source.sync();
    dirty = false;
  };
  const label = source.name === undefined ? "The HDF5 file" : `"${source.name}"`;

  const queue = inTurn();
  const run = <T>(call: () => T | Promise<T>, signal?: AbortSignal): Promise<T> =>
    queue(async () => {
      if (closing !== undefined) throw hdmfError("closed", `${label} is closed`);
      if (failure !== undefined) throw failure.error;
      signal?.throwIfAborted();
      return call();
    });

  const dataset = async (id: number): Promise<EditedDataset> => {
    const found = await tree.find(id);
    if (found.kind === "dataset") return found;
    throw hdmfError("invalid", `${found.path} is a ${found.kind} and has no elements`, { path: found.path });
  };
  const committed = async (id: number | undefined, what: string): Promise<EditedDatatype | undefined> => {
    if (id === undefined) return undefined;
    const found = await tree.find(id);
    if (found.kind === "datatype") return found;
    throw hdmfError("invalid", `${what} names ${found.path} as its type, which is a ${found.kind}`);
  };
  /** libhdf5 counts those that name a type with its links. */
  const hold = (type: EditedDatatype | undefined): void => {
    if (type !== undefined) type.references++;
  };
  const typeOf = (dtype: Hdf5Attribute["dtype"], details: Hdf5TypeDetails | undefined, what: string): StoredType =>
    makeType(dtype, details, sizes, what);

  async function attributesOf(object: EditedObject): Promise<NonNullable<EditedObject["attributes"]>> {
    const { header } = object;
    object.attributes ??=
      header === undefined ? new Map() : await reader().run(() => readEditedAttributes(reader().file, header));
    return object.attributes;
  }

  async function setAttribute(id: number, name: string, value: Hdf5Attribute): Promise<void> {
    const object = await tree.find(id);
    const what = attributeName(name, object.path);
    const attributes = await attributesOf(object);
    const { datatype, shape } = value;
    const named = await committed(datatype, what);
    const type = named?.type ?? typeOf(value.dtype, value.details, what);
    const data = exactData(type, value.data, what);
    const count = shape === null ? 0 : elementCount(shape);
    checkAttributeName(name, () => what);
    checkAttributeCount(dataLength(value.dtype, data), count, shape, () => what);
    if (shape !== null) await tools.checkEncodes(type, data, count, what);
    const body = encodeAttribute({
      name,
      datatype: datatype === undefined ? encodeDatatype(type, sizes) : encodeSharedMessage(datatype, sizes),
      committed: datatype !== undefined,
      dataspace: encodeDataspace({ shape }, sizes.sizeOfLengths),
      value: shape === null ? new Uint8Array(0) : await tools.encode(type, data, count, what),
    });
    if (object.header?.version === 1 && (body.length > mostMessageBytes || hasManyUnusedBits(type)))
      throw hdmfError(
        "unsupported",
        `${what} has ${body.length} bytes or a type that the header of its object cannot keep`,
        {
          path: object.path,
          hint: "objects with headers of the older kind have attributes of up to 64 KB; store it as a dataset",
        },
      );
    hold(named);
    const before = attributes.get(name);
    const next = [...attributes.values()].reduce((most, { order }) => Math.max(most, order + 1), 0);
    attributes.set(name, { body, order: before?.order ?? next, manyUnusedBits: hasManyUnusedBits(type) });
    object.attributesChanged = true;
  }

  async function writeBlock(
    id: number,
    start: readonly number[],
    { shape, data }: NdArray,
    signal?: AbortSignal,
  ): Promise<void> {
    const { elements, type, path } = await dataset(id);
    const exact = exactData(type, data, path);
    if (elements.shape === null || shape === null)
      throw datasetError(path, "invalid", "it has no elements, and no place for a block");
    const grown = grownShape(elements.shape, { start, shape }, elements.maxShape ?? elements.shape, path);
    checkData(type.dtype, exact, elementCount(shape), path);
    await tools.checkEncodes(type, exact, elementCount(shape), path);
    const before = elements.shape;
    const grows = grown.some((length, axis) => length !== before[axis]);
    if (grows) await elements.resize(grown);
    const box = start.map((from, axis) => ({ start: from, stop: from + shape[axis]! }));
    try {
      if (!shape.includes(0)) await elements.write(box, exact, signal);
    } catch (error) {
      // A block that was given up halfway, or that its filters do not encode, is no part of the dataset.
      if (grows && failure === undefined) await elements.resize(before);
      throw error;
    }
  }

  async function commit(): Promise<void> {
    const { steps, done } = await planCommit(objects, superblock, space, end, tools.finishHeap);
    const freed = tree.takeFreed();
    await source.checkUnchanged();
    const changes = async (): Promise<void> => {
      await space.drain();
      await applyCommit(written, base, steps, barrier, redo);
    };
    await (source.together?.(changes) ?? changes());
    end = Math.max(end, space.end);
    done();
    for (const range of freed) space.free(range);
    space.settle();
    madeReader = undefined;
    file.renew();
    await settleObjects();
  }

  /** What is in the file now is what is edited from now on. */
  async function settleObjects(): Promise<void> {
    for (const object of [...objects.values()]) {
      if (object.references === 0) objects.delete(object.id);
      else if (
        object.header === undefined ||
        object.attributesChanged ||
        (object.kind === "group" && object.linksChanged)
      )
        await settle(object);
    }
  }

  async function settle(object: EditedObject): Promise<void> {
    const { readRawHeader } = await import("./raw-header.ts");
    object.header = await reader().run(() => readRawHeader(reader().bytes, object.id));
    object.attributes = undefined;
    object.attributesChanged = false;
    if (object.kind === "group") {
      const { readEditedLinks } = await import("./edited-links.ts");
      const { header } = object;
      const { links } = await reader().run(() => readEditedLinks(reader().file, header));
      object.links.clear();
      for (const [name, link] of links) object.links.set(name, link);
      object.linksChanged = false;
    }
  }

  return {
    root,
    file: file.file,
    createGroup: (parent, name, wishes = {}) =>
      run(async () => {
        const path = childPath((await tree.checkFree(parent, name)).path, name);
        const group = newGroup(path, wishes, space);
        await tree.add(parent, name, group);
        return group.id;
      }),
    createDatatype: (parent, name, dtype, wishes = {}) =>
      run(async () => {
        const path = childPath((await tree.checkFree(parent, name)).path, name);
        const type = typeOf(dtype, wishes.details, `The datatype ${path}`);
        const object = newDatatype(path, wishes, dtype, type, space);
        await tree.add(parent, name, object);
        return object.id;
      }),
    createDataset: (parent, name, wishes) =>
      run(async () => {
        const path = childPath((await tree.checkFree(parent, name)).path, name);
        const named = await committed(wishes.datatype, path);
        const type = named?.type ?? typeOf(wishes.dtype, wishes.details, path);
        const object = await newDataset(path, wishes, type, tools);
        await tree.add(parent, name, object);
        hold(named);
        return object.id;
      }),
    setAttribute: (id, name, value) => run(() => setAttribute(id, name, value)),
    removeAttribute: (id, name) =>
      run(async () => {
        const object = await tree.find(id);
        if (!(await attributesOf(object)).delete(name))
          throw hdmfError("not-found", `${object.path} has no attribute ${JSON.stringify(name)}`);
        object.attributesChanged = true;
      }),
    link: (parent, name, link) => run(() => tree.addLink(parent, name, link)),
    unlink: (parent, name) => run(() => tree.removeLink(parent, name)),
    move: (parent, name, newParent, newName) => run(() => tree.moveLink(parent, name, newParent, newName)),
    write: (id, selection, data, { signal } = {}) =>
      run(async () => {
        const { elements, type, path } = await dataset(id);
        const exact = exactData(type, data, path);
        const { shape } = elements;
        const count = shape === null ? 0 : elementCount(normalizeSelection(selection, shape).shape);
        checkData(type.dtype, exact, count, path);
        await tools.checkEncodes(type, exact, count, path);
        if (count > 0) await elements.write(selection, exact, signal);
      }, signal),
    async writeBlocks(id, blocks, { signal } = {}) {
      for await (const one of blocks) {
        const { dtype } = (await run(() => dataset(id))).type;
        await run(() => writeBlock(id, one.start, { dtype, shape: one.shape, data: one.data }, signal), signal);
      }
    },
    append: (id, axis, data, { signal } = {}) =>
      run(async () => {
        const { elements, type, path } = await dataset(id);
        const start = appendedStart({ dtype: type.dtype, shape: elements.shape }, axis, data, path);
        const shape = elements.shape!;
        const grown = shape.map((length, at) => (at === axis ? length + data.shape![at]! : length));
        // Rows of no elements make it longer too.
        if (grown.includes(0) && grown[axis] !== shape[axis]) {
          checkShape(grown, elements, path);
          await elements.resize(grown);
        } else await writeBlock(id, start, data, signal);
      }, signal),
    shape: (id) => run(async () => (await dataset(id)).elements.shape),
    resize: (id, shape) =>
      run(async () => {
        const { elements, path } = await dataset(id);
        checkShape(shape, elements, path);
        await elements.resize(shape);
      }),
    flush: ({ signal } = {}) =>
      run(async () => {
        try {
          await commit();
        } catch (error) {
          failure = { error };
          throw error;
        }
      }, signal),
    close() {
      closing ??= queue(async () => {
        await file.close();
        // What was written and not committed is behind the end of the file.
        const least = Math.max(initial, base + end);
        if (failure === undefined && source.byteLength > least) await source.truncate(least).catch(() => undefined);
        await release();
      });
      return closing;
    },
  };
}

function checkShape(
  shape: readonly number[],
  { shape: now, maxShape, layout }: EditedDataset["elements"],
  path: string,
): void {
  if (
    now === null ||
    shape.length !== now.length ||
    shape.some((length) => !Number.isSafeInteger(length) || length < 0)
  )
    throw datasetError(path, "invalid", `[${shape.join(", ")}] is no shape for it`);
  if (layout !== "chunked")
    throw datasetError(path, "invalid", `a ${layout} dataset cannot be resized`, "copy it into one with chunks");
  for (const [axis, length] of shape.entries()) {
    const limit = maxShape === undefined ? now[axis]! : maxShape[axis]!;
    if (limit !== null && length > limit)
      throw datasetError(path, "invalid", `axis ${axis} cannot grow to ${length}: it has at most ${limit}`);
  }
}
