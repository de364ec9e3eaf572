import type { Block, NdArray, NodeId } from "@hdmf-ts/array";
import type { Edit } from "../edit.ts";
import {
  type ContractCase,
  datasetAt,
  freshPlace,
  groupAt,
  lookAt,
  nodeAt,
  type OpenContract,
  onFresh,
} from "./contract-case.ts";
import { expectArray, expectEqual, expectError, expectReason, expectTrue } from "./expect.ts";

const text = (value: string): NdArray => ({ dtype: "utf8", shape: [], data: [value] });
const row = (...values: number[]): NdArray => ({
  dtype: "int32",
  shape: [values.length],
  data: Int32Array.from(values),
});

/** What an edit does, looked at after `commit` in a storage that was opened anew. */
export function editingCases(): ContractCase[] {
  const cases: ContractCase[] = [
    { name: "shows what was made after commit", run: showsAfterCommit },
    { name: "leaves nothing after abandon, which may be called twice", run: abandonLeavesNothing },
    { name: "refuses a name that is taken as exists, and stays as it was", run: refusesTaken },
    { name: "refuses names that cannot be part of a path as invalid", run: refusesNames },
    { name: "refuses a parent that is not there as not-found", run: refusesParents },
    { name: "writes boxes and selections, the rest is the fill value", run: writesSelections },
    { name: "refuses data of another length as invalid", run: refusesLengths },
    { name: "writes blocks one by one", run: writesBlocks },
    { name: "stops writing with the reason of the signal", run: stopsWriting },
    { name: "keeps data that the caller changes afterwards", run: keepsCopies },
    { name: "replaces and removes attributes", run: changesAttributes },
    { name: "removes a name and what no name is left for", run: removes },
    { name: "caches specifications; what is there of the same name and version stays", run: cachesSpecifications },
    { name: "refuses all calls once it is over", run: refusesOverEdits },
    { name: "grows an array by appending", needs: ["grow"], run: grows },
    { name: "refuses to grow beyond the maximal shape as invalid", needs: ["grow"], run: refusesGrowing },
    { name: "moves an object to another group and name", needs: ["edit"], run: moves },
    { name: "adds to what was committed before", needs: ["edit"], run: editsAgain },
    { name: "keeps the other name of what is removed by one", needs: ["edit", "hard-links"], run: keepsOtherNames },
    { name: "notes of what a child is a copy", run: notesCopies },
  ];
  return cases.map((one) => ({ ...one, writes: true }));
}

/** A dataset with all its elements. */
async function add(edit: Edit, parent: NodeId, name: string, { dtype, shape, data }: NdArray): Promise<NodeId> {
  const id = await edit.createDataset(parent, name, { dtype, shape });
  await edit.write(id, [], data);
  return id;
}

function showsAfterCommit(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const group = await edit.createGroup(edit.root, "group");
      await add(edit, group, "data", row(1, 2, 3));
      await edit.setAttribute(group, "unit", text("mV"));
      await edit.link(edit.root, "to", { soft: "/group/data" });
    },
    async (storage) => {
      const { array } = await datasetAt(storage, "/to");
      expectArray(await array.read(), row(1, 2, 3), "/to");
      const { attributes, children } = await groupAt(storage, "/group");
      expectArray(attributes.get("unit") ?? text("(none)"), text("mV"), "the attribute unit");
      expectEqual([...children.keys()], ["data"], "children of /group");
    },
  );
}

async function abandonLeavesNothing(open: OpenContract): Promise<void> {
  const place = await freshPlace(open);
  const edit = await place.edit();
  await add(edit, edit.root, "data", row(1, 2, 3));
  await edit.abandon();
  await edit.abandon();
  try {
    await lookAt(place, async (storage) => {
      expectEqual([...(await groupAt(storage, "/")).children.keys()], [], "what is left after abandon");
    });
  } catch (error) {
    await expectError(() => Promise.reject(error), ["not-found"], "opening what was abandoned");
  }
}

