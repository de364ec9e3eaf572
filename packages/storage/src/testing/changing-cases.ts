import type { NdArray, NodeId } from "@hdmf-ts/array";
import {
  type ContractCase,
  datasetAt,
  freshPlace,
  groupAt,
  lookAt,
  nodeAt,
  type OpenContract,
  onFresh,
  withPaths,
} from "./contract-case.ts";
import { expectArray, expectEqual, expectError } from "./expect.ts";
import { add, row, text } from "./small-data.ts";

/** How what is there is changed, looked at after `commit` in a storage that was opened anew. */
export function changingCases(): ContractCase[] {
  const cases: ContractCase[] = [
    { name: "replaces and removes attributes", run: changesAttributes },
    { name: "removes a name and what no name is left for", run: removes },
    { name: "caches specifications; what is there of the same name and version stays", run: cachesSpecifications },
    { name: "grows an array by appending", needs: ["grow"], run: grows },
    { name: "refuses to grow beyond the maximal shape as invalid", needs: ["grow"], run: refusesGrowing },
    { name: "moves an object to another group and name", needs: ["edit"], run: moves },
    { name: "keeps references right when what they lead to is moved", needs: ["edit"], run: movesTargets },
    { name: "adds to what was committed before", needs: ["edit"], run: editsAgain },
    { name: "keeps the other name of what is removed by one", needs: ["edit", "hard-links"], run: keepsOtherNames },
  ];
  return cases.map((one) => ({ ...one, writes: true }));
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

function movesTargets(open: OpenContract): Promise<void> {
  return onFresh(
    open,
    async (edit) => {
      const old = await edit.createGroup(edit.root, "old");
      const target = await add(edit, old, "data", row(1, 2));
      const references = (...ids: NodeId[]): NdArray["data"] => ({
        ids: typeof edit.root === "number" ? Float64Array.from(ids as number[]) : (ids as string[]),
      });
      const id = await edit.createDataset(edit.root, "to", { dtype: "reference", shape: [2] });
      await edit.write(id, [], references(target, old));
      await edit.setAttribute(id, "to", { dtype: "reference", shape: [], data: references(target) });
      await edit.move(edit.root, "old", edit.root, "new");
    },
    async (storage) => {
      const { array, attributes } = await datasetAt(storage, "/to");
      const expected: NdArray = { dtype: "reference", shape: [2], data: { ids: ["/new/data", "/new"] } };
      expectArray(await withPaths(storage, await array.read()), expected, "/to");
      const scalar: NdArray = { dtype: "reference", shape: [], data: { ids: ["/new/data"] } };
      expectArray(await withPaths(storage, attributes.get("to") ?? row()), scalar, "the attribute");
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
