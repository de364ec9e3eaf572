import { allocate, type Block, elementCount, type NdArray, type Selection, selectFrom } from "@hdmf-ts/array";
import type { DatasetNode } from "../node.ts";
import type { Storage } from "../storage.ts";
import {
  type ContractCase,
  datasetAt,
  groupAt,
  nodeAt,
  type OpenContract,
  onFilled,
  withPaths,
} from "./contract-case.ts";
import { type ContractObject, contractTree } from "./contract-tree.ts";
import { attributeSamples, otherSamples } from "./contract-values.ts";
import { expectArray, expectData, expectEqual, expectError, expectReason, expectTrue } from "./expect.ts";

const selections: readonly (readonly [string, Selection])[] = [
  ["nothing given", []],
  ["an index", [2]],
  ["the last column", [null, { start: -1 }]],
  [
    "steps over chunk borders",
    [
      { start: 1, step: 2 },
      { start: 0, stop: 7, step: 3 },
    ],
  ],
  ["a list with repeats, in any order", [{ indices: [4, 0, 4] }, null]],
  ["a mask", [null, { mask: [true, false, false, true, false, false, true] }]],
  ["a list and a slice", [{ indices: [3, 1] }, { start: 2, stop: 5 }]],
  ["one element", [4, 6]],
  ["nothing at all", [{ start: 3, stop: 3 }]],
];

/** Nodes, attributes and values as the contract tree has them. */
export function readingCases(): ContractCase[] {
  const { objects } = contractTree();
  return [
    { name: "reads a level in one batch, in the order asked for, repeats too", run: readsInOrder },
    ...objects.map(objectCase),
    ...[...attributeSamples()].map(([name, expected]) => attributeCase(name, expected)),
    { name: "lists the names of a group, special ones too", run: listsNames },
    ...selections.map(
      ([name, selection]): ContractCase => ({
        name: `selects ${name}`,
        run: (open) =>
          onFilled(open, async (storage) => {
            const { array } = await datasetAt(storage, "/arrays/grid");
            const expected = selectFrom(gridValue(), selection);
            expectArray(await array.read(selection), expected, `read(${JSON.stringify(selection)})`);
          }),
      }),
    ),
    { name: "selects from text and compounds", run: (open) => selectsOthers(open, ["utf8", "record", "point"]) },
    { name: "selects from ragged arrays", needs: ["vlen"], run: (open) => selectsOthers(open, ["vlen"]) },
    { name: "gives the same to many who read at once", run: readsAtOnce },
    { name: "rejects a selection that does not fit as invalid", run: rejectsSelections },
    { name: "gives memory of its own with each read", run: givesOwnMemory },
    { name: "reads into memory that it is given", run: readsInto },
    { name: "streams an array in blocks that cover it once, in order, within the size asked for", run: streamsBlocks },
    { name: "streams what is not chunked, text and zero elements too", run: streamsOthers },
    { name: "hands over chunks as stored where it says so", run: handsOverChunks },
    { name: "reads the cached specifications, all versions", run: readsSpecifications },
    { name: "rejects an id that names nothing as not-found", run: rejectsUnknownIds },
    { name: "rejects with the reason of the signal", run: rejectsAborted },
    { name: "rejects all as closed after close, which may be called twice", run: rejectsClosed },
  ];
}

function gridValue(): NdArray {
  return contractTree().objects.find(({ path }) => path === "/arrays/grid")?.value as NdArray;
}

function objectCase(object: ContractObject): ContractCase {
  const { path, kind, value, needs, dtype, datatype, chunks, maxShape, filters, fillValue } = object;
  return {
    name: `reads the ${kind} ${path}`,
    ...(needs?.length ? { needs } : {}),
    run: (open) =>
      onFilled(open, async (storage) => {
        const node = await nodeAt(storage, path);
        expectEqual(node.kind, kind, `${path}, kind`);
        if (node.kind === "datatype") expectArray(emptyOf(node.dtype), emptyOf(dtype ?? "int8"), path);
        if (node.kind !== "dataset" || value === undefined) return;
        expectArray(await withPaths(storage, await node.array.read()), value, path);
        if (node.value !== undefined)
          expectArray(await withPaths(storage, node.value), value, `${path}, value at hand`);
        expectEqual(node.array.shape, value.shape, `${path}, shape`);
        if (chunks) expectEqual(node.array.chunks, chunks, `${path}, chunks`);
        if (maxShape) expectEqual(node.array.maxShape, maxShape, `${path}, maximal shape`);
        if (filters)
          expectEqual(
            names(node),
            filters.map((filter) => filter.name),
            `${path}, filters`,
          );
        if (fillValue) expectArray(node.fillValue ?? emptyOf("int8"), fillValue, `${path}, fill value`);
        if (datatype) {
          const type = node.datatype === undefined ? [undefined] : await storage.pathOf([node.datatype]);
          expectEqual(type[0], datatype, `${path}, committed datatype`);
        }
      }),
  };
}