function refusesTaken(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      await add(edit, edit.root, "taken", row(1));
      await expectError(() => edit.createGroup(edit.root, "taken"), ["exists"], "createGroup");
      const wishes = { dtype: "int8", shape: [] } as const;
      await expectError(() => edit.createDataset(edit.root, "taken", wishes), ["exists"], "createDataset");
      await expectError(() => edit.link(edit.root, "taken", { soft: "/" }), ["exists"], "link");
    },
    async (storage) => {
      expectArray(await (await datasetAt(storage, "/taken")).array.read(), row(1), "/taken");
    },
  );
}

function refusesNames(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      for (const name of ["", ".", "a/b", "/"])
        await expectError(() => edit.createGroup(edit.root, name), ["invalid"], `the name ${JSON.stringify(name)}`);
    },
    async (storage) => expectEqual([...(await groupAt(storage, "/")).children.keys()], [], "children of /"),
  );
}

function refusesParents(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const nowhere = typeof edit.root === "number" ? 2 ** 45 + 8 : "/no/such/object";
      await expectError(() => edit.createGroup(nowhere, "a"), ["not-found"], "createGroup in what is not there");
      const data = await add(edit, edit.root, "data", row(1));
      await expectError(() => edit.createGroup(data, "a"), ["invalid", "not-found"], "createGroup in a dataset");
    },
    async (storage) => expectEqual([...(await groupAt(storage, "/")).children.keys()], ["data"], "children of /"),
  );
}

function writesSelections(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const fillValue: NdArray = { dtype: "int16", shape: [], data: Int16Array.of(-1) };
      const id = await edit.createDataset(edit.root, "grid", {
        dtype: "int16",
        shape: [3, 4],
        chunks: [2, 2],
        fillValue,
      });
      await edit.write(
        id,
        [
          { start: 1, stop: 3 },
          { start: 1, stop: 3 },
        ],
        Int16Array.of(1, 2, 3, 4),
      );
      await edit.write(id, [0, { indices: [3, 0] }], Int16Array.of(9, 8));
      await edit.write(id, [2, { start: 3 }], Int16Array.of(5));
      const words = await edit.createDataset(edit.root, "words", { dtype: "utf8", shape: [4] });
      await edit.write(words, [{ start: 1, stop: 3 }], ["ä", "b"]);
    },
    async (storage) => {
      const { array } = await datasetAt(storage, "/grid");
      const data = Int16Array.of(8, -1, -1, 9, -1, 1, 2, -1, -1, 3, 4, 5);
      expectArray(await array.read(), { dtype: "int16", shape: [3, 4], data }, "/grid");
      const words = await datasetAt(storage, "/words");
      expectArray(await words.array.read(), { dtype: "utf8", shape: [4], data: ["", "ä", "b", ""] }, "/words");
    },
  );
}

function refusesLengths(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const id = await add(edit, edit.root, "data", row(1, 2, 3));
      await expectError(() => edit.write(id, [], Int32Array.of(1)), ["invalid"], "one element for three");
      await expectError(() => edit.write(id, [{ start: 1 }], Int32Array.of(1, 2, 3)), ["invalid"], "three for two");
    },
    async (storage) => expectArray(await (await datasetAt(storage, "/data")).array.read(), row(1, 2, 3), "/data"),
  );
}

async function* inTwo(values: Int32Array, size: number, after?: () => void): AsyncGenerator<Block, void, undefined> {
  for (let start = 0; start < values.length; start += size) {
    const data = values.slice(start, start + size);
    yield { start: [start], shape: [data.length], data };
    after?.();
  }
}

function writesBlocks(open: OpenContract): Promise<void> {
  const values = Int32Array.from({ length: 100 }, (_, index) => index * index);
  return onFresh(
    open,
    async (edit) => {
      const id = await edit.createDataset(edit.root, "data", { dtype: "int32", shape: [100], chunks: [16] });
      await edit.writeBlocks(id, inTwo(values, 24));
    },
    async (storage) => {
      const { array } = await datasetAt(storage, "/data");
      expectArray(await array.read(), { dtype: "int32", shape: [100], data: values }, "/data");
    },
  );
}

