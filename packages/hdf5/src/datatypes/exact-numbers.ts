import {
  allocate,
  bytesFromNumbers,
  type FloatName,
  type IntegerName,
  type NumberArray,
  numbersFromBytes,
} from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";

/**
 * Numbers in the typed array of their type: `data` itself where it is one, else a new one. Another typed array and a list are taken where
 * the type holds each value exactly. A `Float32Array` for float16 is given as it is: whoever writes it rounds.
 *
 * @param place Names the numbers in messages, as "The data of /a".
 * @throws `invalid` for the first value that is no number or does not fit
 */
export function exactNumbers(name: IntegerName | FloatName, data: unknown, place: string): NumberArray {
  const none = emptyOf(name);
  if (isExactly(name, data) || tagOf(data) === tagOf(none)) return data as NumberArray;
  if (!Array.isArray(data) && (!ArrayBuffer.isView(data) || !("length" in data))) {
    throw hdmfError("invalid", `${place}: numbers of type ${name} are needed, in a typed array or a list`);
  }
  const values = data as ArrayLike<unknown>;
  const exact = allocate(name, values.length) as NumberArray;
  const put = none.BYTES_PER_ELEMENT === 8 && !name.startsWith("float") ? putBig : putPlain;
  for (let index = 0; index < exact.length; index++) {
    if (!put(exact, index, values[index])) throw doesNotFit(place, index, values[index], name);
  }
  if (name !== "float16") return exact;
  const halves = numbersFromBytes(name, bytesFromNumbers(name, exact), exact.length);
  const wrong = halves.findIndex((half, index) => half !== exact[index] && !Number.isNaN(half));
  if (wrong >= 0) throw doesNotFit(place, wrong, values[wrong], name);
  return exact;
}

/** Whether data is the typed array of its type itself. */
export function isExactly(name: IntegerName | FloatName, data: unknown): data is NumberArray {
  return (data as object | undefined)?.constructor === emptyOf(name).constructor;
}

const empty = /* @__PURE__ */ new Map<string, NumberArray>();

/** No numbers of a type, made once. */
function emptyOf(name: IntegerName | FloatName): NumberArray {
  const known = empty.get(name);
  if (known !== undefined) return known;
  const made = allocate(name, 0) as NumberArray;
  empty.set(name, made);
  return made;
}

/** What says that an element is not of its type. */
export function doesNotFit(place: string, index: number, value: unknown, name: string): Error {
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return hdmfError("invalid", `${place}: element ${index} is ${shown}, which does not fit ${name}`);
}

function putPlain(exact: NumberArray, index: number, value: unknown): boolean {
  if (typeof value === "number") {
    exact[index] = value;
    return exact[index] === value || (Number.isNaN(value) && Number.isNaN(exact[index]));
  }
  if (typeof value !== "bigint") return false;
  const number = Number(value);
  exact[index] = number;
  return exact[index] === number && Number.isFinite(number) && BigInt(number) === value;
}

function putBig(exact: NumberArray, index: number, value: unknown): boolean {
  const whole = Number.isInteger(value) ? BigInt(value as number) : value;
  if (typeof whole !== "bigint") return false;
  (exact as BigInt64Array)[index] = whole;
  return exact[index] === whole;
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}
