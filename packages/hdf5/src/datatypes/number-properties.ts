import type { IntegerName } from "@hdmf-ts/array";
import type { Cursor } from "../io/cursor.ts";
import { type DatatypeHead, malformed, toHex, unsupported } from "./properties.ts";
import { bytesType, numberType, type StoredType } from "./stored-type.ts";

/** Integers; those that do not fill 1, 2, 4 or 8 bytes stay bytes. */
export function integerType(cursor: Cursor, { bits: head, size }: DatatypeHead): StoredType {
  const [big, signed] = [(head & 1) === 1, (head & 8) !== 0];
  const [offset, bits] = [cursor.uint(2), cursor.uint(2)];
  if (bits === 0 || offset + bits > 8 * size) {
    throw malformed(cursor, `has integers of ${bits} bits from bit ${offset} in ${size} bytes`);
  }
  if (bits === 8 * size && [8, 16, 32, 64].includes(bits)) {
    return numberType(`${signed ? "int" : "uint"}${bits}` as IntegerName, size, big);
  }
  const padded = (head & padding) !== 0;
  return bytesType(
    { integer: { bytes: size, bits, offset, signed } },
    size,
    big,
    padded ? messageOf(cursor) : undefined,
  );
}

/** Bit fields stay bytes. */
export function bitfieldType(cursor: Cursor, { bits: head, size }: DatatypeHead): StoredType {
  const [offset, bits] = [cursor.uint(2), cursor.uint(2)];
  const whole = offset === 0 && bits === 8 * size;
  return bytesType({ bitfield: size }, size, (head & 1) === 1, whole ? undefined : messageOf(cursor));
}

/** The bits that say what stands in bits that are not used. */
const padding = 6;

/** The message of a number whose properties were just read. */
function messageOf({ bytes, at }: Cursor, properties = 4): string {
  const message = bytes.slice(at - 8 - properties, at);
  message[0] = (message[0]! & 15) | 0x10;
  return toHex(message);
}

/** The formats of IEEE 754: bit offset, precision, sign, place and size of exponent and of mantissa, bias, normalization. */
const ieee = /* @__PURE__ */ new Map([
  ["0,16,15,10,5,0,10,15,2", "float16"],
  ["0,32,31,23,8,0,23,127,2", "float32"],
  ["0,64,63,52,11,0,52,1023,2", "float64"],
] as const);

/** Floats; all but those of IEEE 754 in 2, 4 or 8 bytes stay bytes. */
export function floatType(cursor: Cursor, { bits, size }: DatatypeHead): StoredType {
  const big = (bits & 1) === 1;
  if ((bits & 0x40) !== 0) {
    throw big ? unsupported(cursor, "has VAX floats") : malformed(cursor, "has floats in no known order of bytes");
  }
  const [offset, precision] = [cursor.uint(2), cursor.uint(2)];
  const places = [cursor.uint(1), cursor.uint(1), cursor.uint(1), cursor.uint(1), cursor.uint(4)];
  if (precision === 0 || offset + precision > 8 * size) {
    throw malformed(cursor, `has floats of ${precision} bits from bit ${offset} in ${size} bytes`);
  }
  const format = [offset, precision, (bits >> 8) & 255, ...places, (bits >> 4) & 3].join();
  const name = ieee.get(format as Parameters<typeof ieee.get>[0]);
  return name !== undefined && precision === 8 * size
    ? numberType(name, size, big)
    : bytesType({ float: { bytes: size } }, size, big, messageOf(cursor, 12));
}