async function stopsWriting(open: OpenContract): Promise<void> {
  const edit = await (await freshPlace(open)).edit();
  try {
    const id = await edit.createDataset(edit.root, "data", { dtype: "int32", shape: [100], chunks: [10] });
    const reason = { because: "the user left" };
    const controller = new AbortController();
    const blocks = inTwo(new Int32Array(100), 10, () => controller.abort(reason));
    await expectReason(() => edit.writeBlocks(id, blocks, { signal: controller.signal }), reason, "writeBlocks");
    const signal = AbortSignal.abort(reason);
    await expectReason(() => edit.write(id, [], new Int32Array(100), { signal }), reason, "write");
  } finally {
    await edit.abandon();
  }
}

function keepsCopies(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const data = Int32Array.of(1, 2, 3);
      const id = await edit.createDataset(edit.root, "data", { dtype: "int32", shape: [3], chunks: [3] });
      await edit.write(id, [], data);
      await edit.setAttribute(id, "numbers", { dtype: "int32", shape: [3], data });
      data.fill(-1);
    },
    async (storage) => {
      const { array, attributes } = await datasetAt(storage, "/data");
      expectArray(await array.read(), row(1, 2, 3), "/data");
      expectArray(attributes.get("numbers") ?? row(), row(1, 2, 3), "the attribute");
    },
  );
}

function changesAttributes(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const group = await edit.createGroup(edit.root, "group");
      await edit.setAttribute(group, "replaced", text("before"));
      await edit.setAttribute(group, "removed", text("gone"));
      await edit.setAttribute(group, "replaced", row(4, 5));
      await edit.removeAttribute(group, "removed");
      await expectError(() => edit.removeAttribute(group, "removed"), ["not-found"], "removeAttribute, again");
    },
    async (storage) => {
      const { attributes } = await groupAt(storage, "/group");
      expectEqual([...attributes.keys()], ["replaced"], "attributes");
      expectArray(attributes.get("replaced") ?? row(), row(4, 5), "the attribute replaced");
    },
  );
}

function removes(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const group = await edit.createGroup(edit.root, "group");
      await add(edit, group, "data", row(1));
      await add(edit, edit.root, "kept", row(2));
      await edit.link(edit.root, "link", { soft: "/kept" });
      await edit.remove(edit.root, "group");
      await edit.remove(edit.root, "link");
      await expectError(() => edit.remove(edit.root, "group"), ["not-found"], "remove, again");
      await edit.createGroup(edit.root, "group");
    },
    async (storage) => {
      expectEqual([...(await groupAt(storage, "/")).children.keys()].sort(), ["group", "kept"], "children of /");
      expectEqual((await groupAt(storage, "/group")).children.size, 0, "children of the new /group");
    },
  );
}

function cachesSpecifications(open: OpenContract): Promise<void> {
  const first = { name: "a", version: "1.0", sources: new Map([["namespace", '{"first":1}']]) };
  const later = { name: "a", version: "1.0", sources: new Map([["namespace", '{"later":1}']]) };
  const other = { name: "a", version: "1.1", sources: new Map([["a.base", '{"ü":1}']]) };
  return onFresh(
    open,
    async (edit) => {
      await edit.cacheSpecifications([first]);
      await edit.cacheSpecifications([later, other]);
    },
    async (storage) => {
      const found = [...(await storage.specifications())].sort((a, b) => (a.version < b.version ? -1 : 1));
      expectEqual(found, [first, other], "specifications");
    },
  );
}

async function refusesOverEdits(open: OpenContract): Promise<void> {
  const place = await freshPlace(open);
  const edit = await place.edit();
  await edit.createGroup(edit.root, "group");
  await edit.commit();
  await expectError(() => edit.createGroup(edit.root, "later"), ["closed", "invalid"], "createGroup after commit");
  await edit.abandon();
  await lookAt(place, async (storage) => {
    expectEqual([...(await groupAt(storage, "/")).children.keys()], ["group"], "children after commit, then abandon");
  });
}

