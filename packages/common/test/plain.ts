import { type ArrayData, isColumns, isRagged, isReferences, type NdArray } from "@hdmf-ts/array";
import { openRegistry } from "@hdmf-ts/build";
import type { Storage } from "@hdmf-ts/storage";
import { type GroupPlan, makeFile, typed } from "../../build/test/make-file.ts";
import { common } from "../../build/test/namespaces.ts";
import { openTable, rowAt, type Table } from "../src/index.ts";

/** A value as plain lists, to compare it with: numbers, texts, ids of references, compounds as objects. */
export function plain({ shape, data }: NdArray): unknown {
  const flat = elements(data);
  if (shape === null) return null;
  return shape.length === 0 ? flat[0] : nest(flat, shape);
}

function elements(data: ArrayData): unknown[] {
  if (Array.isArray(data) || ArrayBuffer.isView(data)) return Array.from(data as unknown as ArrayLike<unknown>);
  if (isColumns(data)) {
    const columns = [...data].map(([name, column]) => [name, elements(column)] as const);
    return (columns[0]?.[1] ?? []).map((_, i) => Object.fromEntries(columns.map(([name, list]) => [name, list[i]])));
  }
  if (isRagged(data)) {
    const { values, offsets } = data;
    const flat = elements(values);
    return Array.from({ length: offsets.length - 1 }, (_, i) => flat.slice(offsets[i], offsets[i + 1]));
  }
  return isReferences(data) ? Array.from(data.ids as ArrayLike<unknown>) : [];
}

function nest(flat: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length <= 1) return [...flat];
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0] ?? 0 }, (_, i) => nest(flat.slice(i * size, (i + 1) * size), shape.slice(1)));
}

/** A table at `/t` in a file of its own. */
export async function tableOf(table: GroupPlan, others: GroupPlan["groups"] = {}): Promise<Table> {
  return open(
    await makeFile({ groups: { t: { ...table, attributes: { ...tableType, ...table.attributes } }, ...others } }),
  );
}

export const tableType: Record<string, string> = { ...typed("DynamicTable", "hdmf-common"), description: "a table" };

export async function open(storage: Storage, path = "/t"): Promise<Table> {
  return openTable(storage, await openRegistry(storage, { extra: [common] }), path);
}

/** Some rows as plain objects. */
export async function rowsOf(table: Table, start?: number, stop?: number): Promise<unknown[]> {
  const rows = await table.rows(start, stop);
  return Array.from({ length: rows.stop - rows.start }, (_, row) =>
    Object.fromEntries([...rowAt(rows, row)].map(([name, cell]) => [name, plain(cell)])),
  );
}
