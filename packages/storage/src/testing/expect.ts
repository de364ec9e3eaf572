import { type ArrayData, type Dtype, dataEquals, dtypeToJson, type NdArray, sameDtype } from "@hdmf-ts/array";
import { type ErrorTag, isHdmfError } from "@hdmf-ts/errors";

/** @throws an error that says what was expected where `condition` does not hold. */
export function expectTrue(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Compares plain data, by its JSON. */
export function expectEqual(received: unknown, expected: unknown, what: string): void {
  const [a, b] = [toText(received), toText(expected)];
  expectTrue(a === b, `${what}: expected ${b}, received ${a}`);
}

/** Compares type, shape and, bit by bit, elements. */
export function expectArray(received: NdArray, expected: NdArray, what: string): void {
  expectTrue(
    sameDtype(received.dtype, expected.dtype),
    `${what}: expected the dtype ${toText(dtypeToJson(expected.dtype))}, received ${toText(dtypeToJson(received.dtype))}`,
  );
  expectEqual(received.shape, expected.shape, `${what}, shape`);
  expectData(expected.dtype, received.data, expected.data, what);
}

export function expectData(dtype: Dtype, received: ArrayData, expected: ArrayData, what: string): void {
  if (dataEquals(dtype, received, expected)) return;
  throw new Error(`${what}: expected ${toText(expected)}, received ${toText(received)}`);
}

/** The error that `run` rejects with. @throws where it does not, or with another tag. */
export async function expectError(
  run: () => Promise<unknown>,
  tags: readonly ErrorTag[],
  what: string,
): Promise<Error> {
  const error = await rejection(run, what);
  const text = error instanceof Error ? error.message : String(error);
  expectTrue(isHdmfError(error, ...tags), `${what}: expected an error tagged ${tags.join(" or ")}, received: ${text}`);
  return error;
}

/** Expects a rejection with just this value. */
export async function expectReason(run: () => Promise<unknown>, reason: unknown, what: string): Promise<void> {
  const error = await rejection(run, what);
  expectTrue(
    error === reason,
    `${what}: expected a rejection with the reason of the signal, received ${String(error)}`,
  );
}

async function rejection(run: () => Promise<unknown>, what: string): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: expected a rejection`);
}

function toText(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return `${inner}n`;
    if (typeof inner === "number") return Object.is(inner, -0) ? "-0" : Number.isFinite(inner) ? inner : String(inner);
    if (inner instanceof Map) return { map: [...inner] };
    if (ArrayBuffer.isView(inner) && !(inner instanceof DataView)) return Array.from(inner as Float64Array);
    return inner;
  });
  return text === undefined ? "nothing" : text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
