import { elementBytes, elementCount, type Filter, type NodeId } from "@hdmf-ts/array";
import { findCodec } from "@hdmf-ts/codecs";
import { isHdmfError } from "@hdmf-ts/errors";
import {
  type CallOptions,
  type CopyOptions,
  type DatasetNode,
  type DatasetWishes,
  readTree,
  type Storage,
} from "@hdmf-ts/storage";

type Wishes = Partial<Omit<DatasetWishes, "dtype" | "shape">>;

/** What h5py takes where it is asked for compression and not told more. */
const deflate: Filter = { name: "deflate", options: [4] };
/** Arrays up to this many bytes that are one chunk of a store are kept in one piece: an index of chunks takes 2 KB. */
const onePiece = 65_536;

/**
 * What the copies of datasets in an HDF5 file shall be. Filters of an HDF5 original are kept, as long as they can be written; those of a
 * store that was none become such as every HDF5 library has, so that h5py reads the file without plug-ins.
 */
export async function hdf5Wishes(
  storage: Storage,
  { warn, ...call }: CallOptions & { warn(message: string): void },
): Promise<NonNullable<CopyOptions["wishes"]>> {
  const { nodes } = await readTree(storage, call);
  const lost = await notWritable(
    [...nodes.values()].flatMap((node) => (node.kind === "dataset" ? (node.filters ?? []) : [])),
  );
  const told = new Set<NodeId>();
  const tell = (id: NodeId, message: string): void => {
    if (!told.has(id)) warn(message);
    told.add(id);
  };
  return (path, node) => {
    const layout = node.stored?.layout;
    if (layout === undefined) return plainWishes(node);
    if (layout === "virtual" || layout === "external") {
      tell(node.id, `${path} is a dataset of its own now: it was ${layout}, its elements those of other places`);
      return undefined;
    }
    if (layout !== "chunked" || passedOn(node)) return undefined;
    const names = (node.filters ?? []).filter((filter) => lost.has(keyOf(filter))).map(({ name }) => name);
    if (names.length === 0) return undefined;
    tell(node.id, `${path} is compressed with deflate: ${names.join(", ")} cannot be written`);
    const kept = (node.filters ?? []).filter((filter) => !lost.has(keyOf(filter)));
    return { filters: kept.some(({ name }) => name === "deflate") ? kept : [...kept, deflate] };
  };
}

const keyOf = (filter: Filter): string => JSON.stringify([filter.name, filter.options]);

/** As many bytes as show whether a filter encodes: little data may go past what it cannot do, and two filters are set for one length. */
function probeBytes({ name, options = [] }: Filter): number {
  if (name !== "nbit" && name !== "scaleoffset") return 4096;
  const [, , count = 0, , size = 0] = options;
  return Math.min(count * size, mostProbed);
}

const mostProbed = 2 ** 26;

async function notWritable(filters: readonly Filter[]): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  for (const [key, filter] of new Map(filters.map((one) => [keyOf(one), one])))
    try {
      await (await findCodec(filter)).encode(new Uint8Array(probeBytes(filter)));
    } catch (error) {
      if (!isHdmfError(error)) throw error;
      lost.add(key);
    }
  return lost;
}

/** Whether chunks go into the copy as they are stored, so that nothing has to be encoded. */
function passedOn({ array, filters = [] }: DatasetNode): boolean {
  const own = array.encoded?.filters.map(keyOf);
  return own !== undefined && own.join() === filters.map(keyOf).join();
}

function plainWishes({ array, filters = [] }: DatasetNode): Wishes | undefined {
  const { chunks, shape, maxShape, dtype } = array;
  if (chunks === undefined) return undefined;
  const count = elementCount(shape);
  const fits = chunks.every((length, axis) => length >= (shape?.[axis] ?? 0));
  const plain = plainFilters(filters);
  const asked = plain.length > 0 && plain.map(keyOf).join() === filters.map(keyOf).join();
  const small = count === 0 || (fits && !asked && count * elementBytes(dtype) <= onePiece);
  if (shape === null || shape.length === 0 || (small && maxShape === undefined)) return { chunks: [], filters: [] };
  const inside = chunks.map((length, axis) => {
    const limit = maxShape === undefined ? shape[axis] : maxShape[axis];
    return typeof limit === "number" ? Math.max(1, Math.min(length, limit)) : length;
  });
  const same = inside.join() === chunks.join() && plain.map(keyOf).join() === filters.map(keyOf).join();
  return same ? undefined : { chunks: inside, filters: plain };
}

/** Filters that every HDF5 library has, for those of Zarr. */
function plainFilters(filters: readonly Filter[]): Filter[] {
  const plain = new Map<string, Filter>();
  const use = (filter: Filter): void => {
    if (!plain.has(filter.name)) plain.set(filter.name, filter);
  };
  for (const filter of filters) {
    const { name, options = [] } = filter;
    if (name === "shuffle" || name === "deflate" || name === "fletcher32") use(filter);
    else if (name === "crc32c") use({ name: "fletcher32" });
    else if (name === "gzip") use({ name: "deflate", options: [Math.min(9, Math.max(0, options[0] ?? 4))] });
    else {
      const [, , size = 0, , , shuffled = 0] = name === "blosc" ? options : [];
      if (shuffled !== 0 && size > 1) use({ name: "shuffle", options: [size] });
      use(deflate);
    }
  }
  // A check sum is of what is stored, so it comes last.
  return [...plain.values()].sort((a, b) => Number(a.name === "fletcher32") - Number(b.name === "fletcher32"));
}
