import { hdmfError } from "@hdmf-ts/errors";
import type { Metadata } from "h5wasm";
import type { StoredField, StoredType } from "./stored-type.ts";

const paddings = ["nullterm", "nullpad", "spacepad"] as const;

/**
 * A type by h5wasm's own account, for attributes that are not kept in the object's header. Where that account leaves
 * open what the type is, it is `unsupported` and never guessed.
 */
export function typeOfMetadata(metadata: Metadata, what: string): StoredType {
  const { size } = metadata;
  const plain = { size, memorySize: size };
  const big = !metadata.littleEndian;
  const refuse = (kind: string): never => {
    throw hdmfError("unsupported", `The ${what} has ${kind}, which h5wasm cannot tell apart outside of the header`);
  };
  switch (metadata.type) {
    case 0:
      if (![1, 2, 4, 8].includes(size)) return refuse(`integers of ${size} bytes`);
      return { kind: "integer", ...plain, big, signed: metadata.signed, bits: size * 8, shift: 0 };
    case 1:
      if (size !== 4 && size !== 8) return refuse(`floats of ${size} bytes`);
      return { kind: "float", ...plain, big, ieee: true };
    case 3: {
      const textOrder = !metadata.vlen ? "none" : big ? "big" : "little";
      const length = metadata.vlen ? "variable" : size;
      const padding = paddings[metadata.strpad ?? 0] ?? refuse(`text padding ${metadata.strpad}`);
      return { kind: "text", ...plain, utf8: metadata.cset === 1, order: textOrder, text: { length, padding } };
    }
    case 4:
      return { kind: "bitfield", ...plain, big };
    case 6: {
      const fields = (metadata.compound_type?.members ?? []).map((member): StoredField => {
        const type = typeOfMetadata(member, what);
        return { name: member.name, offset: member.offset, memoryOffset: member.offset, type };
      });
      if (hasVariable(fields) && !fillsUp(size, fields)) return refuse("a compound with gaps and varying lengths");
      return { kind: "compound", ...plain, fields };
    }
    case 7:
      if (metadata.ref_type === "object" && size === 8) return { kind: "reference", ...plain };
      return size === 12 ? { kind: "region", ...plain } : refuse("references of a new kind");
    case 8: {
      const members = new Map(Object.entries(metadata.enum_type?.members ?? {}));
      const clamped = [...members.values()].some((value) => value === 2147483647 || value === -2147483648);
      if (clamped || size === 8) return refuse("a wide enum");
      const base = typeOfMetadata({ ...metadata, type: 0 }, what);
      return { kind: "enum", ...plain, base, members };
    }
    case 9:
      return { kind: "vlen", ...plain, base: typeOfMetadata(metadata.vlen_type ?? metadata, what) };
    case 10: {
      const base = metadata.array_type ?? metadata;
      return { kind: "array", ...plain, dimensions: base.shape ?? [], base: typeOfMetadata(base, what) };
    }
    default:
      return refuse(`type class ${metadata.type}`);
  }
}

function hasVariable(fields: readonly StoredField[]): boolean {
  return fields.some(({ type }) => {
    if (type.kind === "compound") return hasVariable(type.fields);
    return type.kind === "vlen" || (type.kind === "text" && type.text.length === "variable") || type.kind === "array";
  });
}

function fillsUp(size: number, fields: readonly StoredField[]): boolean {
  return fields.reduce((sum, { type }) => sum + type.memorySize, 0) === size;
}
