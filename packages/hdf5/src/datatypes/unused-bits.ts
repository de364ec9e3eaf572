import type { StoredType } from "./stored-type.ts";

/**
 * Whether a number in a type leaves more than half of its bits unused. From HDF5 1.14.4 on the library takes a datatype message that says so for
 * damage, unless it stands in a header with a check sum: one of version 2.
 */
export function hasManyUnusedBits(type: StoredType): boolean {
  switch (type.kind) {
    case "bytes":
      return type.size > 1 && 2 * precisionOf(type) < 8 * type.size;
    case "compound":
      return type.fields.some((field) => hasManyUnusedBits(field.type));
    case "array":
    case "vlen":
      return hasManyUnusedBits(type.base);
    default:
      return false;
  }
}

function precisionOf({ dtype, size, details }: StoredType): number {
  const message = details?.typeMessage;
  // Class and bits take 8 bytes of the message, the bit offset 2.
  if (message !== undefined) return Number.parseInt(message.slice(22, 24) + message.slice(20, 22), 16);
  return typeof dtype === "object" && "integer" in dtype ? dtype.integer.bits : 8 * size;
}
