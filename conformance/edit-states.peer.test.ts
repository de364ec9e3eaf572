import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHdf5File } from "../packages/hdf5/src/index.ts";
import { type EditCase, fixedCase, randomCase } from "../packages/hdf5/test/editor/edit-case.ts";
import type { EditStep } from "../packages/hdf5/test/editor/edit-steps.ts";
import { fixtures, python, root } from "./peers.ts";

// The long forms: HDMF_EDITS=20 is 1,000 sequences and more.
const turns = Number(process.env.HDMF_EDITS ?? 1);
const firstSeed = Number(process.env.HDMF_EDITS_SEED ?? 1);
const files = ["old-root", "old", "earliest", "v108", "v110", "v112", "v114", "latest", "userblock", "ours"];
const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => firstSeed + index);

/** What h5py crashes on: lists of region references, and more memory than there is; and one with 2^61 elements, too many for random edits. */
const notJudged = ["h5repack_attr_refs.h5", "tbigdims.h5", "h5repack_layouto.h5"];
/** Test files of the HDF5 library that h5py reads in full, but for the largest ones. */
const suite = join(fixtures, "hdf5/library-suite");
const suiteList = join(fixtures, "hdf5/library-suite.json");
const suiteFiles = existsSync(suiteList)
  ? Object.entries<{ readonly h5py: string }>(JSON.parse(readFileSync(suiteList, "utf8")))
      .filter(([name, { h5py }]) => h5py === "reads all" && statSync(join(suite, name)).size <= 2 ** 18)
      .filter(([name]) => !notJudged.includes(name))
      .map(([name]) => name)
      .sort()
  : [];

/** What is said of those that are not edited (docs/editing.md). */
const notEdited = [
  /^\S+: HdmfError: The HDF5 file cannot be edited: it keeps its free space in lists, or its metadata in pages$/,
  /^h5clear_mdc_image\.h5: HdmfError: The HDF5 file cannot be edited: its metadata is in a cache image$/,
  /^\S+: HdmfError: The attributes of the object at \d+ cannot be changed: their order of creation is kept without an index$/,
  /^vds-\S+: HdmfError: \S+: its elements are in other datasets or files \(virtual storage\), and are not written$/,
  /^\S+: HdmfError: \S+: the filter szip \(HDF5 filter 4\) is not implemented$/,
];

interface Answer {
  /** The first of them. */
  readonly wrong: readonly string[];
  readonly count: number;
  readonly states: number;
  /** Why h5py could not make the edits itself. */
  readonly theirs?: string;
}

