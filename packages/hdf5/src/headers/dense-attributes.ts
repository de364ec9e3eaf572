import { openFractalHeap } from "../heaps/fractal-heap.ts";
import { checkObjects } from "../heaps/object-budget.ts";
import { Cursor } from "../io/cursor.ts";
import { each } from "../io/runner.ts";
import { type NamedAttribute, type OnDamagedAttribute, readAttribute } from "../messages/attribute.ts";
import { readBtree2Records } from "../trees/btree2.ts";
import { messageType } from "./message-type.ts";
import type { OpenFile } from "./open-file.ts";

/**
 * Attributes that are kept outside of their header. Records of the index of names are: the id in the heap (8 bytes), flags, creation order,
 * hash. Bit 1 of the flags: shared.
 */
export function readDenseAttributes(
  file: OpenFile,
  heapAddress: number,
  names: number,
  what: string,
  onDamage: OnDamagedAttribute | undefined,
): (NamedAttribute | undefined)[] {
  const { records } = readBtree2Records(file.bytes, names);
  const heap = openFractalHeap(file.bytes, heapAddress);
  const own = heap.readAll(records.filter((record) => !isShared(record)).map((record) => record.subarray(0, 8)));
  let next = 0;
  const bodies = each(records, (record) =>
    isShared(record) ? file.sharedMessage(messageType.attribute, record.subarray(0, 8)) : (own[next++] as Uint8Array),
  );
  checkObjects(file.bytes, bodies, what);
  return each(records, (record, index) => {
    const order = new Cursor(record, what, 9).uint(4);
    const body = bodies[index] as Uint8Array;
    return readAttribute(file, body, 0, body.length, order, what, onDamage);
  });
}

function isShared(record: Uint8Array): boolean {
  return ((record[8] ?? 0) & 2) !== 0;
}
