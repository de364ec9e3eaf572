import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, example, type Fixture, type Opened, python, root, shared } from "./peers.ts";

const command = join(root, "packages/cli/dist/main.js");

interface Judgement {
  readonly differences: readonly { readonly path: string; readonly kind: string }[];
  readonly allowed: readonly { readonly path: string; readonly name: string }[];
}

const ready = existsSync(python("b")) && existsSync(command);
const folder = join(tmpdir(), `hdmf-conversion-${process.pid}`);
const cases: readonly Fixture[] = [example, { name: "odd.h5", hdf5: join(folder, "odd.h5"), nwb: false }, ...shared];

if (shared.length === 0) test.skip("the files of ../shared/fixtures convert to Zarr (they are not here)", () => {});

describe.skipIf(!ready)("hdmf convert to Zarr v3", () => {
  const runs = new Map<string, { readonly status: number | null; readonly stderr: string; readonly stdout: string }>();
  const judged = new Map<string, Judgement>();
  const opened = new Map<string, { readonly hdf5: Opened; readonly store: Opened }>();
  const storeOf = (index: number): string => join(folder, `${index}.zarr`);

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    spawnSync(python("b"), [join(root, "conformance/make_odd.py"), folder]);
    cases.forEach(({ name, hdf5 }, index) => {
      const run = spawnSync(process.execPath, [command, "convert", hdf5, storeOf(index)], { encoding: "utf8" });
      runs.set(name, { status: run.status, stderr: run.stderr, stdout: run.stdout });
    });
    const made = cases
      .map((item, index) => ({ ...item, store: storeOf(index) }))
      .filter(({ store }) => existsSync(store));
    if (made.length === 0) return;
    const pairs = made.map(({ hdf5, store }) => JSON.stringify([hdf5, store])).join("\n");
    ask<Judgement>(python("b"), "compare_zarr.py", ["--batch"], pairs).forEach((answer, index) => {
      judged.set(made[index]!.name, answer);
    });
    const nwb = made.filter((item) => item.nwb);
    const answers = ask<Opened>(python("b"), "open_with_pynwb.py", [
      ...nwb.map((x) => x.hdf5),
      ...nwb.map((x) => x.store),
    ]);
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
