import type { ArrayData, Dtype } from "@hdmf-ts/array";
import { fromBase64, toBase64 } from "./base64.ts";
import { packElements } from "./pack.ts";
import type { PathOfId } from "./reference-text.ts";
import { unpackElements } from "./unpack.ts";

/** Elements of any type as text for a record: base64 of their lengths, 4 bytes each, and of themselves, packed (pack.ts). */
export function packedText(dtype: Dtype, data: ArrayData, count: number, pathOf: PathOfId): string {
  const { values, offsets } = packElements(dtype, data, count, pathOf);
  const bytes = new Uint8Array(4 * count + (values as Uint8Array).length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) view.setUint32(4 * i, (offsets[i + 1] ?? 0) - (offsets[i] ?? 0), true);
  bytes.set(values as Uint8Array, 4 * count);
  return toBase64(bytes);
}

/**
 * The opposite of {@link packedText}; `undefined` for a text that cannot be of so many elements.
 * @throws `malformed` for elements that are damaged.
 */
export function elementsOfText(dtype: Dtype, text: string, count: number): ArrayData | undefined {
  const bytes = fromBase64(text);
  // Four bytes a length, then the element: each costs at least its length.
  if (bytes === undefined || count * 4 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer);
  const offsets = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i + 1] = (offsets[i] ?? 0) + view.getUint32(4 * i, true);
  const values = bytes.subarray(4 * count);
  return values.length === offsets[count] ? unpackElements(dtype, { values, offsets }) : undefined;
}
