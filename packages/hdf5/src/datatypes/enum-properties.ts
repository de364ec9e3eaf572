import { type IntegerName, numbersFromBytes } from "@hdmf-ts/array";
import type { Cursor } from "../io/cursor.ts";
import { type DatatypeHead, malformed, takeName, unsupported } from "./properties.ts";
import { baseDetails, type StoredType } from "./stored-type.ts";

/** The members of an enum, numbers of 64 bits as bigint; h5py's enum of one byte with FALSE = 0 and TRUE = 1 is a bool. */
export function enumType(cursor: Cursor, { version, bits, size }: DatatypeHead, base: StoredType): StoredType {
  if (base.kind !== "number" || !isInteger(base.name)) {
    throw unsupported(cursor, "is an enum over something else than plain integers");
  }
  if (base.size !== size) throw malformed(cursor, `is an enum of ${size} bytes over integers of ${base.size}`);
  const names = Array.from({ length: bits & 0xffff }, () => takeName(cursor, version));
  const values = numbersFromBytes(base.name, cursor.take(size * names.length), names.length, {
    byteOrder: base.big ? "big" : "little",
  });
  const members = new Map<string, number | bigint>();
  for (const [index, name] of names.entries()) {
    if (members.has(name)) throw malformed(cursor, `has two members "${name}"`);
    members.set(name, values[index]!);
  }
  if (size === 1 && members.size === 2 && members.get("FALSE") === 0 && members.get("TRUE") === 1) {
    return { kind: "bool", size, dtype: "bool" };
  }
  return { ...base, dtype: { enum: members, base: base.name }, ...baseDetails(base) };
}

function isInteger(name: string): name is IntegerName {
  return !name.startsWith("float");
}
