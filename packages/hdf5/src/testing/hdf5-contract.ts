import { type Selection, selectFrom } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Damage, Hdf5File } from "../hdf5-file.ts";
import { datasetAt, expectEqual, expectError, expectReason, expectTrue, groupAt, objectAt } from "./check.ts";
import { dumpHdf5 } from "./dump.ts";
import { expectedDumps } from "./expected-dumps.ts";

/** Opens a file of conformance/fixtures/hdf5 by its name; the case closes it. */
export type OpenFixture = (fixture: string) => Promise<Hdf5File>;

/** One behaviour that every engine has. */
export interface Hdf5ContractCase {
  readonly name: string;
  /** Rejects with a plain error that says what was expected. */
  run(open: OpenFixture): Promise<void>;
}

const selections: readonly (readonly [string, Selection])[] = [
  ["nothing given", []],
  ["a row", [2]],
  ["the last column", [null, { start: -1 }]],
  ["one element", [4, 6]],
  [
    "a slice over chunk borders",
    [
      { start: 1, stop: 4 },
      { start: 2, stop: 7 },
    ],
  ],
  ["steps", [{ step: 2 }, { start: 1, step: 3 }]],
  ["a list with repeats, in any order", [{ indices: [4, 0, 4] }, null]],
  ["lists on both axes", [{ indices: [3, 1] }, { indices: [6, 0, 0] }]],
  ["a list of columns", [null, { indices: [5, 2] }]],
  ["a mask and an index", [{ mask: [true, false, true, true, false] }, 3]],
  ["nothing at all", [{ start: 3, stop: 3 }]],
  ["an empty list", [{ indices: [] }, null]],
];

/** What every engine does; the fixtures are made, and the truth is read, by h5py. */
export const hdf5Contract: readonly Hdf5ContractCase[] = /* @__PURE__ */ allCases();

function allCases(): Hdf5ContractCase[] {
  return [
    ...Object.entries(expectedDumps)
      .filter(([fixture]) => fixture !== "damaged.h5")
      .map(([fixture, expected]) => dumpCase(fixture, expected)),
    ...["grid", "contiguous"].flatMap((name) => selections.map((selection) => selectionCase(name, ...selection))),
    on("layouts.h5", "selects of text, compounds and lists as of numbers", selectsOthers),
    on("layouts.h5", "rejects selections that do not fit", rejectsSelections),
    on("layouts.h5", "gives memory of its own with each read", givesOwnMemory),
    on("layouts.h5", "reads into memory that it is given", readsInto),
    on("layouts.h5", "streams blocks that cover a dataset once and follow its chunks", streamsBlocks),
    on("layouts.h5", "keeps references to attributes and values apart from the file", repeatsReads),
    on("links.h5", "gives objects in the order asked for, repeats too", keepsOrder),
    on("links.h5", "identifies an object by its address, whatever its name", identifies),
    on("references.h5", "finds an object by its address before any path was listed", findsByAddress),
    on("links.h5", "rejects an address where nothing is as not-found", rejectsAddresses),
    on("damaged.h5", "reads on past what is damaged where it is told to, and names it", readsPastDamage),
    on("damaged.h5", "rejects a batch of which anything is damaged, and reads the others apart", rejectsDamage),
    on("layouts.h5", "rejects with the reason of the signal", rejectsAborted),
    { name: "rejects all as closed after close, which may be called twice", run: rejectsClosed },
    { name: "keeps files apart that are open at the same time", run: keepsFilesApart },
    ...["empty.h5", "not-hdf5.h5", "truncated.h5"].map(malformedCase),
  ];
}

function on(fixture: string, name: string, run: (file: Hdf5File) => Promise<void>): Hdf5ContractCase {
  return {
    name,
    async run(open) {
      const file = await open(fixture);
      try {
        await run(file);
      } finally {
        await file.close();
      }
    },
  };
}

function dumpCase(fixture: string, expected: Readonly<Record<string, string>>): Hdf5ContractCase {
  return on(fixture, `reads all of ${fixture} as h5py does`, async (file) => {
    const found = await dumpHdf5(file);
    expectEqual([...found.keys()], Object.keys(expected), "paths");
    for (const [path, text] of Object.entries(expected)) expectEqual(found.get(path), JSON.parse(text), path);
  });
}

