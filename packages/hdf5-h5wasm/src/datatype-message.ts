import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Text } from "@hdmf-ts/hdf5";
import { type ByteCursor, byteCursor } from "./byte-cursor.ts";
import { byteOrderOf, numberName, type StoredField, type StoredType } from "./stored-type.ts";

const paddings = ["nullterm", "nullpad", "spacepad"] as const;
const maxDepth = 32;

/** Reads a datatype message (specification IV.A.2.d): h5wasm's own account of a type leaves out too much. */
export function parseDatatype(body: Uint8Array, what: string): StoredType {
  return parseType(byteCursor(body, `The datatype of ${what}`), what, 0);
}

function parseType(cursor: ByteCursor, what: string, depth: number): StoredType {
  if (depth > maxDepth) throw hdmfError("limit", `The datatype of ${what} is nested more than ${maxDepth} deep`);
  const start = cursor.at;
  const head = cursor.uint(1);
  const version = head >> 4;
  const bits = cursor.uint(3);
  const size = cursor.uint(4);
  const unsupported = (kind: string): never => {
    throw hdmfError("unsupported", `${what} has ${kind}, which is not supported`);
  };
  if (size === 0) throw hdmfError("malformed", `The datatype of ${what} is damaged: elements of 0 bytes`);
  const plain = { size, memorySize: size };
  const big = (bits & 1) === 1;
  switch (head & 15) {
    case 0: {
      const [shift, precision] = [cursor.uint(2), cursor.uint(2)];
      const type: StoredType = { kind: "integer", ...plain, big, signed: (bits & 8) !== 0, shift, bits: precision };
      return (bits & 6) === 0 || numberName(type) !== undefined ? type : { ...type, ...messageSince(cursor, start) };
    }
    case 1: {
      const ieee = readFloat(cursor, bits, size, () => unsupported("VAX floats"));
      return { kind: "float", ...plain, big, ieee, ...(ieee ? {} : messageSince(cursor, start)) };
    }
    case 3:
      return {
        kind: "text",
        ...plain,
        utf8: ((bits >> 4) & 15) === 1,
        order: "none",
        text: { length: size, padding: padding(bits) },
      };
    case 4: {
      const [shift, precision] = [cursor.uint(2), cursor.uint(2)];
      const whole = shift === 0 && precision === 8 * size;
      return { kind: "bitfield", ...plain, big, ...(whole ? {} : messageSince(cursor, start)) };
    }
    case 5: {
      const tag = cursor.take(bits & 255);
      const end = tag.indexOf(0);
      return { kind: "opaque", ...plain, tag: decodeUtf8(end < 0 ? tag : tag.subarray(0, end)) };
    }
    case 6:
      return readCompound(cursor, version, bits & 0xffff, size, what, depth);
    case 7: {
      const kind = bits & 15;
      if (kind > 1) return unsupported("references of the form that HDF5 1.12 introduced");
      return { kind: kind === 0 ? "reference" : "region", ...plain };
    }
    case 8:
      return readEnum(cursor, version, bits & 0xffff, size, what, depth);
    case 9: {
      const base = parseType(cursor, what, depth + 1);
      if ((bits & 15) === 0) return { kind: "vlen", size, memorySize: 8, base };
      const text: Hdf5Text = { length: "variable", padding: padding(bits >> 4) };
      // The library sees a sequence of bytes here, and these have an order, which counts in a compound.
      const order = byteOrderOf(base);
      return { kind: "text", size, memorySize: 4, utf8: ((bits >> 8) & 15) === 1, text, order };
    }
    case 10: {
      const rank = cursor.uint(1);
      if (version < 3) cursor.skip(3);
      const dimensions = Array.from({ length: rank }, () => cursor.uint(4));
      if (version < 3) cursor.skip(4 * rank);
      const base = parseType(cursor, what, depth + 1);
      const members = dimensions.reduce((product, length) => product * length, 1);
      return { kind: "array", size, memorySize: members * base.memorySize, dimensions, base };
    }
    case 11: {
      const base = parseType(cursor, what, depth + 1);
      if (base.kind !== "float" || !base.ieee || size !== 2 * base.size) return unsupported("an odd complex type");
      return { kind: "complex", ...plain, base };
    }
    default:
      return unsupported((head & 15) === 2 ? "the type class time" : `type class ${head & 15}`);
  }

  function padding(code: number): Hdf5Text["padding"] {
    return paddings[code & 15] ?? unsupported(`text padding ${code & 15}`);
  }
}

