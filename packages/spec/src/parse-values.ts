import { isIsoDatetime } from "./isodatetime.ts";
import { field, isList, isObject, type JsonValue } from "./json.ts";
import type { DatasetSpec, DtypeSpec, ShapeSpec, SpecValue } from "./language.ts";
import { parseValue } from "./parse-parts.ts";
import { note, type ParseReport } from "./parse-report.ts";
import { type Place, within } from "./place.ts";

/** `value` and `default_value`; what does not fit the dtype and the shape beside them is noted. */
export function parseValues(
  value: JsonValue,
  { dtype, shape }: Pick<DatasetSpec, "dtype" | "shape">,
  place: Place,
  report: ParseReport,
): Pick<DatasetSpec, "value" | "defaultValue"> {
  const parsed = ["value", "default_value"].map((key) => {
    const written = field(value, key);
    const given = parseValue(written);
    const own = within(place, key);
    if (isObject(written)) note(report, "error", "bad-value", own, `${key} is a mapping, which nothing can hold`);
    if (given === undefined) return undefined;
    const problem = dtypeProblem(given, dtype) ?? shapeProblem(given, shape);
    if (problem !== undefined) note(report, "error", "bad-value", own, `${key}: ${problem}`);
    else if (shape !== undefined && !isSpecList(given) && !shape.some((axes) => axes.length === 0)) {
      note(report, "warning", "scalar-value", own, `${key} is one value where an array is asked for`);
    }
    return given;
  });
  const [fixed, byDefault] = parsed;
  if (fixed !== undefined) {
    if (byDefault !== undefined) {
      const message = "value and default_value exclude each other";
      note(report, "error", "value-and-default", within(place, "default_value"), message);
    }
    return { value: fixed };
  }
  return byDefault === undefined ? {} : { defaultValue: byDefault };
}

function dtypeProblem(value: SpecValue, dtype: DtypeSpec | undefined): string | undefined {
  if (dtype === undefined) return undefined;
  if (typeof dtype === "object") return "references and compounds have no values in a specification";
  const stranger = findLeaf(value, (leaf) => !isOf(dtype, leaf));
  return stranger === undefined ? undefined : `${JSON.stringify(String(stranger.leaf))} is not ${dtype}`;
}

function shapeProblem(value: SpecValue, shape: ShapeSpec | undefined): string | undefined {
  if (!isSpecList(value)) return undefined;
  const lengths = lengthsOf(value);
  if (lengths === undefined) return "its lists differ in length";
  const fits = (axes: readonly (number | null)[]): boolean =>
    axes.length === lengths.length && axes.every((length, i) => length === null || length === lengths[i]);
  if (shape === undefined || shape.some(fits)) return undefined;
  return `its shape [${lengths.join(", ")}] is not the shape asked for`;
}

/** The shape of nested lists; `undefined` for ragged ones. */
function lengthsOf(value: SpecValue): readonly number[] | undefined {
  if (!isSpecList(value)) return [];
  let inner: readonly number[] | undefined;
  for (const item of value) {
    const lengths = lengthsOf(item);
    if (lengths === undefined || (inner !== undefined && String(inner) !== String(lengths))) return undefined;
    inner = lengths;
  }
  return [value.length, ...(inner ?? [])];
}

function findLeaf(value: SpecValue, test: (leaf: SpecValue) => boolean): { readonly leaf: SpecValue } | undefined {
  if (!isSpecList(value)) return test(value) ? { leaf: value } : undefined;
  for (const item of value) {
    const found = findLeaf(item, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOf(dtype: Extract<DtypeSpec, string>, leaf: SpecValue): boolean {
  if (dtype === "utf8" || dtype === "ascii") return typeof leaf === "string";
  if (dtype === "isodatetime") return typeof leaf === "string" && isIsoDatetime(leaf);
  if (dtype === "bool") return typeof leaf === "boolean";
  if (typeof leaf !== "number" && typeof leaf !== "bigint") return false;
  if (dtype === "numeric" || dtype.startsWith("float")) return true;
  return (typeof leaf === "bigint" || Number.isInteger(leaf)) && (dtype.startsWith("int") || leaf >= 0);
}

const isSpecList = (value: SpecValue): value is readonly SpecValue[] => isList(value as JsonValue);