function selectionCase(dataset: string, name: string, selection: Selection): Hdf5ContractCase {
  return on("layouts.h5", `selects ${name} of ${dataset === "grid" ? "chunked" : "contiguous"} data`, async (file) => {
    const data = Int32Array.from({ length: 35 }, (_, index) => index);
    const expected = selectFrom({ dtype: "int32", shape: [5, 7], data }, selection);
    expectEqual(await (await datasetAt(file, dataset)).read(selection), expected, JSON.stringify(selection));
  });
}

async function selectsOthers(file: Hdf5File): Promise<void> {
  const texts = await datasetAt(file, "gzip-text");
  const all = await texts.read();
  for (const selection of [[{ start: 3, stop: 9, step: 2 }], [{ indices: [11, 0, 5] }], [7]] satisfies Selection[]) {
    expectEqual(await texts.read(selection), selectFrom(all, selection), JSON.stringify(selection));
  }
  const rows = await datasetAt(file, "fill-compound");
  expectEqual(await rows.read([1]), selectFrom(await rows.read(), [1]), "a row of a compound");
}

async function rejectsSelections(file: Hdf5File): Promise<void> {
  const grid = await datasetAt(file, "grid");
  for (const selection of [
    [5],
    [0, 0, 0],
    [{ indices: [9] }],
    [{ mask: [true] }],
    [{ step: 0 }],
  ] satisfies Selection[]) {
    await expectError(() => grid.read(selection), ["invalid"], JSON.stringify(selection));
  }
}

async function givesOwnMemory(file: Hdf5File): Promise<void> {
  const grid = await datasetAt(file, "grid");
  ((await grid.read()).data as Int32Array).fill(-1);
  expectEqual((await grid.read([0])).data, Int32Array.of(0, 1, 2, 3, 4, 5, 6), "a second read");
}

async function readsInto(file: Hdf5File): Promise<void> {
  const grid = await datasetAt(file, "grid");
  const into = new Int32Array(7);
  const { data } = await grid.read([3], { into });
  expectTrue(data === into, "read with into: expected the very array that was given");
  expectEqual(into, Int32Array.of(21, 22, 23, 24, 25, 26, 27), "row 3");
  await expectError(() => grid.read([], { into }), ["invalid"], "read into an array that is too short");
}

async function streamsBlocks(file: Hdf5File): Promise<void> {
  const long = await datasetAt(file, "three");
  const all = (await long.read()).data as Float64Array;
  let next = 0;
  for await (const { start, shape, data } of long.blocks({ maxBytes: 4096 })) {
    const [length = 0] = shape;
    expectEqual(start, [next], "the start of the next block");
    expectTrue(length > 0 && length <= 512, `a block of ${length} elements is not within 512`);
    expectEqual(data, all.slice(next, next + length), `the block at ${next}`);
    next += length;
  }
  expectEqual(next, all.length, "elements in all blocks");
  for (const name of ["growing", "filled", "gzip-text"]) {
    const dataset = await datasetAt(file, name);
    let count = 0;
    for await (const { shape } of dataset.blocks({ maxBytes: 4 })) count += shape.reduce((a, b) => a * b, 1);
    expectEqual(
      count,
      (dataset.shape ?? []).reduce((a, b) => a * b, 1),
      `elements in the blocks of ${name}`,
    );
  }
}

async function repeatsReads(file: Hdf5File): Promise<void> {
  const first = await datasetAt(file, "filled");
  const again = await datasetAt(file, "filled");
  expectEqual(again.fillValue, first.fillValue, "the fill value read twice");
  expectEqual(await again.read(), await first.read(), "the elements read twice");
}

async function keepsOrder(file: Hdf5File): Promise<void> {
  const addresses = await Promise.all(
    ["a/data", "", "names", "a/data"].map(async (path) => (await objectAt(file, path)).address),
  );
  const objects = await file.objects(addresses);
  expectEqual(
    objects.map(({ address }) => address),
    addresses,
    "addresses of what objects() gave",
  );
  expectEqual(
    objects.map(({ kind }) => kind),
    ["dataset", "group", "group", "dataset"],
    "kinds",
  );
  expectEqual(await file.objects([]), [], "nothing asked for");
}

async function identifies(file: Hdf5File): Promise<void> {
  const data = await objectAt(file, "a/data");
  expectEqual((await objectAt(file, "hard")).address, data.address, "the second name");
  expectEqual((await objectAt(file, "a/back/back/data")).address, data.address, "through a circle");
  const root = await groupAt(file, "");
  expectEqual(root.address, file.root, "the root");
}