/** The message of a number, its version being 1, as the details of a type have it. */
function messageSince(cursor: ByteCursor, start: number): { readonly message: string } {
  const bytes = cursor.since(start).slice();
  bytes[0] = ((bytes[0] ?? 0) & 15) | 16;
  return { message: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** Whether it is the IEEE 754 format of its size. */
function readFloat(cursor: ByteCursor, bits: number, size: number, vax: () => never): boolean {
  if ((bits & 0x41) === 0x41) vax();
  const [shift, precision] = [cursor.uint(2), cursor.uint(2)];
  const fields = [1, 1, 1, 1].map((length) => cursor.uint(length));
  const found = [shift, precision, (bits >> 8) & 255, ...fields, cursor.uint(4), (bits >> 4) & 3].join();
  // offset, precision, sign, exponent place and size, mantissa place and size, bias, implied leading bit
  if (size === 2) return found === "0,16,15,10,5,0,10,15,2";
  if (size === 4) return found === "0,32,31,23,8,0,23,127,2";
  return size === 8 && found === "0,64,63,52,11,0,52,1023,2";
}

function readCompound(
  cursor: ByteCursor,
  version: number,
  count: number,
  size: number,
  what: string,
  depth: number,
): StoredType {
  const offsetBytes = version < 3 ? 4 : size < 0x100 ? 1 : size < 0x10000 ? 2 : size < 0x1000000 ? 3 : 4;
  const found: { name: string; offset: number; type: StoredType }[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const name = readName(cursor, version);
    const offset = cursor.uint(offsetBytes);
    let dimensions: number[] = [];
    if (version === 1) {
      const rank = cursor.uint(1);
      cursor.skip(11);
      dimensions = [0, 1, 2, 3].map(() => cursor.uint(4)).slice(0, rank);
    }
    let type = parseType(cursor, what, depth + 1);
    if (dimensions.length > 0) {
      const members = dimensions.reduce((product, length) => product * length, 1);
      type = {
        kind: "array",
        size: type.size * members,
        memorySize: type.memorySize * members,
        dimensions,
        base: type,
      };
    }
    if (offset + type.size > size || names.has(name)) {
      throw hdmfError("malformed", `The datatype of ${what} is damaged at its member "${name}"`);
    }
    names.add(name);
    found.push({ name, offset, type });
  }
  // The library moves members when those before them are wider or narrower in memory (varying length).
  let moved = 0;
  const memoryOffsets = new Map<string, number>();
  for (const field of [...found].sort((a, b) => a.offset - b.offset)) {
    memoryOffsets.set(field.name, field.offset + moved);
    moved += field.type.memorySize - field.type.size;
  }
  const fields = found.map((field): StoredField => ({ ...field, memoryOffset: memoryOffsets.get(field.name) ?? 0 }));
  return { kind: "compound", size, memorySize: size + moved, fields };
}

function readName(cursor: ByteCursor, version: number): string {
  const name = cursor.cString();
  if (version < 3) cursor.skip((8 - ((name.length + 1) % 8)) % 8);
  return decodeUtf8(name);
}

function readEnum(
  cursor: ByteCursor,
  version: number,
  count: number,
  size: number,
  what: string,
  depth: number,
): StoredType {
  const base = parseType(cursor, what, depth + 1);
  if (base.kind !== "integer" || numberName(base) === undefined || base.size !== size) {
    throw hdmfError(
      "unsupported",
      `${what} has an enum over something else than a plain integer, which is not supported`,
    );
  }
  const names = Array.from({ length: count }, () => readName(cursor, version));
  const members = new Map<string, number | bigint>();
  for (const name of names) members.set(name, enumValue(cursor.take(size), base.big, base.signed));
  return { kind: "enum", size, memorySize: size, base, members };
}

/** 64-bit members as bigint, all others as numbers. */
function enumValue(bytes: Uint8Array, big: boolean, signed: boolean): number | bigint {
  const ordered = big ? bytes : bytes.slice().reverse();
  let value = 0n;
  for (const byte of ordered) value = value * 256n + BigInt(byte);
  const exact = signed ? BigInt.asIntN(bytes.length * 8, value) : value;
  return bytes.length === 8 ? exact : Number(exact);
}
