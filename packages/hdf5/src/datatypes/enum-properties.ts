import { type IntegerName, numbersFromBytes } from "@hdmf-ts/array";
import type { Cursor } from "../io/cursor.ts";
import { decodeNarrow } from "./decode-narrow.ts";
import { type DatatypeHead, malformed, takeName, unsupported } from "./properties.ts";
import { baseDetails, type StoredType } from "./stored-type.ts";

/** The members of an enum, numbers of 64 bits as bigint; h5py's enum of one byte with FALSE = 0 and TRUE = 1 is a bool. */
export function enumType(cursor: Cursor, { version, bits, size }: DatatypeHead, base: StoredType): StoredType {
  const narrow = narrowOf(base);
  if (narrow === undefined && (base.kind !== "number" || !isInteger(base.name))) {
    throw unsupported(cursor, "is an enum over other than integers of 1, 2, 4 or 8 bytes");
  }
  if (base.size !== size) throw malformed(cursor, `is an enum of ${size} bytes over integers of ${base.size}`);
  const names = Array.from({ length: bits & 0xffff }, () => takeName(cursor, version));
  const bytes = cursor.take(size * names.length);
  const { name, big } = narrow ?? (base as StoredType & { readonly kind: "number"; readonly name: IntegerName });
  const values =
    narrow === undefined
      ? numbersFromBytes(name, bytes, names.length, { byteOrder: big ? "big" : "little" })
      : decodeNarrow(narrow, { bytes, start: 0, stride: size, count: names.length });
  const members = new Map<string, number | bigint>();
  for (const [index, name] of names.entries()) {
    if (members.has(name)) throw malformed(cursor, `has two members "${name}"`);
    members.set(name, values[index]!);
  }
  if (size === 1 && members.size === 2 && members.get("FALSE") === 0 && members.get("TRUE") === 1) {
    return { kind: "bool", size, dtype: "bool" };
  }
  return { ...(narrow ?? base), dtype: { enum: members, base: name }, ...baseDetails(narrow ?? base) };
}

/** What reads integers of which only some bits are used, where a typed array holds the values. */
function narrowOf({ dtype, size, details }: StoredType): (StoredType & { readonly kind: "narrow" }) | undefined {
  if (typeof dtype !== "object" || !("integer" in dtype) || ![1, 2, 4, 8].includes(size)) return undefined;
  const { bits, offset, signed } = dtype.integer;
  const name = `${signed ? "" : "u"}int${8 * size}` as IntegerName;
  const big = details?.byteOrder === "big";
  // The name of the numbers does not say which bits they use.
  const head = [0x10, (big ? 1 : 0) + (signed ? 8 : 0), 0, 0, size, 0, 0, 0, offset, 0, bits, 0];
  const typeMessage = details?.typeMessage ?? head.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { kind: "narrow", size, dtype, name, big, bits, offset, details: { ...details, typeMessage } };
}

function isInteger(name: string): name is IntegerName {
  return !name.startsWith("float");
}
