import type { ArrayData, Block, Dtype, NodeId } from "@hdmf-ts/array";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type {
  Hdf5Attribute,
  Hdf5Dataset,
  Hdf5DatasetWishes,
  Hdf5Edit,
  Hdf5Link,
  Hdf5ObjectWishes,
} from "@hdmf-ts/hdf5";
import {
  type Attribute,
  type Child,
  type DatasetWishes,
  type Edit,
  type Stored,
  writeCachedSpecifications,
} from "@hdmf-ts/storage";
import type { EditNames } from "./edit-names.ts";
import { idOf } from "./id-of.ts";
import { arrayWithoutTimes, hasTimes, timeBytes, withoutTimes } from "./time-values.ts";
import { typeDetails } from "./type-details.ts";

/** What is done to a new HDF5 file and to one that is there alike. */
export type Hdf5Changes = Omit<Hdf5Edit, "encodedWriter" | "commit" | "abandon">;

/**
 * The `Edit` of a storage over one of an HDF5 file: ids are the same numbers. HDF5 has no place for names of axes, nor for `copyOf`; times of
 * numpy become opaque with a tag, as with h5py.
 */
export function storageEdit(
  file: Hdf5Changes,
  names: EditNames,
  own: Pick<Edit, "encodedWriter" | "commit" | "abandon">,
): Edit {
  const times = new Map<NodeId, Dtype>();
  const stored = (id: NodeId, data: ArrayData): ArrayData => {
    const dtype = times.get(id);
    return dtype === undefined ? data : timeBytes(dtype, data);
  };
  async function* storedBlocks(id: NodeId, blocks: AsyncIterable<Block>): AsyncGenerator<Block, void, undefined> {
    for await (const block of blocks) yield { ...block, data: stored(id, block.data) };
  }
  const edit: Edit = {
    root: file.root,
    async createGroup(parent, name, { stored } = {}) {
      const id = await file.createGroup(idOf(parent), name, objectWishes(stored));
      names.addMade(id, "group");
      names.addChild(parent, name, { hard: id });
      return id;
    },
    async createDataset(parent, name, wishes) {
      const id = await file.createDataset(
        idOf(parent),
        name,
        about(name, () => datasetWishes(wishes)),
      );
      if (hasTimes(wishes.dtype)) times.set(id, wishes.dtype);
      names.addMade(id, "other");
      names.addChild(parent, name, { hard: id });
      return id;
    },
    async createDatatype(parent, name, dtype, { stored } = {}) {
      const details = about(name, () => typeDetails(dtype, stored));
      const wishes = { ...objectWishes(stored), ...(details === undefined ? {} : { details }) };
      const id = await file.createDatatype(idOf(parent), name, withoutTimes(dtype), wishes);
      names.addMade(id, "other");
      names.addChild(parent, name, { hard: id });
      return id;
    },
    async setAttribute(id, name, value) {
      await file.setAttribute(
        idOf(id),
        name,
        about(name, () => attributeOf(value)),
      );
      names.setAttribute(id, name, value);
    },
    async removeAttribute(id, name) {
      await file.removeAttribute(idOf(id), name);
      names.setAttribute(id, name);
    },
    async link(parent, name, child) {
      await file.link(idOf(parent), name, linkOf(child));
      names.addChild(parent, name, child);
    },
    async remove(parent, name) {
      await file.unlink(idOf(parent), name);
      names.removeChild(parent, name);
    },
    async move(parent, name, newParent, newName) {
      await file.move(idOf(parent), name, idOf(newParent), newName);
      await names.moveChild(parent, name, newParent, newName);
    },
    write: async (id, selection, data, options) => file.write(idOf(id), selection, stored(id, data), options),
    writeBlocks: async (id, blocks, options) =>
      file.writeBlocks(idOf(id), times.has(id) ? storedBlocks(id, blocks) : blocks, options),
    append: async (id, axis, data, options) => file.append(idOf(id), axis, arrayWithoutTimes(data), options),
    cacheSpecifications: (namespaces) => writeCachedSpecifications(edit, names, namespaces),
    ...own,
  };
  return edit;
}

/** Names what something is about in errors. */
function about<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!isHdmfError(error)) throw error;
    throw hdmfError(error.tag, `${JSON.stringify(name)}: ${error.message}`, { cause: error });
  }
}

export function objectWishes(stored: Stored | undefined): Hdf5ObjectWishes {
  const { order, comment } = stored ?? {};
  return {
    ...(order === "creation" ? { creationOrder: true } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

function datasetWishes(wishes: DatasetWishes): Hdf5DatasetWishes {
  const { dtype, shape, maxShape, chunks, filters, fillValue, datatype, stored } = wishes;
  const details = typeDetails(dtype, stored);
  const layout = ownLayout(stored);
  // The chunks of a store that had to cut what was in one piece are not those of the dataset.
  const cut = layout === undefined || layout === "chunked";
  return {
    dtype: withoutTimes(dtype),
    shape,
    ...(maxShape && cut ? { maxShape } : {}),
    ...(chunks && chunks.length > 0 && cut ? { chunks } : {}),
    ...(filters && filters.length > 0 && cut ? { filters } : {}),
    ...(fillValue ? { fillValue: arrayWithoutTimes(fillValue) } : {}),
    ...(details ? { details } : {}),
    ...(datatype === undefined ? {} : { datatype: idOf(datatype) }),
    ...(layout ? { layout } : {}),
    ...objectWishes(stored),
  };
}

/** What lies in other files is taken into this one. */
function ownLayout(stored: Stored | undefined): Hdf5Dataset["layout"] | undefined {
  const layout = stored?.layout;
  return layout === "virtual" || layout === "external" ? undefined : layout;
}

function attributeOf({ stored, datatype, ...value }: Attribute): Hdf5Attribute {
  const { dtype, shape, data } = arrayWithoutTimes(value);
  const details = typeDetails(dtype, stored);
  return {
    dtype,
    shape,
    data,
    ...(details ? { details } : {}),
    ...(datatype === undefined ? {} : { datatype: idOf(datatype) }),
  };
}

function linkOf(child: Child): Hdf5Link {
  return "hard" in child ? { hard: idOf(child.hard) } : child;
}
