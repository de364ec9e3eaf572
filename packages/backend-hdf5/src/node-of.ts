import { elementBytes, elementCount, type NdArray } from "@hdmf-ts/array";
import { hdmfError, isDamage, isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Group, Hdf5Object } from "@hdmf-ts/hdf5";
import type { Attribute, CallOptions, Child, DatasetNode, Node, ReadOptions, Stored } from "@hdmf-ts/storage";

/** Arrays up to this many bytes come with their node. */
const smallBytes = 1024;

/**
 * An HDF5 object as a node: the id is the address of the header, what the datatype message says beyond the dtype is `stored`.
 * @throws `unsupported` for a link of a class that an application defined, unless there is `onDamage`.
 */
export async function nodeOf(
  object: Hdf5Object,
  onDamage: ReadOptions["onDamage"],
  options: CallOptions,
): Promise<Node> {
  switch (object.kind) {
    case "group":
      return groupNode(object, onDamage);
    case "dataset":
      return datasetNode(object, options);
    case "datatype": {
      const { address: id, kind, dtype, details } = object;
      return { id, kind, dtype, attributes: attributesOf(object), ...storedOf({ ...details, ...ofObject(object) }) };
    }
  }
}

function groupNode(group: Hdf5Group, onDamage: ReadOptions["onDamage"]): Node {
  const { address: id, kind, creationOrder, comment } = group;
  const children = new Map<string, Child>();
  for (const [name, link] of group.links) {
    if (!("userDefined" in link)) {
      children.set(name, link);
      continue;
    }
    const text = `The link "${name}" is of class ${link.userDefined}, which an application defined`;
    const error = hdmfError("unsupported", text);
    if (onDamage === undefined) throw error;
    onDamage({ id, child: name, error });
  }
  const stored: Stored = {
    ...(creationOrder ? { order: "creation" } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
  return { id, kind, attributes: attributesOf(group), children, ...storedOf(stored) };
}

async function datasetNode(dataset: Hdf5Dataset, options: CallOptions): Promise<DatasetNode> {
  const { address: id, kind, layout, filters, fillValue, details, datatype } = dataset;
  const value = await smallValue(dataset, options);
  return {
    id,
    kind,
    attributes: attributesOf(dataset),
    array: dataset,
    stored: { layout, ...details, ...ofObject(dataset) },
    ...(filters.length === 0 ? {} : { filters }),
    ...(value === undefined ? {} : { value }),
    ...(fillValue === undefined ? {} : { fillValue }),
    ...(datatype === undefined ? {} : { datatype }),
  };
}

/** The elements of scalars and of small arrays that lie in one piece; what cannot be read says so when its array is read. */
async function smallValue(dataset: Hdf5Dataset, options: CallOptions): Promise<NdArray | undefined> {
  const { shape, dtype, layout, filters } = dataset;
  const count = elementCount(shape);
  const scalar = shape !== null && shape.length === 0;
  const inOnePiece = (layout === "compact" || layout === "contiguous") && filters.length === 0;
  if (!scalar && !(inOnePiece && count * elementBytes(dtype) <= smallBytes)) return undefined;
  try {
    return await dataset.read([], options);
  } catch (error) {
    if (isDamage(error) || isHdmfError(error, "denied", "not-found", "limit")) return undefined;
    throw error;
  }
}

function attributesOf(object: Hdf5Object): ReadonlyMap<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const [name, attribute] of object.attributes) attributes.set(name, attributeOf(attribute));
  return attributes;
}

function attributeOf({ dtype, shape, data, details, datatype }: Hdf5Attribute): Attribute {
  return { dtype, shape, data, ...storedOf(details), ...(datatype === undefined ? {} : { datatype }) };
}

/** What is known of an object that holds no links. */
function ofObject({ attributeOrder, comment }: Hdf5Object): Stored {
  return { ...(attributeOrder ? { order: "creation" } : {}), ...(comment === undefined ? {} : { comment }) };
}

function storedOf(stored: Stored | undefined): { stored?: Stored } {
  return stored === undefined || Object.keys(stored).length === 0 ? {} : { stored };
}
