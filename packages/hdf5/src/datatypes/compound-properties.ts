import type { Cursor } from "../io/cursor.ts";
import { type DatatypeHead, malformed, takeName } from "./properties.ts";
import { arrayType, compoundType, type StoredField, type StoredType } from "./stored-type.ts";

/** The members of a compound, in their order; the first version may make each an array. */
export function parseCompound(cursor: Cursor, head: DatatypeHead, parseMember: () => StoredType): StoredType {
  const { version, bits, size } = head;
  const count = bits & 0xffff;
  if (count === 0) throw malformed(cursor, "is a compound without members");
  const offsetBytes = version < 3 ? 4 : bytesFor(size);
  const fields: StoredField[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const name = takeName(cursor, version);
    const offset = cursor.uint(offsetBytes);
    const shape = version === 1 ? takeShape(cursor) : [];
    const base = parseMember();
    const type = shape.length > 0 ? arrayType(shape, base) : base;
    if (names.has(name)) throw malformed(cursor, `has two members "${name}"`);
    if (type.size === 0 || offset + type.size > size) {
      throw malformed(cursor, `has ${size} bytes, and its member "${name}" of ${type.size} starts at ${offset}`);
    }
    names.add(name);
    fields.push({ name, offset, type });
  }
  checkOverlap(cursor, fields);
  return compoundType(fields, size);
}

/** The fewest bytes that hold a number. */
function bytesFor(size: number): number {
  return size < 0x100 ? 1 : size < 0x10000 ? 2 : size < 0x1000000 ? 3 : 4;
}

function takeShape(cursor: Cursor): number[] {
  const rank = cursor.uint(1);
  if (rank > 4) throw malformed(cursor, `has a member of ${rank} dimensions`);
  cursor.skip(11);
  const shape = [cursor.uint(4), cursor.uint(4), cursor.uint(4), cursor.uint(4)];
  return shape.slice(0, rank);
}

function checkOverlap(cursor: Cursor, fields: readonly StoredField[]): void {
  let end = 0;
  for (const { name, offset, type } of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw malformed(cursor, `has a member "${name}" that overlaps with another`);
    end = offset + type.size;
  }
}
