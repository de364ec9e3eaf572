/**
 * The types of hdmf-common and hdmf-experimental that behave: a `DynamicTable` as rows and columns.
 *
 * @example
 * ```ts
 * const table = await openTable(storage, registry, "/intervals/trials");
 * const rows = await table.rows(0, 10);
 * console.log(rowAt(rows, 0).get("start_time")?.data);
 * ```
 */
export { cellAt, rowAt } from "./cell.ts";
export { isDynamicTable } from "./is-dynamic-table.ts";
export { openTable } from "./open-table.ts";
export type { Column, ColumnData, Table, TableRows } from "./table.ts";
export { isTableContainer, type TableContainer, tableBehaviours } from "./table-behaviour.ts";
