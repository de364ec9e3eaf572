import { readFileSync } from "node:fs";
import { type AxisSelection, dataEquals, elementCount, selectFrom } from "@hdmf-ts/array";
import { fileSource, memorySource } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { openDatasets } from "./datasets-truth.ts";
import { differences, dumpTolerantly, type Tree } from "./library-suite.ts";

const folder = "conformance/fixtures/elsewhere";
const truth: { readonly [file: string]: Tree } = JSON.parse(readFileSync(`${folder}/elsewhere.json`, "utf8"));
const outside = "below/nested.h5";

/** All of a folder, whatever leads there; notes what is asked for. */
function anything(asked: string[] = []) {
  return async (source: string, from: string | undefined) => {
    asked.push(source);
    const path = from?.includes("/below/") ? new URL(source, `file:///below/`).pathname.slice(1) : source;
    return fileSource(`${folder}/${path}`);
  };
}

async function open(name: string, options?: Parameters<typeof openDatasets>[1]) {
  const { datasets, close } = await openDatasets(`${folder}/${name}`, options);
  return { at: (path: string) => datasets.get(path)!, datasets, close };
}

describe("elements in other files are those that h5py finds", () => {
  test.each(Object.keys(truth).filter((name) => name !== outside))("%s", async (name) => {
    const first = name.replace(/%0?(\d*)d/, (_, digits) => "0".padStart(Number(digits), "0"));
    const found = await dumpTolerantly(() => openHdf5File(`${folder}/${first}`));
    expect(Object.fromEntries(differences(truth[name] as Tree, found))).toEqual({});
  });

  test("a file in a folder below, with a resolver that goes up again", async () => {
    const found = await dumpTolerantly(() => openHdf5File(`${folder}/${outside}`, { resolver: anything() }));
    expect(Object.fromEntries(differences(truth[outside] as Tree, found))).toEqual({});
  });
});

describe("a selection is read as it is taken from the whole", () => {
  const step = (length: number, random: () => number): AxisSelection => {
    const kind = Math.floor(random() * 4);
    if (kind === 0) return null;
    if (kind === 1) return Math.floor(random() * length);
    if (kind === 2) return { start: Math.floor(random() * length), step: 1 + Math.floor(random() * 3) };
    return { indices: Array.from({ length: 5 }, () => Math.floor(random() * length)) };
  };

  test.each(["virtual-v110.h5", "virtual-latest.h5", "external.h5"])("%s", async (name) => {
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 48_271) >>> 0) % 0x7fff_ffff;
      return seed / 0x7fff_ffff;
    };
    const { datasets, close } = await open(name);
    let compared = 0;
    for (const [path, dataset] of datasets) {
      if (path === "missing" && name === "external.h5") continue;
      const whole = await dataset.read();
      const shape = dataset.shape as readonly number[];
      if (elementCount(shape) === 0) continue;
      for (let round = 0; round < 8; round++) {
        const selection = shape.map((length) => step(length, random));
        const [found, expected] = [await dataset.read(selection), selectFrom(whole, selection)];
        expect(found.shape).toEqual(expected.shape);
        expect(dataEquals(whole.dtype, found.data, expected.data), `${path}: ${JSON.stringify(selection)}`).toBe(true);
        compared++;
      }
    }
    await close();
    expect(compared).toBeGreaterThan(50);
  });
});

test("only the sources that a selection touches are opened, and once", async () => {
  const asked: string[] = [];
  const { at, close } = await open("virtual-v110.h5", { resolver: anything(asked) });
  const links = at("by links");
  await links.read([0, null]);
  expect(asked).not.toContain("chunks.h5");
  const into = new Int32Array(4);
  expect((await links.read([1, null], { into })).data).toBe(into);
  expect(into).toEqual(Int32Array.of(572, 580, 588, 596));
  await links.read([1, null]);
  expect(asked.filter((name) => name === "chunks.h5")).toEqual(["chunks.h5"]);
  await close();
});

