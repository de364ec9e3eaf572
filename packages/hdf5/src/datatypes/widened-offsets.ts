import type { StoredField } from "./stored-type.ts";

type Placed = Pick<StoredField, "offset"> & { readonly type: Pick<StoredField["type"], "size"> };

/** Whether members lie one behind the other within `size` bytes, in any order. */
export function fits(fields: readonly Placed[], size: number | undefined): boolean {
  let end = 0;
  for (const { offset, type } of byOffset(fields)) {
    if (offset < end) return false;
    end = offset + type.size;
  }
  return size === undefined || size >= end;
}

/**
 * The offsets of a compound from a file with narrower addresses, where its references and texts take less: what lies behind a member that is
 * wider here moves on, and gaps stay as they are, as libhdf5 does it in memory.
 *
 * @param narrow The sizes of the members in a file with addresses of so many bytes.
 * @returns `undefined` for offsets that no width of addresses makes sense of.
 */
export function widened(
  fields: readonly StoredField[],
  size: number | undefined,
  sizeOfOffsets: number,
  narrow: (sizeOfOffsets: number) => readonly number[],
): { readonly fields: readonly StoredField[]; readonly size: number } | undefined {
  for (const width of [4, 2].filter((width) => width < sizeOfOffsets)) {
    const sizes = narrow(width);
    const before = fields.map(({ offset }, index) => ({ offset, index, type: { size: sizes[index]! } }));
    if (!fits(before, size)) continue;
    const offsets = new Map<number, number>();
    let shift = 0;
    let end = 0;
    for (const { offset, index, type } of byOffset(before)) {
      offsets.set(index, offset + shift);
      end = offset + shift + fields[index]!.type.size;
      shift += fields[index]!.type.size - type.size;
    }
    const moved = fields.map((field, index) => ({ ...field, offset: offsets.get(index)! }));
    return { fields: moved, size: size === undefined ? end : size + shift };
  }
  return undefined;
}

function byOffset<T extends Placed>(fields: readonly T[]): T[] {
  return [...fields].sort((a, b) => a.offset - b.offset);
}
