import { isHdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import { copyTree, memoryStorage, walk } from "../src/index.ts";

test("a copy of a tree with references, links and data has them all", async () => {
  const source = memoryStorage();
  const edit = source.edit();
  const group = await edit.createGroup(edit.root, "group");
  const data = await edit.createDataset(group, "data", {
    dtype: "int16",
    shape: [2, 3],
    chunks: [1, 2],
    maxShape: [null, 3],
  });
  await edit.write(data, [], Int16Array.of(1, 2, 3, 4, 5, 6));
  await edit.append(data, 0, { dtype: "int16", shape: [1, 3], data: Int16Array.of(7, 8, 9) });
  await edit.link(edit.root, "again", { hard: group });
  await edit.link(group, "up", { soft: "/again/data" });
  await edit.setAttribute(edit.root, "to", { dtype: "reference", shape: [], data: { ids: [data as string] } });
  await edit.cacheSpecifications([{ name: "core", version: "1.0", sources: new Map([["namespace", "{}"]]) }]);
  await edit.commit();

  const copy = memoryStorage();
  const into = copy.edit();
  await copyTree(source, into);
  await into.commit();
  const paths: string[] = [];
  for await (const { path } of walk(copy)) paths.push(path);
  expect(paths).toEqual([
    "/",
    "/again",
    "/again/data",
    "/specifications",
    "/specifications/core",
    "/specifications/core/1.0",
    "/specifications/core/1.0/namespace",
  ]);
  const { storage, id } = await copy.resolve("/group/up");
  const [node] = await storage.read([id]);
  expect(node?.kind === "dataset" && (await node.array.read()).data).toEqual(Int16Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
  expect(await copy.specifications()).toEqual([
    { name: "core", version: "1.0", sources: new Map([["namespace", "{}"]]) },
  ]);
  await expect(copy.resolve("/group/none/x")).rejects.toSatisfy((error) => isHdmfError(error, "not-found"));
});
