import { type NdArray, type NodeId, type References, referenceAt } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import { readParts } from "./damage.ts";
import type { Edit } from "./edit.ts";
import type { Attribute, GroupNode, Node } from "./node.ts";
import { splitPath } from "./path.ts";
import type { TreeReader } from "./read-tree.ts";
import type { CachedNamespace, CallOptions } from "./storage.ts";

const pointer = ".specloc";
const folder = "specifications";

/**
 * The specifications that a file caches as HDMF does it: the root's attribute `.specloc`, a reference or a path, else
 * `/specifications`; below it a group for each namespace, in it one for each version, in it a text for each source.
 * All versions in the order of the file. What is no text there is left out, what is damaged is an error. (reference/hdmf.md 1.7)
 */
export async function readCachedSpecifications(
  reader: TreeReader,
  options: CallOptions = {},
): Promise<readonly CachedNamespace[]> {
  const start = await specificationsGroup(reader, options);
  if (start === undefined) return [];
  const namespaces = await groupsIn(reader, [["", start]], options);
  const versions = await groupsIn(reader, namespaces, options);
  const flat = versions.flatMap(([, version]) => hardChildren(version).map(([, id]) => id));
  const nodes = new Map((await readParts(reader, flat, options)).map((node) => [node.id, node]));
  const result: CachedNamespace[] = [];
  for (const [path, version] of versions) {
    const sources = new Map<string, string>();
    for (const [name, id] of hardChildren(version)) {
      const text = await textOf(nodes.get(id), options);
      if (text !== undefined) sources.set(name, text);
    }
    const [, namespace = "", number = ""] = path.split("/");
    if (sources.size > 0) result.push({ name: namespace, version: number, sources });
  }
  return result;
}

async function specificationsGroup(reader: TreeReader, options: CallOptions): Promise<GroupNode | undefined> {
  const [root] = await readParts(reader, [reader.root], options, ({ attribute }) => attribute === pointer);
  if (root?.kind !== "group") return undefined;
  const attribute = root.attributes.get(pointer);
  let path: string = folder;
  if (attribute?.dtype === "reference") {
    const id = attribute.shape === null ? null : referenceAt(attribute.data as References, 0);
    const group = id === null ? undefined : await existingGroup(reader, id, options);
    if (group !== undefined) return group;
  }
  if (attribute?.dtype === "utf8" || attribute?.dtype === "ascii")
    path = (attribute.data as readonly string[])[0] ?? folder;
  let group: GroupNode | undefined = root;
  for (const part of splitPath(path)) {
    const child: ReturnType<GroupNode["children"]["get"]> = group.children.get(part);
    if (child === undefined || !("hard" in child)) return undefined;
    group = groupOrNothing((await readParts(reader, [child.hard], options))[0]);
    if (group === undefined) return undefined;
  }
  return group;
}

async function existingGroup(reader: TreeReader, id: NodeId, options: CallOptions): Promise<GroupNode | undefined> {
  try {
    return groupOrNothing((await readParts(reader, [id], options))[0]);
  } catch (error) {
    if (isHdmfError(error, "not-found")) return undefined;
    throw error;
  }
}

function groupOrNothing(node: Node | undefined): GroupNode | undefined {
  return node?.kind === "group" ? node : undefined;
}

function hardChildren(group: GroupNode): [string, NodeId][] {
  return [...group.children].flatMap(([name, child]): [string, NodeId][] =>
    "hard" in child ? [[name, child.hard]] : [],
  );
}

async function groupsIn(
  reader: TreeReader,
  parents: readonly (readonly [string, GroupNode])[],
  options: CallOptions,
): Promise<[string, GroupNode][]> {
  const children = parents.flatMap(([path, group]) =>
    hardChildren(group).map(([name, id]): [string, NodeId] => [`${path}/${name}`, id]),
  );
  const ids = children.map(([, id]) => id);
  const nodes = await readParts(reader, ids, options);
  return children.flatMap(([path], index): [string, GroupNode][] => {
    const node = nodes[index];
    return node?.kind === "group" ? [[path, node]] : [];
  });
}

async function textOf(node: Node | undefined, options: CallOptions): Promise<string | undefined> {
  if (node?.kind !== "dataset" || (node.array.dtype !== "utf8" && node.array.dtype !== "ascii")) return undefined;
  const value: NdArray = node.value ?? (await node.array.read([], options));
  return (value.data as readonly string[])[0];
}

/** The value of a scalar text, as specifications are cached in. */
function scalarText(text: string): NdArray {
  return { dtype: "utf8", shape: [], data: [text] };
}

/**
 * Adds specifications to what `edit` makes, as {@link readCachedSpecifications} reads them; a name and version that is there already
 * stays as it is. `current` reads the edit's own state.
 */
export async function writeCachedSpecifications(
  edit: Edit,
  current: TreeReader,
  namespaces: readonly CachedNamespace[],
): Promise<void> {
  if (namespaces.length === 0) return;
  let start = (await specificationsGroup(current, {}))?.id;
  if (start === undefined) {
    start = await edit.createGroup(edit.root, folder);
    await edit.setAttribute(edit.root, pointer, referenceTo(start));
  }
  for (const { name, version, sources } of namespaces) {
    const namespace = (await childGroup(current, start, name)) ?? (await edit.createGroup(start, name));
    if ((await childGroup(current, namespace, version)) !== undefined) continue;
    const group = await edit.createGroup(namespace, version);
    for (const [source, text] of sources) {
      const { dtype, shape, data } = scalarText(text);
      await edit.write(await edit.createDataset(group, source, { dtype, shape }), [], data);
    }
  }
}

async function childGroup(current: TreeReader, parent: NodeId, name: string): Promise<NodeId | undefined> {
  const [node] = await current.read([parent]);
  const child = node?.kind === "group" ? node.children.get(name) : undefined;
  return child !== undefined && "hard" in child ? child.hard : undefined;
}

function referenceTo(id: NodeId): Attribute {
  return { dtype: "reference", shape: [], data: { ids: typeof id === "number" ? Float64Array.of(id) : [id] } };
}
