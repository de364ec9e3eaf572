import type { Behaviour, Container } from "@hdmf-ts/build";
import type { CallOptions } from "@hdmf-ts/storage";
import { tableIn } from "./open-table.ts";
import type { Table } from "./table.ts";

/** What {@link tableBehaviour} adds to a container. */
export interface TableContainer extends Container {
  /** Its rows and columns. */
  openTable(options?: CallOptions): Promise<Table>;
}

/** Makes a `DynamicTable`, and what extends it, readable as rows: for `createRegistry` and `openRegistry`. */
export const tableBehaviour: Behaviour = {
  namespace: "hdmf-common",
  type: "DynamicTable",
  extend: ({ storage, registry, path, node }) =>
    node.kind === "group"
      ? { openTable: (options: CallOptions = {}) => tableIn({ storage, group: node, path }, registry, options) }
      : {},
};

/** Whether a container is a table that can be opened. */
export function isTableContainer(container: Container): container is TableContainer {
  return "openTable" in container;
}
