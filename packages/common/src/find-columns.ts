import type { NodeId } from "@hdmf-ts/array";
import { compareUtf8, referenceAt } from "@hdmf-ts/array";
import { isA, knowsType, type Member, type Registry, textOf, textsOf } from "@hdmf-ts/build";
import type { DatasetNode, GroupNode } from "@hdmf-ts/storage";
import type { ColumnSource } from "./read-column.ts";
import type { Column } from "./table.ts";

const maxLevels = 16;

type DatasetMember = Member & { readonly node: DatasetNode };

/** The columns of one table, `id` first. What cannot be a column is left out, and `warn` told why. */
export function findColumns(
  registry: Registry,
  table: { readonly group: GroupNode; readonly members: ReadonlyMap<string, Member> },
  warn: (text: string) => void,
): readonly ColumnSource[] {
  const datasets = new Map<string, DatasetMember>();
  for (const [name, member] of table.members) if (isDataset(member)) datasets.set(name, member);
  const indexOf = findIndices(registry, datasets);
  const names = columnNames(registry, table.group, datasets, indexOf, warn);
  const sources: ColumnSource[] = [];
  for (const name of ["id", ...names]) {
    const member = datasets.get(name);
    if (member === undefined) {
      if (name === "id") warn("id: the table has no ids");
      else warn(`${name}: named in colnames, but ${table.members.has(name) ? "no dataset" : "not there"}`);
      continue;
    }
    const source = columnSource(registry, member, indexOf, datasets, warn);
    if (source !== undefined) sources.push(source);
  }
  return sources;
}

function isDataset(member: Member): member is DatasetMember {
  return member.node.kind === "dataset";
}

/** The index of each dataset by the name of what it is an index of. */
function findIndices(
  registry: Registry,
  datasets: ReadonlyMap<string, DatasetMember>,
): ReadonlyMap<string, DatasetMember> {
  const nameOf = new Map<NodeId, string>();
  for (const [name, { node }] of datasets) nameOf.set(node.id, name);
  const indexOf = new Map<string, DatasetMember>();
  for (const [name, member] of datasets) {
    if (!isOfType(registry, member, "VectorIndex")) continue;
    const target = referenceOf(member.node, "target");
    const stem = name.endsWith("_index") ? name.slice(0, -"_index".length) : undefined;
    const named = (target === undefined ? undefined : nameOf.get(target)) ?? stem;
    if (named !== undefined && named !== name && datasets.has(named) && !indexOf.has(named)) indexOf.set(named, member);
  }
  return indexOf;
}

/** The names in `colnames`; where it is missing or is no text (hdmf writes an empty one as numbers), all columns there are. */
function columnNames(
  registry: Registry,
  group: GroupNode,
  datasets: ReadonlyMap<string, DatasetMember>,
  indexOf: ReadonlyMap<string, DatasetMember>,
  warn: (text: string) => void,
): readonly string[] {
  const helpers = new Set<string>(["id"]);
  for (const index of indexOf.values()) helpers.add(index.name);
  for (const member of datasets.values()) {
    const elements = isOfType(registry, member, "EnumData") ? elementsOf(member, datasets) : undefined;
    if (elements !== undefined) helpers.add(elements.name);
  }
  const columns = [...datasets.values()]
    .filter((member) => !helpers.has(member.name) && isOfType(registry, member, "VectorData"))
    .map((member) => member.name)
    .sort(compareUtf8);
  const colnames = group.attributes.get("colnames");
  const texts = colnames === undefined ? undefined : textsOf(colnames);
  if (texts === undefined) return columns;
  const listed = new Set(texts);
  listed.delete("id");
  for (const name of columns) if (!listed.has(name)) warn(`${name}: a column that colnames does not name`);
  return [...listed];
}

function columnSource(
  registry: Registry,
  member: DatasetMember,
  indexOf: ReadonlyMap<string, DatasetMember>,
  datasets: ReadonlyMap<string, DatasetMember>,
  warn: (text: string) => void,
): ColumnSource | undefined {
  const { name, node } = member;
  const shape = node.array.shape;
  if (shape === null || shape.length === 0) {
    warn(`${name}: one value for all rows, not a column`);
    return undefined;
  }
  const indices: DatasetMember[] = [];
  for (let index = indexOf.get(name); index !== undefined; index = indexOf.get(index.name)) {
    if (indices.includes(index) || index.name === name || indices.length === maxLevels) {
      warn(`${name}: its indices lead in a circle`);
      return undefined;
    }
    if (index.node.array.shape?.length !== 1) {
      warn(`${name}: its index ${index.name} has not one axis`);
      return undefined;
    }
    indices.unshift(index);
  }
  const isEnum = isOfType(registry, member, "EnumData");
  const elements = isEnum ? elementsOf(member, datasets) : undefined;
  if (isEnum && elements === undefined) warn(`${name}: an enumeration without elements, its numbers are given`);
  const target = referenceOf(node, "table");
  const isRegion =
    isOfType(registry, member, "DynamicTableRegion") || (member.type === undefined && target !== undefined);
  if (isRegion && target === undefined) warn(`${name}: row numbers of a table, but it does not say of which one`);
  const description = textOf(node, "description");
  const column: Column = {
    name,
    path: member.path,
    ...(member.type === undefined ? {} : { type: member.type.type }),
    ...(description === undefined ? {} : { description }),
    kind: isRegion ? "region" : elements !== undefined ? "enum" : "values",
    dtype: elements?.node.array.dtype ?? node.array.dtype,
    elementShape: shape.slice(1),
    levels: indices.length,
    length: (indices[0]?.node ?? node).array.shape?.[0] ?? 0,
    storage: member.storage,
    ...(isRegion && target !== undefined ? { target } : {}),
  };
  return { column, values: node, indices, ...(elements === undefined ? {} : { elements: elements.node }) };
}

function elementsOf(member: DatasetMember, datasets: ReadonlyMap<string, DatasetMember>): DatasetMember | undefined {
  const id = referenceOf(member.node, "elements");
  const byName = datasets.get(`${member.name}_elements`);
  const found = id === undefined ? byName : [...datasets.values()].find((other) => other.node.id === id);
  return found?.node.array.shape?.length === 1 ? found : undefined;
}

/** By the chain of types; by the name alone where the registry does not know the type. */
function isOfType(registry: Registry, member: Member, ancestor: string): boolean {
  const { type } = member;
  if (type === undefined) return false;
  if (knowsType(registry, type)) return isA(registry, type, ancestor);
  if (type.type === ancestor) return true;
  return ancestor === "VectorData" && ["VectorIndex", "EnumData", "DynamicTableRegion"].includes(type.type);
}

function referenceOf(node: DatasetNode, name: string): NodeId | undefined {
  const attribute = node.attributes.get(name);
  if (attribute?.dtype !== "reference" || attribute.shape === null || !("ids" in attribute.data)) return undefined;
  return attribute.data.ids.length === 1 ? (referenceAt(attribute.data, 0) ?? undefined) : undefined;
}
