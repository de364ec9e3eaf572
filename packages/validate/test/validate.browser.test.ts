import { createCatalog, type Issue, parseNamespace } from "@hdmf-ts/spec";
import { memoryStorage } from "@hdmf-ts/storage";
import { expect, test } from "vitest";
import { validate } from "../src/index.ts";

test("a tree is validated in a browser", async () => {
  const attributes = [{ name: "x", doc: "d", dtype: "int" }];
  const sources = new Map([
    [
      "namespace",
      JSON.stringify({ namespaces: [{ name: "test", doc: "d", version: "1.0.0", schema: [{ source: "a" }] }] }),
    ],
    ["a", JSON.stringify({ groups: [{ data_type_def: "Root", doc: "d", attributes }] })],
  ]);
  const { namespace } = parseNamespace({ name: "test", version: "1.0.0", sources });
  const storage = memoryStorage();
  const edit = storage.edit();
  for (const [name, value] of [
    ["data_type", "Root"],
    ["namespace", "test"],
    ["object_id", "an id"],
    ["x", "text"],
  ] as const) {
    await edit.setAttribute(edit.root, name, { dtype: "utf8", shape: [], data: [value] });
  }
  await edit.commit();
  const issues: Issue[] = [];
  for await (const issue of validate(storage, createCatalog([namespace!]))) issues.push(issue);
  expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual(["wrong-dtype /.x"]);
});
