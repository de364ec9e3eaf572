import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type {
  AttributeSpec,
  Catalog,
  DatasetSpec,
  DtypeSpec,
  GroupSpec,
  LinkSpec,
  NamespaceSource,
  Quantity,
  ShapeSpec,
  TypeSpec,
} from "../src/index.ts";
import { resolveInclusion } from "../src/index.ts";
import { parseDtype } from "../src/parse-dtype.ts";
import { parseQuantity, parseShape } from "../src/parse-parts.ts";

/** The repository, with a slash at the end. */
export const repository: string = fileURLToPath(new URL("../../../", import.meta.url));
const python = `${repository}.venv-a/bin/python`;
export const hasJudge: boolean = existsSync(python);

type Dumped = Record<string, unknown>;

export interface Dump {
  readonly namespaces: readonly NamespaceSource[];
  readonly types: Readonly<Record<string, Readonly<Record<string, Dumped>>>>;
  /** What hdmf caches of the namespaces of YAML files: texts by source, by namespace. */
  readonly cached: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly failed?: string;
}

/** The output of a script of `conformance`. */
export function runJudge(script: string, ...args: readonly string[]): string {
  const run = spawnSync(python, [`${repository}conformance/${script}`, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/** What hdmf makes of the namespaces that a file caches, or of those in YAML files. */
export function dumpOf(...files: readonly string[]): Dump {
  return dumpsOf([files])[0]!;
}

/** The same of several sets of files, in one run. */
export function dumpsOf(sets: readonly (readonly string[])[]): Dump[] {
  const args = sets.flatMap((files, i) => (i === 0 ? files : ["--", ...files]));
  return runJudge("dump_spec.py", ...args)
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { namespaces, types = {}, cached = {}, failed } = JSON.parse(line);
      const sources = namespaces.map((each: { sources: object }) => ({
        ...each,
        sources: new Map(Object.entries(each.sources)),
      }));
      return { namespaces: sources, types, cached, ...(failed === undefined ? {} : { failed }) };
    });
}

/** A type as the dump has it, from our catalog. */
export function ourForm(catalog: Catalog, namespace: string, spec: TypeSpec, depth = 1): Dumped {
  const common = {
    kind: spec.kind,
    name: spec.name ?? null,
    def: spec.typeDef ?? null,
    inc: spec.typeInc ?? null,
    quantity: spec.quantity,
    linkable: spec.linkable,
    attributes: spec.attributes.map((each) => ({ name: each.name, required: each.required, ...values(each) })),
  };
  if (spec.kind === "dataset") return { ...common, ...values(spec) };
  const children = [...spec.datasets, ...spec.groups, ...spec.links];
  if (depth === 0) return { ...common, children: children.map(key) };
  const included = (each: TypeSpec): Dumped =>
    ourForm(catalog, namespace, resolveInclusion(catalog, namespace, each), depth - 1);
  return {
    ...common,
    datasets: spec.datasets.map(included),
    groups: spec.groups.map(included),
    links: spec.links.map((each) => ({ name: each.name ?? null, target: each.targetType, quantity: each.quantity })),
  };
}

function values(spec: AttributeSpec | DatasetSpec): Dumped {
  return {
    dtype: dtypeForm(spec.dtype),
    shape: spec.shape ?? null,
    dims: named(spec.dims),
    value: spec.value ?? null,
    default: spec.defaultValue ?? null,
  };
}

function dtypeForm(dtype: DtypeSpec | undefined): unknown {
  return Array.isArray(dtype) ? dtype.map(({ name, dtype: column }) => ({ name, dtype: column })) : (dtype ?? null);
}

function key(spec: DatasetSpec | GroupSpec | LinkSpec): unknown[] {
  return [
    spec.kind,
    spec.name ?? null,
    spec.kind === "link" ? spec.targetType : (spec.typeDef ?? spec.typeInc ?? null),
  ];
}

/** What the dump holds, with hdmf's spellings of dtypes, quantities and shapes turned into ours. */
export function theirForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(theirForm);
  if (typeof value !== "object" || value === null) return value;
  const result: Dumped = {};
  const spec = value as Dumped;
  for (const [name, member] of Object.entries(spec)) {
    if (name === "hierarchy") continue;
    else if (name === "quantity") result[name] = quantityForm(member as string | number);
    else if (name === "dtype") result[name] = theirDtype(member);
    else if (name === "required") result[name] = isRequired(spec);
    else if (name === "shape" || name === "dims") Object.assign(result, axes(spec));
    else result[name] = name === "value" || name === "default" ? member : theirForm(member);
  }
  return result;
}

/** hdmf works it out when it makes an attribute, not when a value is inherited (conformance/spec-differences.md). */
const isRequired = (spec: Dumped): boolean => spec.value !== null || (spec.required === true && spec.default === null);

const quantityForm = (value: string | number): Quantity => parseQuantity(value)!;

function theirDtype(dtype: unknown): unknown {
  if (Array.isArray(dtype)) return dtype.map((each) => ({ name: each.name, dtype: theirDtype(each.dtype) }));
  if (dtype === null) return null;
  const isReference = typeof dtype === "object" && dtype !== null && "target" in dtype;
  const written = isReference ? { target_type: dtype.target as string, reftype: "object" } : (dtype as string);
  return parseDtype(written);
}

function axes(spec: Dumped): { shape: ShapeSpec | null; dims: unknown } {
  const dims = (spec.dims as unknown[] | null)?.every((name, i) => name === `dim_${i}`) ? null : spec.dims;
  const parsed = parseShape(spec.shape as never, dims as never);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return { shape: parsed.shape ?? null, dims: named(parsed.dims) };
}

/** hdmf invents names of axes where none are given, and caches them. */
function named(dims: DatasetSpec["dims"]): unknown {
  return dims?.every((axes) => axes.every((name, i) => name === `dim_${i}`)) ? null : (dims ?? null);
}
