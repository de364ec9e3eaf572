import { dtypeToJson, elementBytes, elementCount, type NdArray } from "@hdmf-ts/array";
import { openRegistry } from "@hdmf-ts/build";
import { isDynamicTable, openTable, rowAt, type Table } from "@hdmf-ts/common";
import { hdmfError } from "@hdmf-ts/errors";
import { type DatasetNode, type Location, readParts, type Storage, valuesJson } from "@hdmf-ts/storage";
import { alignRows, cellText } from "../cell-text.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../json-text.ts";
import { withInput } from "../open-input.ts";
import { pathsFor } from "../reference-paths.ts";
import { parseRows, type RowRange } from "../row-range.ts";
import type { Terminal } from "../terminal.ts";
import { writeJson, writePieces } from "../write-json.ts";

/** Rows are read in steps of about this many bytes, so that a long dataset does not have to fit in memory. */
const stepBytes = 4 * 1024 * 1024;
const tableStep = 500;

function datasetRows(path: string, array: DatasetNode["array"], rows: RowRange | undefined): readonly [number, number] {
  const [length] = array.shape ?? [];
  if (length !== undefined) return rows === undefined ? [0, length] : rows(length);
  if (rows === undefined) return [0, 0];
  throw hdmfError(
    "invalid",
    `${path} has no rows: it is ${array.shape === null ? "empty (a null space)" : "a scalar"}`,
    {
      hint: "leave --rows out",
    },
  );
}

/** The rows of a dataset one after the other, as JSON values. */
async function* rowValues(
  storage: Storage,
  array: DatasetNode["array"],
  [start, stop]: readonly [number, number],
  terminal: Terminal,
): AsyncGenerator<unknown> {
  const rowBytes = elementCount((array.shape ?? []).slice(1)) * elementBytes(array.dtype);
  const step = Math.max(1, Math.floor(stepBytes / Math.max(1, rowBytes)));
  // No rows are asked for all the same: that a virtual dataset is empty may only mean that its files cannot be opened.
  for (let first = start; first < stop || first === start; first += step) {
    const block = await array.read([{ start: first, stop: Math.min(first + step, stop) }], { signal: terminal.signal });
    const values = valuesJson(block, await pathsFor(storage, [block.data]));
    yield* values as readonly unknown[];
    terminal.progress(`reading: row ${first} of ${stop}`);
  }
}

async function showDataset(
  { storage }: Location,
  path: string,
  node: DatasetNode,
  rows: RowRange | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const { array } = node;
  const range = datasetRows(path, array, rows);
  const { shape } = array;
  if (shape === null || shape.length === 0) {
    const value = node.value ?? (await array.read(undefined, { signal: terminal.signal }));
    const data = valuesJson(value, await pathsFor(storage, [value.data]));
    const text = json ? jsonText({ shape, dtype: dtypeToJson(array.dtype), data }) : cellText(data);
    await terminal.out(`${text}\n`);
    return;
  }
  const values = rowValues(storage, array, range, terminal);
  if (json) {
    const head = { shape: [range[1] - range[0], ...shape.slice(1)], dtype: dtypeToJson(array.dtype) };
    await writeJson(terminal, head, "data", values);
    return;
  }
  async function* lines(): AsyncGenerator<string> {
    let row = range[0];
    for await (const value of values) yield `${row++}\t${cellText(value)}\n`;
  }
  await writePieces(terminal, lines());
}

/** The rows of a table one after the other, each a list of cells in the order of the columns. */
async function* tableRows(
  table: Table,
  range: readonly [number, number],
  terminal: Terminal,
): AsyncGenerator<unknown[]> {
  const { signal } = terminal;
  for (let first = range[0]; first < range[1]; first += tableStep) {
    const rows = await table.rows(first, Math.min(first + tableStep, range[1]), { signal });
    const paths = new Map(
      await Promise.all(
        [...rows.columns].map(async ([name, { column, values }]) => {
          return [name, await pathsFor(column.storage, [values.data])] as const;
        }),
      ),
    );
    for (let row = 0; row < rows.stop - rows.start; row++) {
      const cells: ReadonlyMap<string, NdArray> = rowAt(rows, row);
      yield table.columns.map(({ name }) => {
        const cell = cells.get(name);
        return cell === undefined ? null : valuesJson(cell, paths.get(name) ?? (() => undefined));
      });
    }
    terminal.progress(`reading: row ${first} of ${range[1]}`);
  }
}

async function showTable(table: Table, rows: RowRange | undefined, json: boolean, terminal: Terminal): Promise<void> {
  for (const warning of table.warnings) terminal.error(`hdmf: warning: ${table.path}: ${warning}`);
  const range = rows === undefined ? ([0, table.length] as const) : rows(table.length);
  const columns = table.columns.map(({ name }) => name);
  const values = tableRows(table, range, terminal);
  if (!json) {
    await writePieces(terminal, alignRows(columns, values));
    return;
  }
  async function* objects(): AsyncGenerator<unknown> {
    for await (const cells of values) yield Object.fromEntries(cells.map((cell, i) => [columns[i], cell]));
  }
  await writeJson(terminal, { columns }, "rows", objects());
}

export const show: Command = {
  name: "show",
  summary: "a dataset or a table as rows",
  shape: {
    usage: "show PATH OBJECT [--rows A:B] [--json]",
    positionals: { min: 2, max: 2 },
    options: { "--rows": "value", "--json": "switch" },
  },
  async run({ positionals, switches, values }, terminal) {
    const [path = "", object = ""] = positionals;
    const text = values.get("--rows")?.[0];
    const rows = text === undefined ? undefined : parseRows(text);
    const json = switches.has("--json");
    const { signal } = terminal;
    await withInput(path, terminal, async (storage) => {
      const location = await storage.resolve(object, { signal });
      const [found] = await readParts(location.storage, [location.id], { signal });
      if (found?.kind === "dataset") return showDataset(location, object, found, rows, json, terminal);
      const [node] = await location.storage.read([location.id], { signal });
      const registry = await openRegistry(location.storage, { signal });
      if (node !== undefined && isDynamicTable(registry, node)) {
        return showTable(await openTable(storage, registry, object, { signal }), rows, json, terminal);
      }
      throw hdmfError("invalid", `${object} in ${path} is neither a dataset nor a table but a ${node?.kind}`, {
        hint: "hdmf describe lists what is in the file",
      });
    });
    return 0;
  },
};