function emptyOf(dtype: NdArray["dtype"]): NdArray {
  return { dtype, shape: [0], data: allocate(dtype, 0) };
}

function names(node: DatasetNode): string[] {
  return (node.filters ?? []).map((filter) => filter.name);
}

function attributeCase(name: string, expected: NdArray): ContractCase {
  return {
    name: `reads the attribute ${JSON.stringify(name)}`,
    ...(expected.shape === null ? { needs: ["null-space" as const] } : {}),
    run: (open) =>
      onFilled(open, async (storage) => {
        const attribute = (await nodeAt(storage, "/attributes")).attributes.get(name);
        expectTrue(attribute !== undefined, `There is no attribute ${JSON.stringify(name)}`);
        expectArray(await withPaths(storage, attribute), expected, `attribute ${name}`);
      }),
  };
}

async function readsInOrder(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const paths = ["/arrays/grid", "/", "/names", "/arrays/grid", "/numbers/int8"];
    const ids = await Promise.all(paths.map(async (path) => (await storage.resolve(path)).id));
    const nodes = await storage.read(ids);
    expectEqual(
      nodes.map((node) => node.id),
      ids,
      "ids of what read gave",
    );
    expectEqual(
      nodes.map((node) => node.kind),
      ["dataset", "group", "group", "dataset", "dataset"],
      "kinds",
    );
    expectEqual(await storage.read([]), [], "nothing asked for");
    expectEqual(ids[1], storage.root, "the id of the root");
  });
}

async function listsNames(open: OpenContract): Promise<void> {
  const expected = contractTree().objects.flatMap(({ path }) => (/^\/names\/(.*)/.exec(path) ?? []).slice(1));
  await onFilled(open, async (storage) => {
    const { children } = await groupAt(storage, "/names");
    expectEqual([...children.keys()].sort(), expected.sort(), "names");
    const paths = await storage.pathOf([...children.values()].map((child) => ("hard" in child ? child.hard : "")));
    expectEqual([...paths].sort(), expected.map((name) => `/names/${name}`).sort(), "paths");
  });
}

async function rejectsSelections(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/grid");
    for (const selection of [[5], [0, 0, 0], [{ indices: [9] }], [{ mask: [true] }]] satisfies Selection[])
      await expectError(() => array.read(selection), ["invalid"], `read(${JSON.stringify(selection)})`);
  });
}

async function selectsOthers(open: OpenContract, names: readonly string[]): Promise<void> {
  await onFilled(open, async (storage) => {
    for (const name of names) {
      const value = otherSamples().get(name) as NdArray;
      const { array } = await datasetAt(storage, `/others/${name}`);
      for (const selection of [[1], [{ start: 1, stop: 2 }], [{ indices: [1, 0, 1] }]] satisfies Selection[]) {
        const what = `/others/${name}, read(${JSON.stringify(selection)})`;
        expectArray(await withPaths(storage, await array.read(selection)), selectFrom(value, selection), what);
      }
    }
  });
}

async function readsAtOnce(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/grid");
    const rows = await Promise.all([4, 0, 2, 4, 1, 3].map(async (row) => [row, await array.read([row])] as const));
    for (const [row, read] of rows) expectArray(read, selectFrom(gridValue(), [row]), `row ${row}`);
    const { id } = await storage.resolve("/arrays");
    const nodes = await Promise.all([storage.read([id]), storage.read([id, storage.root]), storage.read([id])]);
    expectEqual(
      nodes.map(([node]) => node?.id),
      [id, id, id],
      "the ids of nodes read at once",
    );
  });
}

async function givesOwnMemory(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/grid");
    ((await array.read()).data as Int32Array).fill(-1);
    expectArray(await array.read(), gridValue(), "a second read");
  });
}

async function readsInto(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/grid");
    const into = new Int32Array(7);
    const { data } = await array.read([3], { into });
    expectTrue(data === into, "read with into: expected the very array that was given");
    expectData("int32", into, selectFrom(gridValue(), [3]).data, "row 3");
    await expectError(() => array.read([], { into }), ["invalid"], "read into an array that is too short");
  });
}

