import type { Block, NdArray } from "@hdmf-ts/array";
import {
  type ContractCase,
  datasetAt,
  freshPlace,
  groupAt,
  lookAt,
  type OpenContract,
  onFresh,
} from "./contract-case.ts";
import { expectArray, expectEqual, expectError, expectReason, expectTrue } from "./expect.ts";
import { add, row, text } from "./small-data.ts";

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
    { name: "refuses all calls once it is over", run: refusesOverEdits },
    { name: "notes of what a child is a copy", run: notesCopies },
  ];
  return cases.map((one) => ({ ...one, writes: true }));
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
