import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const python = join(root, ".venv-b/bin/python");
const command = join(root, "packages/cli/dist/main.js");
const fixtures = join(root, "../shared/fixtures");
const example = join(root, "examples/convert/example.nwb");

interface Judgement {
  readonly differences: readonly { readonly path: string; readonly kind: string }[];
  readonly allowed: readonly { readonly path: string; readonly name: string }[];
}

interface Opened {
  readonly error?: string;
  readonly objects: readonly unknown[];
  readonly data: Readonly<Record<string, unknown>>;
}

interface Case {
  readonly name: string;
  readonly hdf5: string;
  readonly nwb: boolean;
}

function filesUnder(folder: string, extension: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries
    .filter((entry) => entry.endsWith(extension))
    .sort()
    .map((entry) => join(folder, entry));
}

const shared: readonly Case[] = [
  ...filesUnder(join(fixtures, "nwb"), ".nwb").map((hdf5) => ({ hdf5, nwb: true })),
  ...filesUnder(join(fixtures, "hdmf"), ".h5").map((hdf5) => ({ hdf5, nwb: false })),
].map((found) => ({ name: relative(fixtures, found.hdf5), ...found }));
const ready = existsSync(python) && existsSync(command);
const folder = join(tmpdir(), `hdmf-conversion-${process.pid}`);
const cases: readonly Case[] = [
  { name: "examples/convert/example.nwb", hdf5: example, nwb: true },
  { name: "odd.h5", hdf5: join(folder, "odd.h5"), nwb: false },
  ...shared,
];

/** What a Python script of this folder answers, a JSON line for each input: one process for them all. */
function ask<T>(script: string, args: readonly string[], input = ""): readonly T[] {
  const run = spawnSync(python, [join(root, "conformance", script), ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 28,
  });
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  if (lines.length === 0) throw new Error(run.stderr);
  return lines.map((line) => JSON.parse(line));
}

if (shared.length === 0) test.skip("the files of ../shared/fixtures convert to Zarr (they are not here)", () => {});

describe.skipIf(!ready)("hdmf convert to Zarr v3", () => {
  const runs = new Map<string, { readonly status: number | null; readonly stderr: string; readonly stdout: string }>();
  const judged = new Map<string, Judgement>();
  const opened = new Map<string, { readonly hdf5: Opened; readonly store: Opened }>();
  const storeOf = (index: number): string => join(folder, `${index}.zarr`);

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    spawnSync(python, [join(root, "conformance/make_odd.py"), folder]);
    cases.forEach(({ name, hdf5 }, index) => {
      const run = spawnSync(process.execPath, [command, "convert", hdf5, storeOf(index)], { encoding: "utf8" });
      runs.set(name, { status: run.status, stderr: run.stderr, stdout: run.stdout });
    });
    const made = cases
      .map((item, index) => ({ ...item, store: storeOf(index) }))
      .filter(({ store }) => existsSync(store));
    if (made.length === 0) return;
    const pairs = made.map(({ hdf5, store }) => JSON.stringify([hdf5, store])).join("\n");
    ask<Judgement>("compare_zarr.py", ["--batch"], pairs).forEach((answer, index) => {
      judged.set(made[index]!.name, answer);
    });
    const nwb = made.filter((item) => item.nwb);
    const answers = ask<Opened>("open_with_pynwb.py", [...nwb.map((x) => x.hdf5), ...nwb.map((x) => x.store)]);
    nwb.forEach(({ name }, index) => {
      opened.set(name, { hdf5: answers[index]!, store: answers[nwb.length + index]! });
    });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases)("$name: exit 0 and a store", ({ name }) => {
    expect(runs.get(name)).toMatchObject({ status: 0 });
  });

  test.each(cases)("$name: the store holds what h5py and hdmf read from the file", ({ name }) => {
    expect(judged.get(name)?.differences).toEqual([]);
  });

  test.each(cases.filter(({ nwb }) => nwb))("$name: pynwb reads the same objects and data", ({ name }) => {
    const both = opened.get(name);
    expect(both?.hdf5.error).toBeUndefined();
    expect(both?.store.error).toBeUndefined();
    expect(both?.store.objects).toEqual(both?.hdf5.objects);
    expect(both?.store.data).toEqual(both?.hdf5.data);
  });
});
