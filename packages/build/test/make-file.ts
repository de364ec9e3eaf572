import type { Dtype, NdArray, NodeId } from "@hdmf-ts/array";
import { type EditableStorage, memoryStorage } from "@hdmf-ts/storage";

/** A small file in memory, written down as a tree. Text values starting with `->` are references to that path. */
export interface GroupPlan {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly groups?: Readonly<Record<string, GroupPlan>>;
  readonly datasets?: Readonly<Record<string, DatasetPlan>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly hard?: Readonly<Record<string, string>>;
}

export interface DatasetPlan {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly value: NdArray;
  readonly maxShape?: readonly (number | null)[];
  readonly dimensions?: readonly (string | null)[];
}

export const typed = (type: string, namespace = "test", objectId?: string): Record<string, string> => ({
  data_type: type,
  namespace,
  ...(objectId === undefined ? {} : { object_id: objectId }),
});

export function nd(dtype: Dtype, data: NdArray["data"], shape?: readonly number[]): NdArray {
  return { dtype, data, shape: shape ?? [(data as ArrayLike<unknown>).length] };
}

export const text = (...data: string[]): NdArray => nd("utf8", data);
export const float64 = (...data: number[]): NdArray => nd("float64", Float64Array.from(data));
export const int64 = (...data: number[]): NdArray => nd("int64", BigInt64Array.from(data, BigInt));
export const uint8 = (...data: number[]): NdArray => nd("uint8", Uint8Array.from(data));
export const scalar = (value: NdArray): NdArray => ({ ...value, shape: [] });

export async function makeFile(plan: GroupPlan): Promise<EditableStorage> {
  const storage = memoryStorage({ name: "test" });
  const edit = storage.edit();
  const ids = new Map<string, NodeId>([["/", edit.root]]);
  const later: (() => Promise<void>)[] = [];
  const setAttributes = (id: NodeId, attributes: Readonly<Record<string, unknown>> = {}): void => {
    for (const [name, value] of Object.entries(attributes)) {
      later.push(() => edit.setAttribute(id, name, attributeOf(value, ids)));
    }
  };
  const fill = async (id: NodeId, path: string, group: GroupPlan): Promise<void> => {
    const at = (name: string): string => (path === "/" ? `/${name}` : `${path}/${name}`);
    setAttributes(id, group.attributes);
    for (const [name, child] of Object.entries(group.groups ?? {})) {
      const childId = await edit.createGroup(id, name);
      ids.set(at(name), childId);
      await fill(childId, at(name), child);
    }
    for (const [name, child] of Object.entries(group.datasets ?? {})) {
      const { value, attributes, ...wishes } = child;
      const childId = await edit.createDataset(id, name, { dtype: value.dtype, shape: value.shape, ...wishes });
      ids.set(at(name), childId);
      setAttributes(childId, attributes);
      later.push(() => edit.write(childId, [], value.data));
    }
    for (const [name, soft] of Object.entries(group.links ?? {})) await edit.link(id, name, { soft });
    for (const [name, target] of Object.entries(group.hard ?? {})) {
      later.push(() => edit.link(id, name, { hard: ids.get(target) as NodeId }));
    }
  };
  await fill(edit.root, "/", plan);
  for (const step of later) await step();
  await edit.commit();
  return storage;
}

function attributeOf(value: unknown, ids: ReadonlyMap<string, NodeId>): NdArray {
  if (typeof value === "string" && value.startsWith("->")) {
    return { dtype: "reference", shape: [], data: { ids: [String(ids.get(value.slice(2)) ?? value)] } };
  }
  if (typeof value === "string") return scalar(text(value));
  if (Array.isArray(value)) return text(...(value as string[]));
  return value as NdArray;
}
