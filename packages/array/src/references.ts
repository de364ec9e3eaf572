import type { NodeId, References } from "./nd-array.ts";
import { allocateNumbers } from "./new-memory.ts";

/** The node that the reference at `index` leads to; `null` where it leads nowhere or out of the file. */
export function referenceAt(references: References, index: number): NodeId | null {
  const id = references.ids[index];
  return id === undefined || id === -1 || id === "" ? null : id;
}

/** `count` null references, in the form that holds addresses. */
export function nullReferences(count: number): References {
  return { ids: allocateNumbers(Float64Array, count).fill(-1) };
}