test("what a resolver gave is kept, and closed with the file", async () => {
  let [given, closed] = [0, 0];
  const resolver = async (source: string) => {
    const found = await fileSource(`${folder}/${source}`);
    given++;
    const close = async (): Promise<void> => {
      closed++;
      await found.close?.();
    };
    return { ...found, close };
  };
  const { at, close } = await open("virtual-v110.h5", { resolver });
  const before = given;
  await at("whole").read();
  await at("whole").read();
  expect(given - before).toBeLessThanOrEqual(1);
  const reading = expect(at("packed").read()).rejects.toMatchObject({ tag: "closed" });
  await close();
  await reading;
  await expect(at("whole").read()).rejects.toMatchObject({ tag: "closed" });
  expect(closed).toBe(given);
});

test("more numbered sources than are kept open are read", async () => {
  const block = new Uint8Array(readFileSync(`${folder}/block-1.h5`));
  let open = 0;
  const resolver = async (source: string) => {
    if (Number(/block-(\d+)/.exec(source)?.[1] ?? 200) >= 200) throw hdmfError("not-found", source);
    open++;
    return { ...memorySource(block), close: async () => void open-- };
  };
  const { datasets, close } = await openDatasets(`${folder}/virtual-latest.h5`, { resolver });
  const blocks = datasets.get("blocks")!;
  expect(blocks.shape).toEqual([600, 3]);
  const { data } = await blocks.read([{ start: 1, step: 3 }, 0]);
  expect(data).toEqual(new Int32Array(200).fill(10));
  expect(open).toBeLessThanOrEqual(64);
  await close();
  expect(open).toBe(0);
});

test("a dataset that is longer than when it was asked for says so", async () => {
  let allowed = false;
  const resolver = async (source: string) => {
    if (!allowed) throw hdmfError("denied", "not yet");
    return fileSource(`${folder}/${source}`);
  };
  const { at, close } = await open("virtual-v110.h5", { resolver });
  expect(at("blocks").shape).toEqual([1, 3]);
  await expect(at("blocks").read()).rejects.toMatchObject({ tag: "denied", message: "not yet" });
  allowed = true;
  await expect(at("blocks").read()).rejects.toMatchObject({ tag: "changed", hint: expect.anything() });
  await close();
});

test("an abort rejects with its reason, and others read on", async () => {
  let begin: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const resolver = async (source: string) => {
    if (source === "chunks.h5") await gate;
    return fileSource(`${folder}/${source}`);
  };
  const { at, close } = await open("virtual-v110.h5", { resolver });
  const stop = new AbortController();
  const [first, second] = [at("unwritten").read(undefined, { signal: stop.signal }), at("unwritten").read()];
  stop.abort("enough");
  await expect(first).rejects.toBe("enough");
  begin?.();
  expect((await second).data).toEqual(new Int32Array(12).fill(9));
  await close();
});

describe("without a folder nothing else is opened", () => {
  const bytes = readFileSync(`${folder}/virtual-v110.h5`);
  test.each([
    ["memory", new Uint8Array(bytes)],
    ["a File, whatever its name says", new File([bytes], `${process.cwd()}/${folder}/virtual-v110.h5`)],
  ])("%s", async (_, input) => {
    const { datasets, close } = await openDatasets(input);
    await expect(datasets.get("whole")!.read()).rejects.toMatchObject({ tag: "denied", hint: expect.anything() });
    // Where its sources cannot be looked at, a dataset that grows is as long as it was when it was made, and cannot be read.
    expect(datasets.get("grows")!.shape).toEqual([0, 4]);
    await expect(datasets.get("grows")!.read()).rejects.toMatchObject({ tag: "denied" });
    await close();
  });
});

describe("what cannot be", () => {
  test.each([
    ["itself", "malformed", "source of its own"],
    ["one of two", "malformed", "source of its own"],
    ["grows", "malformed", "source of its own"],
    ["level 0", "limit", "too many sources"],
    ["points behind the end", "malformed", "axis of 3"],
    ["text of another length", "unsupported", "another type"],
    ["numbers of text", "unsupported", "another type"],
    ["circle of links", "limit", "circle"],
    ["outside", "denied", "outside of the folder"],
  ])("%s is an error when it is read", async (path, tag, message) => {
    const { at, close } = await open("loops.h5");
    await expect(at(path).read()).rejects.toMatchObject({ tag, message: expect.stringContaining(message) });
    await close();
  });

  test("a raw file that is not there", async () => {
    const { at, close } = await open("external.h5");
    await expect(at("missing").read()).rejects.toMatchObject({ tag: "not-found", source: "raw-none.bin" });
    await close();
  });
});
