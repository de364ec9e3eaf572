import type { LazyArray } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import type { Edit, Node, Storage } from "../src/index.ts";
import { storageContract } from "../src/testing.ts";
import { memoryContract } from "./memory-contract.ts";

/** A storage that does one thing wrong, made of one that does not. */
type Fault = (storage: Storage) => Storage;

const nodes =
  (change: (node: Node) => Node): Fault =>
  (storage) => ({ ...storage, read: async (...args) => (await storage.read(...args)).map(change) });

const arrays = (change: (array: LazyArray) => Partial<LazyArray>): Fault =>
  nodes((node) => (node.kind === "dataset" ? { ...node, array: { ...node.array, ...change(node.array) } } : node));

const faults: readonly (readonly [name: string, fault: Fault])[] = [
  [
    "nodes in another order",
    (storage) => ({ ...storage, read: async (...args) => [...(await storage.read(...args))].reverse() }),
  ],
  ["no attributes", nodes((node) => ({ ...node, attributes: new Map() }))],
  ["no chunks", arrays(() => ({ chunks: [1] }))],
  ["another shape", arrays(({ shape }) => ({ shape: shape && [...shape, 1] }))],
  ["a selection that is not looked at", arrays((array) => ({ read: (_, options) => array.read([], options) }))],
  ["a signal that is not looked at", (storage) => ({ ...storage, read: (ids) => storage.read(ids) })],
  [
    "the same memory for all",
    arrays((array) => {
      const all = array.read();
      return { read: (selection, options) => (selection?.length || options ? array.read(selection, options) : all) };
    }),
  ],
  [
    "one block instead of many",
    arrays((array) => ({
      blocks: async function* () {
        yield { start: (array.shape ?? []).map(() => 0), shape: array.shape ?? [], data: (await array.read()).data };
      },
    })),
  ],
  ["links that lead to the root", (storage) => ({ ...storage, resolve: async () => ({ storage, id: storage.root }) })],
  ["no paths", (storage) => ({ ...storage, pathOf: async (ids) => ids.map(() => undefined) })],
  ["no specifications", (storage) => ({ ...storage, specifications: async () => [] })],
  ["a close that does nothing", (storage) => ({ ...storage, close: async () => undefined })],
];

const editFaults: readonly (readonly [name: string, fault: (edit: Edit) => Partial<Edit>])[] = [
  ["an abandon that commits", (edit) => ({ abandon: () => edit.commit().catch(() => undefined) })],
  ["a commit that does nothing", (edit) => ({ commit: () => edit.abandon() })],
  ["a remove that does nothing", () => ({ remove: async () => undefined })],
  ["a move that only removes", (edit) => ({ move: (parent, name) => edit.remove(parent, name) })],
  [
    "attributes that are never replaced",
    (edit) => {
      const seen = new Set<string>();
      return {
        async setAttribute(id, name, value) {
          if (!seen.has(`${id} ${name}`)) await edit.setAttribute(id, name, value);
          seen.add(`${id} ${name}`);
        },
      };
    },
  ],
  [
    "writes that begin at the first element",
    (edit) => ({
      write: (id, selection, data, options) =>
        edit.write(
          id,
          selection.map((axis) => (typeof axis === "number" ? 0 : axis)),
          data,
          options,
        ),
    }),
  ],
  ["specifications that are not kept", () => ({ cacheSpecifications: async () => undefined })],
];

async function failures(open: typeof memoryContract): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of storageContract)
    await run(open).catch(() => {
      failed.push(name);
    });
  return failed;
}

describe("the contract is broken by", () => {
  test("nothing where nothing is wrong", async () => {
    expect(await failures(memoryContract)).toEqual([]);
  });

  test.each(faults)("%s", async (_, fault) => {
    const filled = async (): Promise<Storage> => fault(await memoryContract.filled());
    expect(await failures({ ...memoryContract, filled })).not.toEqual([]);
  });

  test.each(editFaults)("%s", async (_, fault) => {
    const fresh: NonNullable<typeof memoryContract.fresh> = async () => {
      const place = await memoryContract.fresh?.();
      if (place === undefined) throw new Error("no place");
      return {
        ...place,
        async edit() {
          const edit = await place.edit();
          return { ...edit, ...fault(edit) };
        },
      };
    };
    expect(await failures({ ...memoryContract, fresh })).not.toEqual([]);
  });
});
