import { jsonText } from "./json-text.ts";
import { visible } from "./visible.ts";

/** Cells wider than this are cut in a table on a screen; `--json` has them whole. */
const maxCell = 48;

/** How many rows decide on the widths of the columns. */
const sampleRows = 200;

/** A JSON value on one line: text without quotes, all else as JSON. */
export function cellText(value: unknown): string {
  return visible(typeof value === "string" ? value : jsonText(value));
}

const cut = (text: string) => (text.length <= maxCell ? text : `${text.slice(0, maxCell - 1)}…`);

/** Rows of cells as lines with aligned columns; the widths are those of the first rows. */
export async function* alignRows(
  columns: readonly string[],
  rows: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  const sample: string[][] = [columns.map((name) => cut(visible(name)))];
  let widths: readonly number[] | undefined;
  const measure = () => columns.map((_, i) => Math.max(...sample.map((cells) => (cells[i] as string).length)));
  const line = (cells: readonly string[], all: readonly number[]) =>
    `${cells
      .map((cell, i) => cell.padEnd(all[i] as number))
      .join("  ")
      .trimEnd()}\n`;
  for await (const row of rows) {
    const cells = row.map((cell) => cut(cellText(cell)));
    if (widths !== undefined) {
      yield line(cells, widths);
      continue;
    }
    sample.push(cells);
    if (sample.length <= sampleRows) continue;
    widths = measure();
    for (const first of sample) yield line(first, widths);
  }
  if (widths === undefined) {
    const all = measure();
    for (const first of sample) yield line(first, all);
  }
}
