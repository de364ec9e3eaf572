import type { NdArray, NodeId } from "@hdmf-ts/array";
import type { Edit } from "../edit.ts";

export const text = (value: string): NdArray => ({ dtype: "utf8", shape: [], data: [value] });
export const row = (...values: number[]): NdArray => ({
  dtype: "int32",
  shape: [values.length],
  data: Int32Array.from(values),
});

/** A dataset with all its elements. */
export async function add(edit: Edit, parent: NodeId, name: string, { dtype, shape, data }: NdArray): Promise<NodeId> {
  const id = await edit.createDataset(parent, name, { dtype, shape });
  await edit.write(id, [], data);
  return id;
}
