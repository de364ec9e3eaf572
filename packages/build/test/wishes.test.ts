import { copyTree, type DatasetNode, memoryStorage } from "@hdmf-ts/storage";
import { expect, test } from "vitest";
import { openRegistry, wishesOf } from "../src/index.ts";
import { type DatasetPlan, float64, type GroupPlan, int64, makeFile, nd, scalar, text, typed } from "./make-file.ts";
import { common, test as testNamespace } from "./namespaces.ts";

const extra = [common, testNamespace];
const series = (data: DatasetPlan): GroupPlan => ({ attributes: typed("Series"), datasets: { data } });
const column = (type: string): DatasetPlan => ({ value: int64(1, 2), attributes: typed(type, "hdmf-common") });

const file: GroupPlan = {
  attributes: typed("Session"),
  datasets: { identifier: { value: scalar(text("s")) } },
  groups: {
    acquisition: {
      groups: {
        one: series({ value: float64(1, 2) }),
        two: series({ value: nd("int8", Int8Array.of(1, 2), [1, 2]) }),
        three: series({ value: nd("int8", Int8Array.of(1, 2), [1, 1, 2]) }),
        named: series({ value: float64(1), dimensions: ["mine"] }),
        other: { attributes: { ...typed("Unheard") }, datasets: { data: { value: float64(1) } } },
      },
    },
    trials: {
      attributes: { ...typed("Trials"), colnames: ["start", "more", "region"] },
      datasets: {
        id: column("ElementIdentifiers"),
        start: column("VectorData"),
        start_index: column("VectorIndex"),
        tags_index: column("VectorIndex"),
        more: column("VectorData"),
        region: column("DynamicTableRegion"),
      },
    },
  },
};

async function wishesFor(path: string, format: "memory" | "zarr3" = "memory") {
  const storage = { ...(await makeFile(file)), format };
  const wishes = await wishesOf(storage, await openRegistry(storage, { extra }));
  const { id } = await storage.resolve(path);
  return wishes(path, (await storage.read([id]))[0] as DatasetNode);
}

test.each<[string, string[] | undefined, string]>([
  ["/acquisition/one/data", ["time"], "by the alternative of its rank"],
  ["/acquisition/two/data", ["time", "channel"], "by the alternative of its rank"],
  ["/acquisition/three/data", undefined, "no alternative has its rank"],
  ["/acquisition/named/data", undefined, "it has names already"],
  ["/acquisition/other/data", undefined, "its type is not known"],
  ["/identifier", undefined, "a scalar has no axes"],
  ["/trials/id", ["num_rows"], "a typed dataset, by its type"],
  ["/trials/start", ["trials"], "the type says it at the place"],
  ["/trials/tags_index", ["num_rows"], "the place is of a type of its own"],
  ["/trials/start_index", ["dim0"], "the place is for any VectorData, so its axes are those of VectorData"],
  ["/trials/more", ["dim0"], "the place is for any VectorData"],
  ["/trials/region", ["dim0"], "the place is for any VectorData"],
])("%s is labelled %j: %s", async (path, dimensions) => {
  expect(await wishesFor(path)).toEqual(dimensions === undefined ? undefined : { dimensions });
});

test.each([
  ["/trials/id", [null]],
  ["/trials/start", [null]],
  ["/acquisition/one/data", undefined],
])("of a Zarr store, %s may grow to %j", async (path, maxShape) => {
  expect((await wishesFor(path, "zarr3"))?.maxShape).toEqual(maxShape);
});

test("what stands behind an external link is labelled by the place of the link", async () => {
  const other = await makeFile({ groups: { x: series({ value: float64(1, 2) }) } });
  const storage = memoryStorage({ resolver: async () => other });
  const edit = storage.edit();
  await copyTree(await makeFile(file), edit);
  const place = await storage.resolve("/").then(({ id }) => id);
  await edit.commit();
  const linking = storage.edit();
  const { id: acquisition } = await storage.resolve("/acquisition");
  await linking.link(acquisition, "far", { external: { source: "other", path: "/x" } });
  await linking.link(place, "dead", { external: { source: "other", path: "/nowhere" } });
  await linking.commit();
  const wishes = await wishesOf(storage, await openRegistry(storage, { extra }));
  const { id } = await other.resolve("/x/data");
  expect(wishes("/acquisition/far/data", (await other.read([id]))[0] as DatasetNode)).toEqual({ dimensions: ["time"] });
});