async function findsByAddress(file: Hdf5File): Promise<void> {
  const { attributes } = await datasetAt(file, "a/grid");
  expectTrue(attributes.has("region"), "The attribute is missing");
  const objects = await datasetAt(file, "objects");
  const { ids } = (await objects.read()).data as { readonly ids: Float64Array };
  const [grid, group] = await file.objects([...ids.subarray(0, 2)]);
  expectEqual([grid?.kind, group?.kind], ["dataset", "group"], "what the references lead to");
}

async function rejectsAddresses(file: Hdf5File): Promise<void> {
  for (const address of [1, 2 ** 40, -1]) {
    await expectError(() => file.objects([address]), ["not-found"], `objects([${address}])`, [String(address)]);
  }
}

async function readsPastDamage(file: Hdf5File): Promise<void> {
  const damage: Hdf5Damage[] = [];
  const onDamage = (one: Hdf5Damage): unknown => damage.push(one);
  const found = await dumpHdf5({ ...file, objects: (addresses) => file.objects(addresses, { onDamage }) });
  const expected = expectedDumps["damaged.h5"] ?? {};
  expectEqual([...found.keys()], Object.keys(expected), "paths");
  for (const [path, text] of Object.entries(expected)) expectEqual(found.get(path), JSON.parse(text), path);
  const [root] = await file.objects([file.root], { onDamage() {} });
  const link = (name: string): unknown => (root?.kind === "group" ? root.links.get(name) : undefined);
  const told = damage.map(({ address, attribute }) => [{ hard: address }, attribute]);
  const parts = [[{ hard: file.root }, "damage"], [link("a"), "damage"], [link("header")], [link("lost")]];
  expectEqual(told.map(sortKey).sort(), parts.map(sortKey).sort(), "what is damaged");
  for (const { address, attribute, error } of damage) {
    expectTrue(isHdmfError(error), `The error of ${address} has no tag`);
    if (attribute !== undefined) expectTrue(error.message.includes(attribute), `No "${attribute}" in ${error.message}`);
  }
}

function sortKey([link, attribute]: readonly unknown[]): string {
  return JSON.stringify([link, attribute ?? null]);
}

async function rejectsDamage(file: Hdf5File): Promise<void> {
  const [root] = await file.objects([file.root], { onDamage() {} });
  const links = root?.kind === "group" ? [...root.links] : [];
  const addresses = links.flatMap(([, link]) => ("hard" in link ? link.hard : []));
  const tags = ["malformed", "unsupported", "not-found"] as const;
  await expectError(() => file.objects(addresses), tags, "objects");
  await expectError(() => file.objects([file.root]), tags, "an object with a damaged attribute", ["damage"]);
  const failed: string[] = [];
  for (const [name, link] of links) {
    if (!("hard" in link)) continue;
    await file.objects([link.hard]).catch(() => failed.push(name));
  }
  expectEqual(failed, ["a", "header", "lost"], "objects that cannot be read");
}

async function rejectsAborted(file: Hdf5File): Promise<void> {
  const reason = { because: "the user left" };
  const signal = AbortSignal.abort(reason);
  const grid = await datasetAt(file, "grid");
  await expectReason(() => file.objects([file.root], { signal }), reason, "objects");
  await expectReason(() => grid.read([], { signal }), reason, "read");
  await expectReason(() => grid.blocks({ signal })[Symbol.asyncIterator]().next(), reason, "blocks");
}

async function rejectsClosed(open: OpenFixture): Promise<void> {
  const file = await open("layouts.h5");
  const grid = await datasetAt(file, "grid");
  await file.close();
  await file.close();
  await expectError(() => file.objects([file.root]), ["closed"], "objects");
  await expectError(() => grid.read(), ["closed"], "read");
  await expectError(() => grid.blocks()[Symbol.asyncIterator]().next(), ["closed"], "blocks");
}

async function keepsFilesApart(open: OpenFixture): Promise<void> {
  const [a, b, again] = await Promise.all([open("links.h5"), open("layouts.h5"), open("layouts.h5")]);
  await b.close();
  expectEqual((await (await datasetAt(again, "grid")).read([0, 3])).data, Int32Array.of(3), "a file opened twice");
  expectTrue((await groupAt(a, "")).links.has("outside"), "The other file lost its links");
  await Promise.all([a.close(), again.close()]);
}

function malformedCase(fixture: string): Hdf5ContractCase {
  return {
    name: `rejects ${fixture} as malformed`,
    run: (open) => expectError(async () => (await open(fixture)).close(), ["malformed"], fixture),
  };
}
