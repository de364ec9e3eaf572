import { type Member, membersOf, type Registry, textOf, textsOf, typeOf } from "@hdmf-ts/build";
import { hdmfError } from "@hdmf-ts/errors";
import type { CallOptions, GroupNode, Storage } from "@hdmf-ts/storage";
import { findColumns } from "./find-columns.ts";
import { isDynamicTable } from "./is-dynamic-table.ts";
import { type ColumnSource, readColumn } from "./read-column.ts";
import type { Table, TableRows } from "./table.ts";

/**
 * Opens the table at a path; links are followed. Reads the nodes of the table and of its columns, and no array.
 * An aligned table has the columns of its categories too.
 *
 * @throws `not-found`, or `invalid` where the path leads to something else than a table.
 */
export async function openTable(
  storage: Storage,
  registry: Registry,
  path: string,
  options: CallOptions = {},
): Promise<Table> {
  const place = await storage.resolve(path, options);
  const [node] = await place.storage.read([place.id], options);
  if (node?.kind !== "group" || !isDynamicTable(registry, node)) {
    const found = node === undefined ? "nothing" : (typeOf(node)?.type ?? `a ${node.kind} without a type`);
    throw hdmfError("invalid", `${path} is no DynamicTable but ${found}`, { path });
  }
  return tableIn({ storage: place.storage, group: node, path }, registry, options);
}

/** The table that a group is known to be. */
export async function tableIn(place: TablePlace, registry: Registry, options: CallOptions): Promise<Table> {
  const { group, path } = place;
  const warnings: string[] = [];
  const sources = await sourcesOf(place, registry, warnings, options);
  const ids = sources.find(({ column }) => column.name === "id")?.column;
  const length = ids?.length ?? Math.max(0, ...sources.map(({ column }) => column.length));
  for (const { column } of sources) {
    if (column.length !== length) warnings.push(`${column.name}: ${column.length} rows, but the table has ${length}`);
  }
  const description = textOf(group, "description");
  return {
    path,
    ...typeOf(group),
    ...(description === undefined ? {} : { description }),
    columns: sources.map(({ column }) => column),
    length,
    warnings,
    rows: (start = 0, stop = length, rowOptions = {}) => readRows(path, sources, length, start, stop, rowOptions),
  };
}

/** A group, and where it was found. */
export interface TablePlace {
  readonly storage: Storage;
  readonly group: GroupNode;
  readonly path: string;
}

async function sourcesOf(
  place: TablePlace,
  registry: Registry,
  warnings: string[],
  options: CallOptions,
): Promise<readonly ColumnSource[]> {
  const members = await membersOf(place, (name, reason) => warnings.push(`${name}: ${reason}`), options);
  const own = findColumns(registry, { group: place.group, members }, (text) => warnings.push(text));
  const categories = place.group.attributes.get("categories");
  const inCategories: ColumnSource[] = [];
  for (const name of new Set(categories === undefined ? [] : textsOf(categories))) {
    const member = members.get(name);
    if (member?.node.kind !== "group" || !isDynamicTable(registry, member.node)) {
      warnings.push(`${name}: named in categories, but ${member === undefined ? "not there" : "no table"}`);
      continue;
    }
    inCategories.push(...(await categoryColumns(member, member.node, registry, warnings, options)));
  }
  return [...own, ...inCategories];
}

async function categoryColumns(
  category: Member,
  group: GroupNode,
  registry: Registry,
  warnings: string[],
  options: CallOptions,
): Promise<readonly ColumnSource[]> {
  const warn = (text: string): number => warnings.push(`${category.name}/${text}`);
  const place = { storage: category.storage, group, path: category.path };
  const members = await membersOf(place, (name, reason) => warn(`${name}: ${reason}`), options);
  return findColumns(registry, { group, members }, warn).map((source) => ({
    ...source,
    column: { ...source.column, name: `${category.name}/${source.column.name}` },
  }));
}

async function readRows(
  path: string,
  sources: readonly ColumnSource[],
  length: number,
  start: number,
  stop: number,
  options: CallOptions,
): Promise<TableRows> {
  if (!Number.isInteger(start) || !Number.isInteger(stop) || start < 0 || stop < start) {
    throw hdmfError("invalid", `Rows ${start}:${stop} cannot be, ${path} has ${length}`, { path });
  }
  options.signal?.throwIfAborted();
  const [first, last] = [Math.min(start, length), Math.min(stop, length)];
  const data = await Promise.all(sources.map((source) => readColumn(source, first, last, options)));
  return { start: first, stop: last, columns: new Map(data.map((column) => [column.column.name, column])) };
}
