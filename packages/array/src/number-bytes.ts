import { hdmfError } from "@hdmf-ts/errors";
import type { FloatName, IntegerName } from "./dtype.ts";
import { float16BitsOfFloat32, float32BitsOfFloat16 } from "./float16.ts";
import { isOfType, numberArrayType } from "./layout.ts";
import type { NumberArray } from "./nd-array.ts";
import { allocateNumbers } from "./new-memory.ts";

type NumbersOver = new (buffer: ArrayBufferLike, start?: number, count?: number) => NumberArray;

/** Most attributes are no longer than this. */
const smallBytes = 64;

/** How numbers lie in bytes. */
export interface NumberBytesOptions {
  /** `little` unless told. */
  readonly byteOrder?: "little" | "big" | undefined;
  /** Where the first number starts; 0 unless told. */
  readonly offset?: number | undefined;
  /** From the start of one number to the start of the next; the size of the number unless told. */
  readonly stride?: number | undefined;
}

/**
 * Decodes `count` numbers into new memory; `bytes` may be of any alignment. float16 becomes float32.
 * @throws `malformed` when there are not enough bytes.
 */
export function numbersFromBytes(
  name: IntegerName | FloatName,
  bytes: Uint8Array,
  count: number,
  options: NumberBytesOptions = {},
): NumberArray {
  const size = numberSize(name);
  const { byteOrder = "little", offset = 0, stride = size } = options;
  const needed = count === 0 ? 0 : offset + (count - 1) * stride + size;
  if (offset < 0 || stride < 0 || !(needed <= bytes.length)) {
    throw hdmfError(
      "malformed",
      `${count} numbers of type ${name} take ${needed} bytes, but there are ${bytes.length}.`,
    );
  }
  if (name === "float16") {
    const halves = numbersFromBytes("uint16", bytes, count, options);
    const singles = allocateNumbers(Uint32Array, count);
    for (let i = 0; i < count; i++) singles[i] = float32BitsOfFloat16(halves[i] as number);
    return new Float32Array(singles.buffer);
  }
  const type = numberArrayType(name) as NumbersOver;
  if (count > 0 && count * size <= smallBytes && stride === size && byteOrder === "little") {
    const start = bytes.byteOffset + offset;
    // A copy of so few lies in the object itself: no memory has to be asked for and given back.
    if (start % size === 0) return new type(bytes.buffer, start, count).slice();
  }
  const packed = allocateNumbers(Uint8Array, count * size);
  if (stride === size) packed.set(bytes.subarray(offset, offset + packed.length));
  else pack(bytes, packed, size, offset, stride);
  if (byteOrder === "big") swap(packed, size);
  return new type(packed.buffer);
}

/**
 * Encodes numbers into new memory. For float16, a `Float32Array` is rounded to the nearest, ties to even.
 * @throws `invalid` when `data` is not the typed array of the type.
 */
export function bytesFromNumbers(
  name: IntegerName | FloatName,
  data: NumberArray,
  options: Pick<NumberBytesOptions, "byteOrder"> = {},
): Uint8Array {
  const type = numberArrayType(name);
  if (!isOfType(data, type)) throw hdmfError("invalid", `Numbers of type ${name} must be in a ${type.name}.`);
  let bytes: Uint8Array = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (name === "float16") {
    const singles = new Uint32Array(data.buffer, data.byteOffset, data.length);
    const halves = new Uint16Array(data.length);
    for (let i = 0; i < halves.length; i++) halves[i] = float16BitsOfFloat32(singles[i]!);
    bytes = new Uint8Array(halves.buffer);
  } else bytes = new Uint8Array(bytes);
  if (options.byteOrder === "big") swap(bytes, numberSize(name));
  return bytes;
}

function numberSize(name: IntegerName | FloatName): number {
  return name === "float16" ? 2 : numberArrayType(name).BYTES_PER_ELEMENT;
}

function pack(bytes: Uint8Array, packed: Uint8Array, size: number, offset: number, stride: number): void {
  for (let to = 0, from = offset; to < packed.length; to += size, from += stride) {
    for (let k = 0; k < size; k++) packed[to + k] = bytes[from + k]!;
  }
}

function swap(bytes: Uint8Array, size: number): void {
  const { buffer, byteOffset, byteLength } = bytes;
  if (size === 2) {
    const words = new Uint16Array(buffer, byteOffset, byteLength / 2);
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! << 8) | (words[i]! >> 8);
  } else if (size > 2) {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    for (let i = 0; i < words.length; i++) words[i] = swapWord(words[i]!);
    if (size === 8) {
      for (let i = 0; i < words.length; i += 2) {
        const low = words[i]!;
        words[i] = words[i + 1]!;
        words[i + 1] = low;
      }
    }
  }
}

function swapWord(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
