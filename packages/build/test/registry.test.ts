import { memoryStorage } from "@hdmf-ts/storage";
import { expect, test } from "vitest";
import { createRegistry, isA, knowsType, openRegistry, resolveType } from "../src/index.ts";
import { cached, common, test as testNamespace } from "./namespaces.ts";

const doc = "d";

async function fileWith(...namespaces: readonly ReturnType<typeof cached>[]) {
  const storage = memoryStorage();
  const edit = storage.edit();
  await edit.cacheSpecifications(namespaces);
  await edit.commit();
  return storage;
}

test.each([
  [{ type: "Trials", namespace: "test" }, "DynamicTable", true],
  [{ type: "Trials", namespace: "test" }, "Container", true],
  [{ type: "Trials", namespace: "test" }, "Series", false],
  [{ type: "DynamicTable", namespace: "hdmf-common" }, "DynamicTable", true],
  [{ type: "Trials" }, "DynamicTable", true],
  [{ type: "Unknown", namespace: "test" }, "Unknown", false],
  [{ type: "Trials", namespace: "nowhere" }, "DynamicTable", false],
  [{ type: "__proto__", namespace: "constructor" }, "Container", false],
])("isA %o %s: %s", async (type, ancestor, expected) => {
  const registry = await openRegistry(await fileWith(common, testNamespace));
  expect(isA(registry, type, ancestor)).toBe(expected);
});

test("a type without a namespace that two namespaces define is not guessed", async () => {
  const one = cached("one", "1", { groups: [{ data_type_def: "A", doc }] });
  const two = cached("two", "1", { groups: [{ data_type_def: "A", doc }] });
  const registry = await openRegistry(await fileWith(one, two));
  expect(knowsType(registry, { type: "A" })).toBe(false);
  expect(knowsType(registry, { type: "A", namespace: "two" })).toBe(true);
});

test("what is in the file goes before what the caller brings, and the newest version before others", async () => {
  const types = (name: string) => ({ groups: [{ data_type_def: name, doc }] });
  const file = await fileWith(cached("a", "1.9.0", types("Old")), cached("a", "1.10.0", types("New")));
  const registry = await openRegistry(file, {
    extra: [cached("a", "2.0.0", types("Other")), cached("b", "1.0.0", types("B"))],
  });
  expect(registry.catalog.namespaces.get("a")?.version).toBe("1.10.0");
  expect([...registry.catalog.namespaces.keys()]).toEqual(["a", "b"]);
  expect(resolveType(registry, { type: "B", namespace: "b" })?.name).toBe("B");
});

test("a file without specifications has an empty registry, one with damaged texts has issues", async () => {
  expect((await openRegistry(memoryStorage())).catalog.namespaces.size).toBe(0);
  const damaged = { name: "x", version: "1", sources: new Map([["namespace", "{"]]) };
  const registry = await openRegistry(await fileWith(), { extra: [damaged] });
  expect(registry.issues().length).toBeGreaterThan(0);
});

test("two registries know nothing of each other", () => {
  expect(createRegistry([]).catalog.namespaces).not.toBe(createRegistry([]).catalog.namespaces);
});
