import { hdmfError } from "@hdmf-ts/errors";
import type { CompoundField, Dtype, FloatName, IntegerName } from "./dtype.ts";
import { isCompound } from "./dtype-guards.ts";

const integers: readonly string[] = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
const floats: readonly string[] = ["float16", "float32", "float64"];
const others: readonly string[] = ["bool", "utf8", "ascii", "reference", "region"];
const deepest = 64;

/**
 * A dtype as the command line prints it (cli.md, "dtypes"): plain JSON. The members of an enum become an object,
 * values beyond ±2^53 strings.
 */
export function dtypeToJson(dtype: Dtype): unknown {
  if (typeof dtype === "string") return dtype;
  if (isCompound(dtype)) return dtype.map(({ name, dtype }) => ({ name, dtype: dtypeToJson(dtype) }));
  if ("vlen" in dtype) return { vlen: dtypeToJson(dtype.vlen) };
  if ("array" in dtype) return { array: dtype.array, base: dtypeToJson(dtype.base) };
  if ("enum" in dtype) {
    const members = Array.from(dtype.enum, ([name, value]) => {
      const number = Number(value);
      return [name, Number.isSafeInteger(number) ? number : String(value)] as const;
    });
    return { enum: Object.fromEntries(members), base: dtype.base };
  }
  return dtype;
}

/**
 * The dtype that {@link dtypeToJson} made into JSON. Values of an enum over int64 and uint64 are bigints, others numbers.
 * @throws `malformed` for all that is no dtype.
 */
export function dtypeFromJson(value: unknown): Dtype {
  return parse(value, 0);
}

function parse(value: unknown, depth: number): Dtype {
  if (depth > deepest) throw hdmfError("malformed", `A dtype is nested more than ${deepest} levels deep.`);
  if (typeof value === "string") {
    if (integers.includes(value) || floats.includes(value) || others.includes(value)) return value as Dtype;
    throw wrong(value);
  }
  if (Array.isArray(value)) return parseCompound(value, depth);
  if (typeof value !== "object" || value === null) throw wrong(value);
  const json = value as Record<string, unknown>;
  const has = (key: string): boolean => Object.hasOwn(json, key);
  if (has("vlen")) return { vlen: parse(json.vlen, depth + 1) };
  if (has("array")) {
    if (!Array.isArray(json.array) || !json.array.every(isSize)) throw wrong(value);
    return { array: [...json.array], base: parse(json.base, depth + 1) };
  }
  if (has("enum") && integers.includes(json.base as string)) return parseEnum(json.enum, json.base as IntegerName);
  if (has("complex") && floats.includes(json.complex as string)) return { complex: json.complex as FloatName };
  if (has("datetime64") && typeof json.datetime64 === "string") return { datetime64: json.datetime64 };
  if (has("opaque") && isSize(json.opaque)) {
    return typeof json.tag === "string" ? { opaque: json.opaque, tag: json.tag } : { opaque: json.opaque };
  }
  if (has("bitfield") && isSize(json.bitfield)) return { bitfield: json.bitfield };
  if (has("float")) {
    const bytes = (json.float as { bytes?: unknown } | null)?.bytes;
    if (isSize(bytes)) return { float: { bytes } };
  }
  if (has("integer") && typeof json.integer === "object" && json.integer !== null) {
    const { bytes, bits, offset, signed } = json.integer as Record<string, unknown>;
    const fits = isSize(bytes) && isSize(bits) && (offset === 0 || isSize(offset)) && offset + bits <= 8 * bytes;
    if (fits && typeof signed === "boolean") return { integer: { bytes, bits, offset, signed } };
  }
  throw wrong(value);
}

function parseCompound(value: readonly unknown[], depth: number): readonly CompoundField[] {
  const names = new Set<string>();
  return value.map((field) => {
    if (typeof field !== "object" || field === null) throw wrong(field);
    const { name, dtype } = field as { name?: unknown; dtype?: unknown };
    if (typeof name !== "string" || names.has(name)) throw wrong(field);
    names.add(name);
    return { name, dtype: parse(dtype, depth + 1) };
  });
}

function parseEnum(members: unknown, base: IntegerName): Dtype {
  if (typeof members !== "object" || members === null || Array.isArray(members)) throw wrong(members);
  const wide = base.endsWith("64");
  const entries = Object.entries(members).map(([name, value]): [string, number | bigint] => {
    const whole = typeof value === "string" ? /^-?\d{1,20}$/.test(value) : Number.isSafeInteger(value);
    if (!whole) throw wrong(members);
    return [name, wide ? BigInt(value as string | number) : Number(value)];
  });
  return { enum: new Map(entries), base };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function wrong(value: unknown): Error {
  const text = JSON.stringify(value) ?? String(value);
  return hdmfError("malformed", `This is no dtype: ${text.length > 120 ? `${text.slice(0, 120)}…` : text}`);
}
