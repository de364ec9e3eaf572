import type { ArrayData, Dtype, NodeId } from "@hdmf-ts/array";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Difference, diffTrees } from "../src/diff.ts";
import { copyTree, type Edit, joinPath, memoryStorage, type Storage, walk } from "../src/index.ts";

/** Steps that make a tree; numbers pick among what is there already. */
type Step =
  | { readonly make: "group"; readonly parent: number; readonly name: string }
  | { readonly make: "datatype"; readonly parent: number; readonly name: string }
  | { readonly make: "hard"; readonly parent: number; readonly name: string; readonly to: number }
  | { readonly make: "soft"; readonly parent: number; readonly name: string; readonly path: string }
  | { readonly make: "dataset"; readonly parent: number; readonly name: string; readonly sample: Sample }
  | { readonly make: "reference"; readonly parent: number; readonly name: string; readonly to: number };

interface Sample {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly chunks?: readonly number[];
  readonly data: ArrayData;
}

const name = fc.oneof(
  fc.constantFrom("a", "b", "c", "__proto__", "constructor", "é", "日本", "~", "."),
  fc.string({ minLength: 1, maxLength: 3 }).filter((text) => !/[/\0]/.test(text)),
);
const place = fc.nat(1000);

const sample: fc.Arbitrary<Sample> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer())
  .chain(([shape, chunk, seed]) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const chunks = shape.length > 0 && seed % 2 ? { chunks: shape.map(() => chunk) } : {};
    const texts = fc.array(fc.string({ unit: "binary", maxLength: 3 }), { minLength: count, maxLength: count });
    const doubles = fc.float64Array({ minLength: count, maxLength: count });
    return fc.oneof(
      doubles.map((data): Sample => ({ dtype: "float64", shape, data, ...chunks })),
      fc
        .bigInt64Array({ minLength: count, maxLength: count })
        .map((data): Sample => ({ dtype: "int64", shape, data, ...chunks })),
      texts.map((data): Sample => ({ dtype: "utf8", shape, data, ...chunks })),
      fc.tuple(texts, doubles).map(([t, x]): Sample => {
        const dtype: Dtype = [
          { name: "t", dtype: "utf8" },
          { name: "__proto__", dtype: "float64" },
        ];
        const data = new Map<string, ArrayData>([
          ["t", t],
          ["__proto__", x],
        ]);
        return { dtype, shape, data, ...chunks };
      }),
    );
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ make: fc.constant("group" as const), parent: place, name }),
  fc.record({ make: fc.constant("datatype" as const), parent: place, name }),
  fc.record({ make: fc.constant("hard" as const), parent: place, name, to: place }),
  fc.record({
    make: fc.constant("soft" as const),
    parent: place,
    name,
    path: fc.constantFrom("/a", "b/c", "/nowhere", "a"),
  }),
  fc.record({ make: fc.constant("dataset" as const), parent: place, name, sample }),
  fc.record({ make: fc.constant("reference" as const), parent: place, name, to: place }),
);

async function take(edit: Edit, steps: readonly Step[]): Promise<void> {
  const groups: NodeId[] = [edit.root];
  const all: NodeId[] = [edit.root];
  const taken = new Set<string>();
  for (const one of steps) {
    const parent = groups[one.parent % groups.length] as NodeId;
    const key = `${parent}/${one.name}`;
    if (one.make === "reference") {
      const ids = [all[one.to % all.length] as string];
      await edit.setAttribute(parent, one.name, { dtype: "reference", shape: [], data: { ids } });
      continue;
    }
    if (taken.has(key) || one.name === ".") continue;
    taken.add(key);
    if (one.make === "hard") await edit.link(parent, one.name, { hard: all[one.to % all.length] as NodeId });
    else if (one.make === "soft") await edit.link(parent, one.name, { soft: one.path });
    else if (one.make === "group") groups.push(await edit.createGroup(parent, one.name));
    else if (one.make === "datatype") all.push(await edit.createDatatype(parent, one.name, "int8"));
    else {
      const { data, ...wishes } = one.sample;
      const id = await edit.createDataset(parent, one.name, wishes);
      await edit.write(id, [], data);
      all.push(id);
    }
    if (one.make === "group") all.push(groups.at(-1) as NodeId);
  }
}

async function made(steps: readonly Step[]): Promise<Storage> {
  const storage = memoryStorage();
  const edit = storage.edit();
  await take(edit, steps);
  await edit.commit();
  return storage;
}

async function differences(a: Storage, b: Storage): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const one of diffTrees(a, b)) found.push(one);
  return found;
}

const steps = fc.array(step, { maxLength: 40 });

test("any tree is equal to its copy, and the copy of it to the first", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const source = await made(list);
      const copy = memoryStorage();
      const edit = copy.edit();
      const warnings: string[] = [];
      await copyTree(source, edit, { onWarning: ({ message }) => warnings.push(message) });
      await edit.commit();
      expect(await differences(source, copy)).toEqual([]);
      expect(await differences(copy, source)).toEqual([]);
      expect(warnings).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("one more step is seen in a comparison", async () => {
  await fc.assert(
    fc.asyncProperty(steps, sample, async (list, more) => {
      const last: Step = { make: "dataset", parent: 0, name: "one more", sample: more };
      const found = await differences(await made(list), await made([...list, last]));
      expect(found).toEqual([{ path: "/one more", kind: "missing", b: { kind: "dataset", path: "/one more" } }]);
    }),
    { numRuns: 40 },
  );
});

test("each node is walked once, under the path that pathOf gives and that resolves to it", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const storage = await made(list);
      const seen = new Set<NodeId>();
      for await (const { path, node, links } of walk(storage)) {
        expect(seen.has(node.id)).toBe(false);
        seen.add(node.id);
        expect(await storage.pathOf([node.id])).toEqual([path]);
        expect((await storage.resolve(path)).id).toBe(node.id);
        for (const [child, link] of links)
          if ("hard" in link) {
            expect((await storage.resolve(joinPath(path, child))).id).toBe(link.hard);
            expect((await storage.resolve(link.path as string)).id).toBe(link.hard);
          }
      }
    }),
    { numRuns: 40 },
  );
});
