import type { Behaviour, Container } from "@hdmf-ts/build";
import type { CallOptions } from "@hdmf-ts/storage";
import { tableIn } from "./open-table.ts";
import type { Table } from "./table.ts";

/** What {@link tableBehaviours} adds to a container. */
export interface TableContainer extends Container {
  /** Its rows and columns. */
  openTable(options?: CallOptions): Promise<Table>;
}

/**
 * Make a `DynamicTable`, and what extends it, readable as rows: for the `behaviours` of a registry. Until NWB 2.2 the type
 * belonged to the namespace `core`.
 */
export const tableBehaviours: readonly Behaviour[] = [
  { namespace: "hdmf-common", type: "DynamicTable", extend: asTable },
  { namespace: "core", type: "DynamicTable", extend: asTable },
];

function asTable({ storage, registry, path, node }: Container): Pick<TableContainer, "openTable"> | object {
  if (node.kind !== "group") return {};
  return { openTable: (options: CallOptions = {}) => tableIn({ storage, group: node, path }, registry, options) };
}

/** Whether a container is a table that can be opened. */
export function isTableContainer(container: Container): container is TableContainer {
  return "openTable" in container;
}
