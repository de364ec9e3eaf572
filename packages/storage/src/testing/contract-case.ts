import type { NdArray, NodeId } from "@hdmf-ts/array";
import type { Edit } from "../edit.ts";
import type { DatasetNode, GroupNode, Node } from "../node.ts";
import { hasReferences, remapReferences } from "../remap-references.ts";
import type { Capability, Storage } from "../storage.ts";
import { expectTrue } from "./expect.ts";

/** A place where nothing is yet, for one case. */
export interface FreshPlace {
  /** Starts an edit: of an empty tree at first, later of what was committed. */
  edit(): Promise<Edit>;
  /** Opens what was committed; rejects, or gives a tree with nothing but the root, where nothing was. */
  open(): Promise<Storage>;
}

/** How a backend lets the contract suite in. */
export interface OpenContract {
  /** A storage of its own with the contract tree in it; the case closes it. */
  filled(): Promise<Storage>;
  /** Absent for what can only be read. */
  fresh?(): Promise<FreshPlace>;
}

/** One behaviour that every storage has. */
export interface ContractCase {
  readonly name: string;
  /** What the storage must be able to; without it the case is to be skipped, and counted as skipped. */
  readonly needs?: readonly Capability[];
  /** Whether the case makes something, so that it needs `fresh`. */
  readonly writes?: true;
  /** Rejects with a plain error that says what was expected. */
  run(open: OpenContract): Promise<void>;
}

/** Whether a backend with these capabilities has to pass the case. */
export function concerns(
  contractCase: ContractCase,
  capabilities: ReadonlySet<Capability>,
  canWrite: boolean,
): boolean {
  return (canWrite || !contractCase.writes) && (contractCase.needs ?? []).every((need) => capabilities.has(need));
}

/** A case on the filled storage, closed afterwards. */
export async function onFilled<T>(open: OpenContract, run: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await open.filled();
  try {
    return await run(storage);
  } finally {
    await storage.close();
  }
}

/** A case that makes something, commits, and looks at the result. */
export async function onFresh(
  open: OpenContract,
  make: (edit: Edit) => Promise<void>,
  look: (storage: Storage) => Promise<void>,
): Promise<void> {
  const place = await freshPlace(open);
  const edit = await place.edit();
  try {
    await make(edit);
    await edit.commit();
  } catch (error) {
    await edit.abandon();
    throw error;
  }
  await lookAt(place, look);
}

export async function freshPlace(open: OpenContract): Promise<FreshPlace> {
  expectTrue(open.fresh !== undefined, "This case needs a place to write to");
  return open.fresh();
}

export async function lookAt(place: FreshPlace, look: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = await place.open();
  try {
    await look(storage);
  } finally {
    await storage.close();
  }
}

export async function nodeAt(storage: Storage, path: string): Promise<Node> {
  const { id } = await storage.resolve(path);
  const [node] = await storage.read([id]);
  expectTrue(node !== undefined, `read gave nothing for ${path}`);
  return node;
}

export async function groupAt(storage: Storage, path: string): Promise<GroupNode> {
  const node = await nodeAt(storage, path);
  expectTrue(node.kind === "group", `${path}: expected a group, received a ${node.kind}`);
  return node;
}

export async function datasetAt(storage: Storage, path: string): Promise<DatasetNode> {
  const node = await nodeAt(storage, path);
  expectTrue(node.kind === "dataset", `${path}: expected a dataset, received a ${node.kind}`);
  return node;
}

/** The same array with the paths of what its references lead to for ids, as the contract tree has them. */
export async function withPaths(storage: Storage, array: NdArray): Promise<NdArray> {
  if (!hasReferences(array.dtype)) return array;
  const ids: NodeId[] = [];
  const collect = (id: NodeId): NodeId => {
    ids.push(id);
    return "";
  };
  remapReferences(array.dtype, array.data, { numeric: false, target: collect, outside: () => true });
  const found = await storage.pathOf(ids);
  const paths = new Map(ids.map((id, index) => [id, found[index]]));
  const target = (id: NodeId): string => paths.get(id) ?? "(no path)";
  return { ...array, data: remapReferences(array.dtype, array.data, { numeric: false, target, outside: () => true }) };
}
