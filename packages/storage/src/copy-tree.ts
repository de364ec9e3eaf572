import { type ArrayData, type Dtype, elementBytes, elementCount, type NodeId } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { copyDataset } from "./copy-data.ts";
import type { CopyOptions, CopyReport, CopyWarningCode } from "./copy-options.ts";
import type { CopyPlan, Entry } from "./copy-plan.ts";
import type { DatasetWishes, Edit } from "./edit.ts";
import type { Attribute, DatasetNode } from "./node.ts";
import { hasReferences, type ReferenceMap, remapReferences } from "./remap-references.ts";
import type { Storage } from "./storage.ts";

/** What the steps of a copy share. */
interface Copy {
  readonly source: Storage;
  readonly target: Edit;
  readonly plan: CopyPlan;
  readonly options: CopyOptions;
  readonly made: Map<Entry, NodeId>;
  warn(code: CopyWarningCode, path: string, message: string): void;
}

/**
 * Copies a whole tree, or an object with all that is under it (`from`, `to`): first all objects and links, then the attributes, then array
 * data block by block, or chunk by chunk as stored where both sides have the same filters. References lead to the copies. Cached specifications are copied as part of the tree.
 * All that could not be kept is told to `onWarning`. Nothing is committed: that, or to abandon after an error, is the caller's part.
 * Memory: the nodes of the source, and a few blocks or chunks.
 */
export async function copyTree(source: Storage, target: Edit, options: CopyOptions = {}): Promise<CopyReport> {
  options.onProgress?.({ phase: "read", path: "/", bytes: 0, totalBytes: 0 });
  // Who copies nothing does not load it.
  const { planCopy } = await import("./copy-plan.ts");
  const plan = await planCopy(source, options);
  const warn = (code: CopyWarningCode, path: string, message: string): void =>
    options.onWarning?.({ code, path, message });
  const copy: Copy = { source, target, plan, options, warn, made: new Map() };
  if (options.to !== undefined) await create(copy, plan.root);
  else if (plan.root.node.kind === "group") copy.made.set(plan.root, target.root);
  else throw hdmfError("invalid", `A ${plan.root.node.kind} needs a name in the copy`, { hint: "say it with `to`" });
  await createObjects(copy);
  for (const entry of plan.entries) await copyAttributes(copy, entry);
  const bytes = await copyArrays(copy);
  const own = plan.entries.filter((entry) => entry.storage === source);
  const ids = new Map(own.map((entry) => [entry.node.id, copy.made.get(entry) as NodeId]));
  return { ids, objects: plan.entries.length, bytes };
}

async function createObjects(copy: Copy): Promise<void> {
  const { target, plan, options, made } = copy;
  const datasets: Entry[] = [];
  const links: [parent: Entry, name: string][] = [];
  for (const group of plan.entries) {
    for (const [name, child] of group.children) {
      options.signal?.throwIfAborted();
      const parent = made.get(group) as NodeId;
      if ("link" in child) await target.link(parent, name, child.link);
      else if (child.entry.parent !== group || child.entry.name !== name) links.push([group, name]);
      else if (child.entry.node.kind === "dataset" && !typeIsMade(copy, child.entry)) datasets.push(child.entry);
      else await create(copy, child.entry);
    }
  }
  for (const entry of datasets) await create(copy, entry);
  for (const [group, name] of links) {
    const child = group.children.get(name);
    if (child === undefined || !("entry" in child)) continue;
    const hard = made.get(child.entry) as NodeId;
    const { copyOf } = child;
    await target.link(made.get(group) as NodeId, name, { hard, ...(copyOf ? { copyOf } : {}) });
  }
  const late = [...datasets.map(({ parent, name }) => [parent, name] as [Entry, string]), ...links];
  const ordered = late.filter(([group]) => group.node.stored?.order === "creation");
  if (ordered.length === 0) return;
  const { keepOrder } = await import("./keep-order.ts");
  await keepOrder(target, made, ordered);
}

function typeIsMade({ plan, made }: Copy, { storage, node }: Entry): boolean {
  if (node.kind !== "dataset" || node.datatype === undefined) return true;
  const type = plan.find(storage, node.datatype);
  return type === undefined || made.has(type);
}

async function create(copy: Copy, entry: Entry): Promise<void> {
  const { target, options, made } = copy;
  const { node, path } = entry;
  const { name, parent } = placeOf(copy, entry);
  const child = entry.parent?.children.get(name);
  const copyOf = child !== undefined && "entry" in child ? child.copyOf : undefined;
  const wishes = { ...(node.stored ? { stored: node.stored } : {}), ...(copyOf ? { copyOf } : {}) };
  options.onProgress?.({ phase: "create", path, bytes: 0, totalBytes: 0 });
  if (node.kind === "group") made.set(entry, await target.createGroup(parent, name, wishes));
  else if (node.kind === "datatype") made.set(entry, await target.createDatatype(parent, name, node.dtype, wishes));
  else made.set(entry, await target.createDataset(parent, name, { ...datasetWishes(copy, entry, node), ...wishes }));
}

function placeOf({ options, made }: Copy, { parent, name }: Entry): NonNullable<CopyOptions["to"]> {
  if (parent === undefined) return options.to as NonNullable<CopyOptions["to"]>;
  return { parent: made.get(parent) as NodeId, name: name as string };
}

