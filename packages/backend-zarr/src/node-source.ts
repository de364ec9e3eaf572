import { canonicalPath, splitPath } from "./names.ts";
import type { NodeTable } from "./node-table.ts";
import type { Records } from "./records.ts";
import type { Keys } from "./store.ts";

/** What the nodes of a store are read from. */
export interface NodeSource {
  readonly keys: Keys;
  readonly table: NodeTable;
  readonly records: Records;
  /** The names of the committed datatypes in each group: they are in the records alone. */
  readonly datatypes: ReadonlyMap<string, readonly string[]>;
  /** Throws once the store is closed. */
  check(): void;
}

/** The names of the committed datatypes by the path of their group. */
export function datatypeNames(records: Records): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [path, record] of records) {
    if (record.get("kind") !== "datatype" || canonicalPath(path) !== path || path === "/") continue;
    const { parent, name } = splitPath(path);
    const siblings = names.get(parent);
    if (siblings === undefined) names.set(parent, [name]);
    else siblings.push(name);
  }
  return names;
}
