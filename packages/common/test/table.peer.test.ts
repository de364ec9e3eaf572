import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ArrayData,
  type Dtype,
  isColumns,
  isRagged,
  isReferences,
  type NdArray,
  type NodeId,
} from "@hdmf-ts/array";
import { containerAt, openRegistry, typedObjects } from "@hdmf-ts/build";
import type { Storage } from "@hdmf-ts/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exported, files, pythonA, titleOf, truthOf, withFile } from "../../build/test/peers.ts";
import { isDynamicTable, isTableContainer, openTable, rowAt, type TableRows, tableBehaviours } from "../src/index.ts";

interface TableTruth {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

type Truth = Readonly<Record<string, Readonly<Record<string, TableTruth>>>>;

/** The files that pynwb opens. */
const readable = files.filter((file) => file.endsWith(".nwb"));

async function expectTables(file: string, truth: Truth[string] | undefined): Promise<void> {
  const ours = await withFile(file, readTables);
  expect(ours.warnings).toEqual([]);
  expect(ours.tables).toEqual(truth);
}

describe.skipIf(!existsSync(pythonA) || readable.length === 0)("tables of the fixtures are those of pynwb", () => {
  let truth: Truth;
  beforeAll(() => {
    truth = truthOf("table_truth.py", readable);
  }, 120_000);

  test.each(readable.map((file) => [titleOf(file), file]))("%s", (_title, file) => expectTables(file, truth[file]));

  test.skipIf(!existsSync(exported.store))("and of a Zarr export those of the file", () =>
    expectTables(exported.store, truth[exported.file]),
  );

  test.each(readable.map((file) => [titleOf(file), file]))("containers of %s open as tables", async (_title, file) => {
    const opened = await withFile(file, async (storage) => {
      const registry = await openRegistry(storage, { behaviours: tableBehaviours });
      const paths: string[] = [];
      for (const { path } of await typedObjects(storage)) {
        if (isTableContainer(await containerAt(storage, registry, path))) paths.push(path);
      }
      return paths;
    });
    expect(opened.sort()).toEqual(Object.keys(truth[file]!).sort());
  });

  test("some files have tables", () => {
    expect(Object.values(truth).filter((tables) => Object.keys(tables).length > 0).length).toBeGreaterThan(4);
  });
});

describe.skipIf(!existsSync(pythonA))("tables that hdmf makes are read as it reads them", () => {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-ts-tables-"));
  const file = join(folder, "tables.nwb");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("of every form", async () => {
    truthOf("make_tables.py", [file]);
    const truth: Truth = truthOf("table_truth.py", [file]);
    expect(Object.keys(truth[file]!)).toHaveLength(9);
    await expectTables(file, truth[file]);
  });
});

async function readTables(storage: Storage): Promise<{ tables: Record<string, TableTruth>; warnings: string[] }> {
  const registry = await openRegistry(storage);
  const objects = await typedObjects(storage);
  const nodes = await storage.read(objects.map(({ id }) => id));
  const tables: Record<string, TableTruth> = {};
  const warnings: string[] = [];
  for (const [i, { path }] of objects.entries()) {
    if (!isDynamicTable(registry, nodes[i]!)) continue;
    const table = await openTable(storage, registry, path);
    warnings.push(...table.warnings);
    const middle = Math.floor(table.length / 2);
    const rows = [...(await plainRows(await table.rows(0, middle))), ...(await plainRows(await table.rows(middle)))];
    tables[path] = { columns: table.columns.map(({ name }) => name), rows };
  }
  return { tables, warnings };
}

async function plainRows(rows: TableRows): Promise<Readonly<Record<string, unknown>>[]> {
  const result: Record<string, unknown>[] = [];
  for (let row = 0; row < rows.stop - rows.start; row++) {
    const cells: [string, unknown][] = [];
    for (const [name, cell] of rowAt(rows, row)) {
      cells.push([name, await plain(cell, rows.columns.get(name)!.column.storage)]);
    }
    result.push(Object.fromEntries(cells));
  }
  return result;
}

async function plain({ dtype, shape, data }: NdArray, storage: Storage): Promise<unknown> {
  const flat = await elements(dtype, data, storage);
  return nest(flat, shape ?? []);
}

function nest(flat: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0];
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0]! }, (_, i) => nest(flat.slice(i * size, (i + 1) * size), shape.slice(1)));
}

async function elements(dtype: Dtype, data: ArrayData, storage: Storage): Promise<unknown[]> {
  if (typeof dtype === "object" && "array" in dtype) {
    const size = dtype.array.reduce((a, b) => a * b, 1);
    const flat = await elements(dtype.base, data, storage);
    return Array.from({ length: flat.length / size }, (_, i) =>
      nest(flat.slice(i * size, (i + 1) * size), dtype.array),
    );
  }
  if (typeof dtype === "object" && "vlen" in dtype && isRagged(data)) {
    const flat = await elements(dtype.vlen, data.values, storage);
    return Array.from({ length: data.offsets.length - 1 }, (_, i) => flat.slice(data.offsets[i], data.offsets[i + 1]));
  }
  if (Array.isArray(dtype) && isColumns(data)) {
    const columns: [string, unknown[]][] = [];
    for (const field of dtype) columns.push([field.name, await elements(field.dtype, data.get(field.name)!, storage)]);
    return columns[0]![1].map((_, i) => Object.fromEntries(columns.map(([name, list]) => [name, list[i]])));
  }
  if (isReferences(data)) {
    const paths = await storage.pathOf(Array.from(data.ids as ArrayLike<NodeId>));
    return paths.map((path) => ({ path }));
  }
  const list: unknown[] = Array.from(data as unknown as ArrayLike<unknown>);
  return list.map((value) => {
    if (dtype === "bool") return value === 1;
    if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  });
}