function grows(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const wishes = { dtype: "int32", shape: [1, 2], maxShape: [null, 4], chunks: [2, 2] } as const;
      const id = await edit.createDataset(edit.root, "table", wishes);
      await edit.write(id, [], Int32Array.of(1, 2));
      await edit.append(id, 0, { dtype: "int32", shape: [2, 2], data: Int32Array.of(3, 4, 5, 6) });
      await edit.append(id, 1, { dtype: "int32", shape: [3, 1], data: Int32Array.of(7, 8, 9) });
    },
    async (storage) => {
      const { array } = await datasetAt(storage, "/table");
      const data = Int32Array.of(1, 2, 7, 3, 4, 8, 5, 6, 9);
      expectArray(await array.read(), { dtype: "int32", shape: [3, 3], data }, "/table");
      expectEqual(array.maxShape, [null, 4], "maximal shape");
    },
  );
}

function refusesGrowing(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const wishes = { dtype: "int32", shape: [1], maxShape: [2], chunks: [2] } as const;
      const id = await edit.createDataset(edit.root, "short", wishes);
      await expectError(() => edit.append(id, 0, row(1, 2)), ["invalid"], "append beyond the maximum");
      await expectError(() => edit.append(id, 1, row(1)), ["invalid"], "append along an axis that is not there");
    },
    async (storage) => expectArray(await (await datasetAt(storage, "/short")).array.read(), row(0), "/short"),
  );
}

function moves(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const from = await edit.createGroup(edit.root, "old");
      const to = await edit.createGroup(edit.root, "to");
      await add(edit, from, "data", row(1, 2));
      await edit.move(from, "data", to, "moved");
      await expectError(() => edit.move(from, "data", to, "again"), ["not-found"], "move of what is gone");
    },
    async (storage) => {
      expectArray(await (await datasetAt(storage, "/to/moved")).array.read(), row(1, 2), "/to/moved");
      expectEqual((await groupAt(storage, "/old")).children.size, 0, "children of /old");
    },
  );
}

async function editsAgain(open: OpenContract): Promise<void> {
  const place = await freshPlace(open);
  const first = await place.edit();
  await add(first, first.root, "first", row(1));
  await first.commit();
  const dropped = await place.edit();
  await dropped.remove(dropped.root, "first");
  await dropped.abandon();
  const second = await place.edit();
  await add(second, second.root, "second", row(2));
  await second.commit();
  await lookAt(place, async (storage) => {
    expectArray(await (await datasetAt(storage, "/first")).array.read(), row(1), "/first");
    expectArray(await (await datasetAt(storage, "/second")).array.read(), row(2), "/second");
  });
}

function keepsOtherNames(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const id = await add(edit, edit.root, "one", row(1));
      await edit.link(edit.root, "two", { hard: id });
      await edit.remove(edit.root, "one");
    },
    async (storage) => {
      expectArray(await (await datasetAt(storage, "/two")).array.read(), row(1), "/two");
      const { id } = await nodeAt(storage, "/two");
      expectEqual(await storage.pathOf([id]), ["/two"], "the path that is left");
    },
  );
}

function notesCopies(open: OpenContract): Promise<void> {
  const copyOf = { source: "other.h5", path: "/a" };
  return onFresh(
    open,
    async (edit) => {
      await edit.createGroup(edit.root, "group", { copyOf });
      await edit.createDataset(edit.root, "data", { dtype: "int8", shape: [], copyOf });
    },
    async (storage) => {
      for (const [name, child] of (await groupAt(storage, "/")).children) {
        expectTrue("hard" in child, `${name}: expected a hard link`);
        const noted = child.copyOf ?? copyOf;
        expectEqual([noted.source, noted.path], [copyOf.source, copyOf.path], `of what ${name} is a copy`);
      }
    },
  );
}