function datasetWishes(copy: Copy, entry: Entry, node: DatasetNode): DatasetWishes {
  const { array, filters, fillValue, dimensions } = node;
  const { dtype, shape, maxShape, chunks } = array;
  const datatype = sharedType(copy, entry, node.datatype, entry.path);
  return {
    ...(maxShape ? { maxShape } : {}),
    ...(chunks ? { chunks, filters: filters ?? [] } : {}),
    ...(fillValue ? { fillValue: { ...fillValue, data: withoutReferences(copy, entry, dtype, fillValue.data) } } : {}),
    ...(dimensions ? { dimensions } : {}),
    ...copy.options.wishes?.(entry.path, node),
    ...(datatype === undefined ? {} : { datatype }),
    dtype,
    shape,
  };
}

function sharedType(copy: Copy, entry: Entry, datatype: NodeId | undefined, what: string): NodeId | undefined {
  if (datatype === undefined) return undefined;
  const type = copy.plan.find(entry.storage, datatype);
  const id = (type && copy.made.get(type)) ?? sameId(copy, entry, datatype);
  if (id === undefined)
    copy.warn("unnamed-datatype", entry.path, `${what} shares a type that no path leads to: it keeps it as its own`);
  return id;
}

/** What is not copied is there already where a copy is made within one storage. */
function sameId({ source, options }: Copy, { storage }: Entry, id: NodeId): NodeId | undefined {
  return options.within && storage === source ? id : undefined;
}

/** A fill value is written before all objects are there: references in it become null (in practice they are). */
function withoutReferences({ target, warn }: Copy, { path }: Entry, dtype: Dtype, data: ArrayData): ArrayData {
  let lost = false;
  const lose = (): undefined => {
    lost = true;
  };
  const numeric = typeof target.root === "number";
  const without = remapReferences(dtype, data, { numeric, target: lose, outside: () => lose() ?? false });
  if (lost) warn("dangling-reference", path, `A reference in the fill value of ${path} became null`);
  return without;
}

/** Counts what is lost, so that one warning tells it for a whole array. */
function countingMap(copy: Copy, entry: Entry): { map: ReferenceMap; report(what: string): void } {
  const { plan, made, options } = copy;
  const lost = { dangling: 0, outside: 0 };
  const map: ReferenceMap = {
    numeric: typeof copy.target.root === "number",
    target(id) {
      const found = plan.find(entry.storage, id);
      const target = (found && made.get(found)) ?? sameId(copy, entry, id);
      if (target === undefined) lost.dangling++;
      return target;
    },
    outside() {
      if (options.external !== "copy" && entry.source === undefined) return true;
      lost.outside++;
      return false;
    },
  };
  const count = (number: number): string => (number === 1 ? "a reference" : `${number} references`);
  return {
    map,
    report(what) {
      const { path } = entry;
      if (lost.dangling > 0)
        copy.warn(
          "dangling-reference",
          path,
          `${count(lost.dangling)} in ${what} to what is not in the copy became null`,
        );
      if (lost.outside > 0)
        copy.warn("outside-reference", path, `${count(lost.outside)} in ${what} to another file became null`);
    },
  };
}

async function copyAttributes(copy: Copy, entry: Entry): Promise<void> {
  const { target, options, made } = copy;
  const { node, path } = entry;
  if (node.attributes.size > 0) options.onProgress?.({ phase: "attributes", path, bytes: 0, totalBytes: 0 });
  for (const [name, { datatype: shared, ...attribute }] of node.attributes) {
    options.signal?.throwIfAborted();
    const { map, report } = countingMap(copy, entry);
    const datatype = sharedType(copy, entry, shared, `the attribute ${name} of ${path}`);
    const value: Attribute = {
      ...attribute,
      data: remapReferences(attribute.dtype, attribute.data, map),
      ...(datatype === undefined ? {} : { datatype }),
    };
    report(`the attribute ${name} of ${path}`);
    await target.setAttribute(made.get(entry) as NodeId, name, value);
  }
}

async function copyArrays(copy: Copy): Promise<number> {
  const { target, plan, options, made } = copy;
  const sizes = new Map<Entry, number>();
  for (const entry of plan.entries) {
    if (entry.node.kind !== "dataset") continue;
    const { dtype, shape } = entry.node.array;
    const size = elementCount(shape) * elementBytes(dtype);
    sizes.set(entry, size);
  }
  const totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let bytes = 0;
  for (const [entry, size] of sizes) {
    const { path } = entry;
    const node = entry.node as DatasetNode;
    const before = bytes;
    const { array } = node;
    if (elementCount(array.shape) === 0) {
      // That a virtual dataset is empty may only mean that its files cannot be opened: reading it says so.
      if (array.shape !== null && node.value === undefined) await array.read(undefined, copy.options);
      continue;
    }
    const onProgress = (elements: number): void => {
      bytes += elements * elementBytes(node.array.dtype);
      options.onProgress?.({ phase: "data", path, bytes, totalBytes });
    };
    options.onProgress?.({ phase: "data", path, bytes, totalBytes });
    const { map, report } = countingMap(copy, entry);
    const wanted = options.wishes?.(path, node);
    await copyDataset({
      node,
      target,
      id: made.get(entry) as NodeId,
      asStored: wanted?.chunks === undefined && wanted?.filters === undefined && wanted?.stored === undefined,
      // References in a fill value became null.
      sameFill: wanted?.fillValue === undefined && !(node.fillValue !== undefined && hasReferences(node.array.dtype)),
      ...(hasReferences(node.array.dtype) ? { map } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      onProgress,
    });
    bytes = before + size;
    report(path);
  }
  return bytes;
}