const folder = mkdtempSync(join(tmpdir(), "edits-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asks the judge; a line for each case. */
async function judge(environment: "a" | "c", cases: readonly EditCase[]): Promise<Answer[]> {
  const child = spawn(python(environment), [join(root, "conformance/judge_edits.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(cases.map((one) => JSON.stringify(one)).join("\n"));
  let text = "";
  for await (const part of child.stdout) text += part;
  const answers = text.trimEnd().split("\n");
  expect(answers).toHaveLength(cases.length);
  return answers.map((line) => JSON.parse(line));
}

/** What is wrong, with the case that shows it. */
async function faults(environment: "a" | "c", cases: readonly EditCase[]): Promise<string[]> {
  const answers = await judge(environment, cases);
  expect(answers.every(({ states }) => states > 0)).toBe(true);
  return answers.flatMap(({ wrong }, index) =>
    wrong.map((one) => `${cases[index]!.file} ${cases[index]!.seed}: ${one}`),
  );
}

const at = (file: string): string => join(folder, `${file}.h5`);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(at(file)));

const numbers = (...data: number[]) => ({ dtype: "int32" as const, shape: [data.length], data });
/** A commit for each barrier there is: growth, counts that go up and down, several objects, room that is used again. */
const scenario: readonly (readonly EditStep[])[] = [
  [["dataset", "/new", numbers(1, 2, 3), {}]],
  [["hard", "/second", "/x"]],
  // The first name, so that other bytes come into the room that the commit before made.
  [["unlink", "/x"]],
  [["append", "/y", { dtype: "int64", shape: [25], data: Array.from({ length: 25 }, (_, index) => index) }]],
  [
    ["set", "/g", "a", "another text"],
    ["set", "/", "b", numbers(1, 2)],
  ],
  [["move", "/second", "/g/x"]],
  [["set", "/g", "c", "a text that is longer than the others"]],
  [["set", "/g", "c", "a text that is longer than the others, again"]],
  [["set", "/g", "c", numbers(5)]],
];

/** A file of our own writer. */
async function makeOurs(path: string): Promise<void> {
  const file = await createHdf5File(path);
  const group = await file.createGroup(file.root, "group");
  await file.setAttribute(group, "unit", { dtype: "utf8", shape: [], data: ["mV"] });
  for (let index = 0; index < 10; index++) await file.createGroup(group, `member ${index}`);
  const ordered = await file.createGroup(file.root, "ordered", { creationOrder: true });
  for (const name of ["z", "a", "m"]) await file.createGroup(ordered, name);
  const grows = { shape: [20, 3], maxShape: [null, 3], chunks: [8, 2], filters: [{ name: "deflate", options: [4] }] };
  const data = await file.createDataset(group, "data", { dtype: "int32", ...grows });
  await file.write(
    data,
    undefined,
    Int32Array.from({ length: 60 }, (_, index) => index),
  );
  const plain = await file.createDataset(ordered, "plain", { dtype: "float64", shape: [100] });
  await file.write(
    plain,
    undefined,
    Float64Array.from({ length: 100 }, (_, index) => index),
  );
  await file.createDataset(file.root, "texts", { dtype: "utf8", shape: [3] });
  const compact = await file.createDataset(file.root, "compact", { dtype: "int16", shape: [5], layout: "compact" });
  await file.write(compact, undefined, Int16Array.of(1, 2, 3, 4, 5));
  await file.link(file.root, "second", { hard: data });
  await file.link(file.root, "outside", { external: { source: "other.h5", path: "/x" } });
  await file.commit();
}

describe.skipIf(!existsSync(python("a")))("edits in place, judged by h5py", () => {
  beforeAll(async () => {
    await makeOurs(at("ours"));
    const run = spawnSync(python("a"), [join(root, "conformance/make_edit_files.py"), folder], { encoding: "utf8" });
    expect(run.stderr).toBe("");
  });

  test.each(files)(
    "%s: random edits give what h5py makes of them, and h5py goes on",
    async (file) => {
      const cases: EditCase[] = [];
      for (const seed of seeds(3 * turns))
        cases.push(await randomCase(at(file), bytesOf(file), seed, { states: "ends", on: 0.2 }));
      expect(await faults("a", cases)).toEqual([]);
    },
    3_600_000,
  );

  test.skipIf(suiteFiles.length === 0)(
    "files of the library's own tests: random edits give what h5py makes of them",
    async () => {
      const refused: string[] = [];
      const cases: EditCase[] = [];
      for (const [index, name] of suiteFiles.entries()) {
        if (turns === 1 && index % 8 !== firstSeed % 8) continue;
        const path = join(suite, name);
        for (const seed of seeds(Math.ceil(turns / 10)))
          try {
            cases.push(await randomCase(path, new Uint8Array(readFileSync(path)), seed, { states: "ends", on: 0.2 }));
          } catch (error) {
            refused.push(`${name}: ${(error as Error).cause ?? error}`);
          }
      }
      expect(refused.filter((line) => !notEdited.some((known) => known.test(line)))).toEqual([]);
      const answers = await judge("a", cases);
      expect(answers.filter(({ theirs }) => theirs === undefined).length).toBeGreaterThan(0.9 * cases.length);
      expect(
        answers.flatMap(({ wrong }, index) =>
          wrong.map((one) => `${cases[index]!.file} ${cases[index]!.seed}: ${one}`),
        ),
      ).toEqual([]);
    },
    3_600_000,
  );

  test.each(["old-root", "old", "v110", "latest"])(
    "%s: a kill after any write leaves the old or the new state",
    async (file) => {
      const cases: EditCase[] = [];
      for (const seed of seeds(2 * turns))
        cases.push(await randomCase(at(file), bytesOf(file), seed, { states: "all", on: 0.05 }));
      expect(await faults("a", cases)).toEqual([]);
    },
    3_600_000,
  );

  test.each(["old-root", "old", "v108", "latest"])(
    "%s: whatever of the writes since the last barrier is lost, the old or the new state is there",
    async (file) => {
      const cases: EditCase[] = [];
      for (const seed of seeds(2 * turns))
        cases.push(await randomCase(at(file), bytesOf(file), seed, { states: "orders" }));
      expect(await faults("a", cases)).toEqual([]);
    },
    3_600_000,
  );

  test("the index of many chunks is changed level by level", async () => {
    const steps: EditStep[][] = [
      [["append", "/deep", { dtype: "uint8", shape: [90], data: new Array<number>(90).fill(3) }]],
      [
        [
          "write",
          "/wide",
          [
            [3, 5],
            [10, 30],
          ],
          { dtype: "uint16", shape: [2, 20], data: new Array<number>(40).fill(9) },
        ],
      ],
      [["resize", "/deep", [1000]]],
      [["resize", "/wide", [40, 70]]],
      [["resize", "/deep", [1005]]],
    ];
    const made = await fixedCase(at("deep"), bytesOf("deep"), steps, { states: "ends", on: 1 });
    expect(await faults("a", [made])).toEqual([]);
  }, 600_000);

  test.each(["old-root", "new-root"])(
    "%s: nothing is wrong with the scenario, and with any one barrier removed something is",
    async (file) => {
      const made = await fixedCase(at(file), bytesOf(file), scenario, { states: "orders" });
      expect(await faults("a", [made])).toEqual([]);
      const without: EditCase[] = [];
      const names: string[] = [];
      for (const [number, commit] of made.commits.entries())
        for (const [index, [kind]] of commit.trace.entries()) {
          if (kind !== "s") continue;
          const trace = commit.trace.filter((_, at) => at !== index);
          without.push({ ...made, commits: made.commits.with(number, { ...commit, trace }) });
          names.push(`commit ${number}, step ${index}`);
        }
      const answers = await judge("a", without);
      expect(names.filter((_, index) => answers[index]!.count === 0)).toEqual([]);
    },
    3_600_000,
  );
});