async function streamsBlocks(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/long");
    const all = (await array.read()).data as Float64Array;
    let next = 0;
    for await (const { start, shape, data } of array.blocks({ maxBytes: 512 * 8 })) {
      const [length = 0] = shape;
      expectEqual(start, [next], "the start of the next block");
      expectTrue(length > 0 && length <= 512, `A block of ${length} elements is not within 512`);
      expectData("float64", data, all.slice(next, next + length), `the block at ${next}`);
      next += length;
    }
    expectEqual(next, all.length, "elements in all blocks");
    const grid = await datasetAt(storage, "/arrays/grid");
    const seen = new Int32Array(35);
    for await (const block of grid.array.blocks({ maxBytes: 24 })) mark(seen, block);
    expectTrue(
      seen.every((count) => count === 1),
      `Elements of the grid were seen ${seen.join()} times instead of once`,
    );
  });
}

/** The value of an element of the grid is its place. */
function mark(seen: Int32Array, { start, shape, data }: Block): void {
  expectEqual((data as Int32Array).length, elementCount(shape), `elements of the block at ${start.join()}`);
  for (const value of data as Int32Array) seen[value] = (seen[value] ?? 0) + 1;
}

async function streamsOthers(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    for (const path of ["/others/utf8", "/arrays/scalar", "/arrays/none", "/arrays/empty"]) {
      const { array } = await datasetAt(storage, path);
      let count = 0;
      for await (const block of array.blocks({ maxBytes: 16 })) count += elementCount(block.shape);
      expectEqual(count, elementCount(array.shape), `elements in the blocks of ${path}`);
    }
  });
}

async function handsOverChunks(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/long");
    if (array.encoded === undefined) return;
    expectEqual(
      array.encoded.filters.map((filter) => filter.name),
      ["shuffle", "deflate"],
      "filters of the chunks",
    );
    const chunk = await array.encoded.readChunk([15]);
    expectTrue(chunk !== undefined && chunk.bytes.length > 0, "The last chunk as stored is missing");
    const filled = (await datasetAt(storage, "/arrays/filled")).array.encoded;
    expectEqual(await filled?.readChunk([2]), undefined, "a chunk that was never written");
  });
}

async function readsSpecifications(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const found = [...(await storage.specifications())].sort((a, b) => (a.version < b.version ? -1 : 1));
    const plain = (all: typeof found): unknown => all.map((one) => ({ ...one, sources: [...one.sources].sort() }));
    expectEqual(plain(found), plain([...contractTree().specifications]), "specifications");
  });
}

function unknownId(storage: Storage): number | string {
  return typeof storage.root === "number" ? 2 ** 45 + 8 : "/no/such/object";
}

async function rejectsUnknownIds(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const id = unknownId(storage);
    const { message } = await expectError(() => storage.read([storage.root, id]), ["not-found"], "read of no object");
    const hex = typeof id === "number" ? id.toString(16) : `${id}`;
    expectTrue(message.includes(`${id}`) || message.includes(hex), `The message does not name the id: ${message}`);
    expectEqual((await storage.pathOf([id]))[0], undefined, "the path of no object");
    const told: unknown[] = [];
    const found = await storage.read([id, storage.root], { onDamage: (one) => told.push([one.id, one.error.tag]) });
    expectEqual([found.map((node) => node.id), told], [[storage.root], [[id, "not-found"]]], "what is left out");
  });
}

async function rejectsAborted(open: OpenContract): Promise<void> {
  await onFilled(open, async (storage) => {
    const { array } = await datasetAt(storage, "/arrays/long");
    const reason = { because: "the user left" };
    const signal = AbortSignal.abort(reason);
    await expectReason(() => storage.read([storage.root], { signal }), reason, "read");
    await expectReason(() => storage.resolve("/arrays/grid", { signal }), reason, "resolve");
    await expectReason(() => storage.pathOf([storage.root], { signal }), reason, "pathOf");
    await expectReason(() => array.read([], { signal }), reason, "read of an array");
    await expectReason(() => array.blocks({ signal })[Symbol.asyncIterator]().next(), reason, "blocks");
    const controller = new AbortController();
    const later = async (): Promise<void> => {
      for await (const _ of array.blocks({ maxBytes: 2048, signal: controller.signal })) controller.abort(reason);
    };
    await expectReason(later, reason, "blocks, aborted after the first");
  });
}

async function rejectsClosed(open: OpenContract): Promise<void> {
  const storage = await open.filled();
  const { array } = await datasetAt(storage, "/arrays/grid");
  const { id } = await storage.resolve("/links");
  await storage.close();
  await storage.close();
  await expectError(() => storage.read([storage.root]), ["closed"], "read");
  await expectError(() => storage.resolve("/arrays"), ["closed"], "resolve");
  await expectError(() => storage.follow(id, "soft"), ["closed"], "follow");
  await expectError(() => storage.pathOf([id]), ["closed"], "pathOf");
  await expectError(() => storage.specifications(), ["closed"], "specifications");
  await expectError(() => array.read(), ["closed"], "read of an array");
  await expectError(() => array.blocks()[Symbol.asyncIterator]().next(), ["closed"], "blocks");
}
