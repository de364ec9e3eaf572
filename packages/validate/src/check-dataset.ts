import {
  type ArrayData,
  elementCount,
  isColumns,
  isRagged,
  isReferences,
  type NdArray,
  referenceAt,
} from "@hdmf-ts/array";
import { accepts, type DatasetSpec, describeDtype, type ReferenceDtype } from "@hdmf-ts/spec";
import type { DatasetNode } from "@hdmf-ts/storage";
import { type Check, note, type Run } from "./check.ts";
import { checkTargets } from "./check-targets.ts";
import { checkDatetimes } from "./datetimes.ts";
import type { Finding, Place } from "./findings.ts";
import { checkFixedValue } from "./fixed-value.ts";
import { describeShape, describeShapes, shapeFits } from "./shape-text.ts";

type Add = (finding: Omit<Finding, "specPath" | "attribute">) => void;

/** A dataset: dtype, shape, reference targets, dates, the fixed value. Elements are read only where they matter. */
export async function checkDataset(run: Run, place: Place, node: DatasetNode, check: Check): Promise<void> {
  const spec = check.spec as DatasetSpec;
  const add: Add = (finding) => note(run, place, check, finding);
  const { dtype, shape } = node.array;
  if (spec.dtype !== undefined && (shape === null || !acceptsDataset(spec, node))) {
    const received = shape === null ? describeShape(shape) : describeDtype(dtype);
    add({
      code: "wrong-dtype",
      severity: "error",
      expected: describeDtype(spec.dtype),
      received,
      message: `the data is ${received}, where ${describeDtype(spec.dtype)} is asked for`,
    });
  } else {
    await checkElements(run, place, node, check, add);
  }
  if (!shapeFits(spec.shape, shape, dtype)) {
    add({
      code: "wrong-shape",
      // hdmf looks at the first axis of a compound only.
      severity: Array.isArray(dtype) && shape !== null && shape.length > 1 ? "warning" : "error",
      expected: describeShapes(spec.shape!),
      received: describeShape(shape),
      message: `the shape is ${describeShape(shape)}, where ${describeShapes(spec.shape!)} is asked for`,
    });
  }
  if (spec.value !== undefined && elementCount(shape) <= 1_000)
    checkFixedValue(spec.value, await readValue(run, node), add);
}

/** What a ragged array without rows would hold is not known to matter. */
function acceptsDataset(spec: DatasetSpec, { array: { dtype, shape } }: DatasetNode): boolean {
  const isRaggedAndEmpty = typeof dtype === "object" && "vlen" in dtype && elementCount(shape) === 0;
  return isRaggedAndEmpty || accepts(spec.dtype, dtype);
}

async function checkElements(run: Run, place: Place, node: DatasetNode, check: Check, add: Add): Promise<void> {
  const spec = check.spec as DatasetSpec;
  if (spec.dtype === undefined || elementCount(node.array.shape) === 0) return;
  const columns = Array.isArray(spec.dtype) ? spec.dtype : [];
  const names = Array.isArray(node.array.dtype) ? node.array.dtype.map((field) => field.name) : [];
  columns.forEach((column, i) => {
    if (names[i] !== column.name) {
      add({
        code: "renamed-column",
        severity: "warning",
        about: column.name,
        expected: column.name,
        received: names[i] ?? "nothing",
        message: `column ${i} shall be called "${column.name}"`,
      });
    }
  });
  if (spec.dtype === "isodatetime") return checkAllDatetimes(run, node, add);
  const simple = typeof spec.dtype === "object" && !Array.isArray(spec.dtype);
  const references = simple
    ? [{ dtype: spec.dtype as ReferenceDtype, name: undefined }]
    : columns.flatMap(({ dtype }, i) => (typeof dtype === "object" ? [{ dtype, name: names[i]! }] : []));
  if (references.length === 0) return;
  const isScalar = node.array.shape?.length === 0;
  for await (const data of blocksOf(run, node)) {
    for (const reference of references) {
      const part = reference.name !== undefined && isColumns(data) ? data.get(reference.name) : data;
      const targets = part && referencesIn(part);
      if (targets === undefined) continue;
      const severity = simple && isScalar ? "error" : "warning";
      await checkTargets(run, place, targets, reference.dtype, check.namespace, severity, add);
    }
  }
}

function referencesIn(data: ArrayData): (string | number | null | undefined)[] | undefined {
  if (isRagged(data)) return referencesIn(data.values);
  if (!isReferences(data)) return undefined;
  return Array.from({ length: data.ids.length }, (_, i) => (data.outside?.has(i) ? undefined : referenceAt(data, i)));
}

async function checkAllDatetimes(run: Run, node: DatasetNode, add: Add): Promise<void> {
  const isScalar = node.array.shape?.length === 0;
  let isStart = true;
  for await (const data of blocksOf(run, node)) {
    if (!Array.isArray(data)) return;
    if (checkDatetimes(data, isScalar ? "error" : "warning", add, isStart)) return;
    isStart = false;
  }
}

async function* blocksOf(run: Run, node: DatasetNode): AsyncGenerator<ArrayData> {
  if (node.value !== undefined) yield node.value.data;
  else for await (const block of node.array.blocks(run.signal ? { signal: run.signal } : {})) yield block.data;
}

async function readValue(run: Run, node: DatasetNode): Promise<NdArray> {
  return node.value ?? node.array.read(undefined, run.signal ? { signal: run.signal } : {});
}
