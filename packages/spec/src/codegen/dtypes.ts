import type { DtypeSpec, ShapeSpec, SpecValue } from "../language.ts";
import { inlineComment, literal, propertyName } from "./text.ts";

/** What writing a file of types needs to know, and keeps. */
export interface Writer {
  /** A word of `@hdmf-ts/spec/types`; it is imported then. */
  word(name: string): string;
  /** The type of a name, as the namespace that is being written sees it. */
  target(name: string): string;
}

/** A dtype as a type. */
export function dtypeText(dtype: DtypeSpec | undefined, writer: Writer): string {
  if (dtype === undefined) return "unknown";
  if (typeof dtype === "string") return `"${dtype}"`;
  if ("reftype" in dtype) return `${writer.word("Reference")}<${writer.target(dtype.targetType)}>`;
  const columns = dtype.map(
    ({ name, doc, dtype: column }) => `${inlineComment(doc)}${propertyName(name)}: ${dtypeText(column, writer)}`,
  );
  return `${writer.word("Compound")}<{ ${columns.join("; ")} }>`;
}

/** The shapes that are allowed, each a tuple whose members carry the names of the axes. */
export function shapeText(shape: ShapeSpec, dims: readonly (readonly string[])[] | undefined): string {
  const tuples = shape.map((axes, i) => {
    const labels = axes.map((_, axis) => dims?.[i]?.[axis] ?? "");
    const labelled = labels.every((label) => /^[A-Za-z_$][\w$]*$/.test(label));
    const members = axes.map((length, axis) => `${labelled ? `${labels[axis]}: ` : ""}${length ?? "number"}`);
    return `[${members.join(", ")}]`;
  });
  return [...new Set(tuples)].join(" | ");
}

/**
 * A fixed value as a literal type, as a file holds it: an integer of 64 bits where fewer are asked for is a bigint there. `undefined` where the
 * value is a list, is none of its dtype, or not exactly what is stored (0.1 as float32).
 */
export function valueText(value: SpecValue | undefined, dtype: DtypeSpec | undefined): string | undefined {
  switch (dtype) {
    case "utf8":
    case "ascii":
    case "isodatetime":
      return typeof value === "string" ? literal(value) : undefined;
    case "bool":
      return typeof value === "boolean" ? String(value) : undefined;
    case "float64":
      return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
    case "float32":
      return typeof value === "number" && Math.fround(value) === value && Number.isFinite(value)
        ? String(value)
        : undefined;
    case "int64":
    case "uint64":
      return isInteger(value) ? `${value}n` : undefined;
    case "numeric":
      if (typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value)) return undefined;
  }
  if (typeof dtype !== "string" || !isInteger(value)) return undefined;
  return typeof value === "bigint" ? `${value}n` : `${value} | ${value}n`;
}

function isInteger(value: SpecValue | undefined): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
}
