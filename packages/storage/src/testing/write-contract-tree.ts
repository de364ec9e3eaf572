import type { NdArray, NodeId } from "@hdmf-ts/array";
import type { Edit } from "../edit.ts";
import { parentAndName } from "../path.ts";
import { remapReferences } from "../remap-references.ts";
import type { Capability } from "../storage.ts";
import { type ContractObject, contractTarget, contractTree, targetPath } from "./contract-tree.ts";

/**
 * Makes the contract tree, as far as `capabilities` go, in an empty storage; does not commit. `targetSource` is what the external link
 * names; {@link writeContractTarget} makes what it leads to.
 */
export async function writeContractTree(
  edit: Edit,
  capabilities: ReadonlySet<Capability>,
  targetSource?: string,
): Promise<void> {
  const tree = contractTree(targetSource);
  const ids = new Map<string, NodeId>([["/", edit.root]]);
  const can = (needs: readonly Capability[] = []): boolean => needs.every((need) => capabilities.has(need));
  const idOf = (path: string): NodeId => {
    const id = ids.get(path);
    if (id === undefined) throw new Error(`The contract tree has no object ${path}`);
    return id;
  };
  const withIds = (array: NdArray): NdArray => {
    const map = {
      numeric: typeof edit.root === "number",
      target: (path: NodeId) => ids.get(`${path}`),
      outside: () => false,
    };
    return { ...array, data: remapReferences(array.dtype, array.data, map) };
  };

  const objects = tree.objects.filter(({ needs }) => can(needs));
  for (const object of objects) {
    const [parent, name] = parentAndName(object.path);
    ids.set(object.path, await create(edit, idOf(parent), name, object, idOf));
  }
  for (const { path, child, needs } of tree.links) {
    const [parent, name] = parentAndName(path);
    if (can(needs)) await edit.link(idOf(parent), name, "hard" in child ? { hard: idOf(`${child.hard}`) } : child);
  }
  for (const { path, attributes, value, written } of objects) {
    for (const [name, attribute] of attributes ?? [])
      if (attribute.shape !== null || can(["null-space"]))
        await edit.setAttribute(idOf(path), name, withIds(attribute));
    if (value === undefined || value.shape === null || value.shape.includes(0)) continue;
    if (written === undefined) await edit.write(idOf(path), [], withIds(value).data);
    else await edit.write(idOf(path), [{ stop: written }], (value.data as Int16Array).slice(0, written));
  }
  await edit.cacheSpecifications(tree.specifications);
}

/** Makes the other side of the external link. */
export async function writeContractTarget(edit: Edit): Promise<void> {
  const [parent, name] = parentAndName(targetPath);
  const [, group] = parentAndName(parent);
  const { dtype, shape, data } = contractTarget();
  await edit.write(
    await edit.createDataset(await edit.createGroup(edit.root, group), name, { dtype, shape }),
    [],
    data,
  );
}

function create(
  edit: Edit,
  parent: NodeId,
  name: string,
  object: ContractObject,
  idOf: (path: string) => NodeId,
): Promise<NodeId> {
  const { kind, value, dtype, datatype, maxShape, chunks, filters, fillValue } = object;
  if (kind === "group") return edit.createGroup(parent, name);
  if (kind === "datatype" || value === undefined) return edit.createDatatype(parent, name, dtype ?? "int8");
  const fixed = value.dtype === "ascii" ? { stored: { text: { length: 5, padding: "nullpad" as const } } } : {};
  return edit.createDataset(parent, name, {
    dtype: value.dtype,
    shape: value.shape,
    ...(maxShape ? { maxShape } : {}),
    ...(chunks ? { chunks, filters: filters ?? [] } : {}),
    ...(fillValue ? { fillValue } : {}),
    ...(datatype ? { datatype: idOf(datatype) } : {}),
    ...fixed,
  });
}
