import { expect, test } from "vitest";
import { type Container, containerAt, createRegistry, type Field, openRegistry } from "../src/index.ts";
import { float64, type GroupPlan, int64, makeFile, nd, scalar, text, typed } from "./make-file.ts";
import { cached, common, test as testNamespace } from "./namespaces.ts";

const extra = [common, testNamespace];

async function at(plan: GroupPlan, path = "/"): Promise<Container> {
  const storage = await makeFile(plan);
  return containerAt(storage, await openRegistry(storage, { extra }), path);
}

/** A field in a line: what it is and what it holds. */
function brief(field: Field): string {
  if (field.kind === "value")
    return `value ${Array.from(field.value.data as ArrayLike<unknown>).join()} [${field.value.shape}]`;
  if (field.kind === "array") return `array ${String(field.array.dtype)} [${field.array.shape}]`;
  if (field.kind === "other") return field.what;
  const names = [...field.objects].map(([name, { type, link }]) => `${name}:${type}${link ? " by link" : ""}`);
  return `${field.many ? "many" : "one"} ${names.join()}`;
}

const briefs = (fields: ReadonlyMap<string, Field>): Record<string, string> =>
  Object.fromEntries([...fields].map(([name, field]) => [name, brief(field)]));

const series: GroupPlan = {
  attributes: { ...typed("Series"), comments: text("fine"), color: "red" },
  datasets: {
    data: { value: nd("int16", Int16Array.of(1, 2, 3, 4), [2, 2]), attributes: { unit: "V", gain: float64(2) } },
    rate: { value: float64(30) },
    notes: { value: text("a", "b"), attributes: { by: "me" } },
  },
  groups: { odd: { attributes: { x: "1" } }, odder: { attributes: typed("Device") } },
  links: { device: "/general/probe", lost: "/nowhere" },
};

const session: GroupPlan = {
  attributes: { ...typed("Session", "test", "id-1"), ".specloc": "->/" },
  datasets: { identifier: { value: scalar(text("s1")) } },
  groups: {
    acquisition: { groups: { a: series, b: { attributes: typed("Series") } } },
    general: { groups: { probe: { attributes: typed("Device") } } },
    trials: { attributes: { ...typed("Trials"), colnames: text("start") } },
  },
};

test("a typed object has what its type says under the names of its type, and the rest as extra", async () => {
  const container = await at(session, "/acquisition/a");
  expect(container).toMatchObject({ path: "/acquisition/a", type: "Series", namespace: "test" });
  expect(briefs(container.fields)).toEqual({
    comments: "value fine []",
    data: "array int16 [2,2]",
    data__unit: "value V []",
    rate: "value 30 []",
    device: "one device:Device by link",
  });
  expect(briefs(container.extra)).toEqual({
    color: "value red []",
    data__gain: "value 2 [1]",
    notes: "array utf8 [2]",
    notes__by: "value me []",
    odd: "group",
    odder: "one odder:Device",
    lost: "dead-link",
  });
});

test("untyped groups are part of their container, typed ones are opened when asked for", async () => {
  const container = await at(session);
  expect(container.objectId).toBe("id-1");
  expect(briefs(container.fields)).toEqual({
    identifier: "value s1 []",
    acquisition__series: "many a:Series,b:Series",
    general__devices: "many probe:Device",
    trials: "one trials:Trials",
  });
  expect(briefs(container.extra)).toEqual({});
  const field = container.fields.get("general__devices");
  const probe = field?.kind === "objects" ? await field.objects.get("probe")?.open() : undefined;
  expect(probe).toMatchObject({ path: "/general/probe", type: "Device" });
});

test("a typed dataset has its elements as data", async () => {
  const column = { value: int64(1, 2), attributes: { ...typed("VectorData", "hdmf-common"), description: "c" } };
  const container = await at({ datasets: { column } }, "/column");
  expect(briefs(container.fields)).toEqual({ description: "value c []", data: "array int64 [2]" });
});

test("of an unknown type all is extra", async () => {
  const container = await at({ attributes: { ...typed("Odd"), a: "1" }, datasets: { d: { value: int64(1) } } });
  expect([briefs(container.fields), briefs(container.extra)]).toEqual([{}, { a: "value 1 []", d: "array int64 [1]" }]);
});

test("names that clash are both kept", async () => {
  const doc = "d";
  const clash = cached("clash", "1", {
    groups: [
      {
        data_type_def: "C",
        doc,
        attributes: [{ name: "a__b", dtype: "text", doc }],
        groups: [{ name: "a", doc, attributes: [{ name: "b", dtype: "text", doc }] }],
      },
    ],
  });
  const storage = await makeFile({
    attributes: { ...typed("C", "clash"), a__b: "own" },
    groups: { a: { attributes: { b: "nested" } } },
  });
  const container = await containerAt(storage, await openRegistry(storage, { extra: [clash] }), "/");
  expect(briefs(container.fields)).toEqual({ a__b: "value own []" });
  expect(briefs(container.extra)).toEqual({ a__b: "value nested []" });
});

test("behaviours add to objects of their type and of those that extend it, the special before the general", async () => {
  const behaviour = (namespace: string, type: string, more: object = {}) => ({
    namespace,
    type,
    extend: ({ path }: Container) => ({
      [`is${type}`]: path,
      name: type,
      path: "replaced",
      toString: "replaced",
      ...more,
    }),
  });
  const storage = await makeFile(session);
  const behaviours = [
    behaviour("hdmf-common", "Container"),
    behaviour("hdmf-common", "DynamicTable"),
    behaviour("test", "Trials"),
    behaviour("elsewhere", "DynamicTable", { wrong: true }),
    behaviour("test", "Series"),
  ];
  const registry = await openRegistry(storage, { extra, behaviours });
  const trials = (await containerAt(storage, registry, "/trials")) as Container & Record<string, unknown>;
  expect(trials).toMatchObject({ isTrials: "/trials", isDynamicTable: "/trials", name: "Trials", path: "/trials" });
  expect(trials).not.toHaveProperty("wrong");
  expect(trials).not.toHaveProperty("isSeries");
  expect(String(trials)).toBe("[object Object]");
});

test.each([
  ["/general", "invalid"],
  ["/gone", "not-found"],
])("%s is no container", async (path, tag) => {
  const storage = await makeFile(session);
  await expect(containerAt(storage, createRegistry([]), path)).rejects.toMatchObject({ tag });
});
