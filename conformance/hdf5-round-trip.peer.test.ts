import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, runCommand } from "../packages/cli/test/run-command.ts";
import { ask, compareHdf5, differencesOf, example, type Fixture, type Opened, python, root, shared } from "./peers.ts";

const folder = mkdtempSync(join(tmpdir(), "hdmf-round-trip-"));
const cases: readonly Fixture[] = [example, { name: "odd.h5", hdf5: join(folder, "odd.h5"), nwb: false }, ...shared];
/** What external links of the fixtures lead to: a link is made again only where it leads to the same from the new file. */
const linked = ["a.nwb", "main.nwb", "other.h5"];

/**
 * The differences that a store without `hdmf-ts.json` makes (design, decision 4), as `diff` names them. Chunks follow the layout: what was in one
 * piece is cut by Zarr, and what is small, with nothing to say that it was in chunks, is put in one piece.
 */
const withoutRecords = [
  "attribute-dtype",
  "chunks",
  "dead-link",
  "external-link",
  "filters",
  "hard-link",
  "layout",
  "max-shape",
  "text-encoding",
  "text-width",
];

interface Step {
  readonly outcome: Outcome;
  readonly path: string;
}

/** A file in a folder of its own, with what it links to beside it. */
function placeFor(index: number, step: string, { hdf5 }: Fixture): string {
  const place = join(folder, `${index}-${step}`);
  mkdirSync(place);
  for (const name of linked) {
    const source = join(dirname(hdf5), name);
    if (name !== basename(hdf5) && existsSync(source)) copyFileSync(source, join(place, name));
  }
  return join(place, basename(hdf5));
}

async function convert(input: string, path: string): Promise<Step> {
  return { path, outcome: await runCommand(["convert", input, path]) };
}

describe.skipIf(!existsSync(python("a")) || !existsSync(python("b")))("HDF5 written by hdmf convert", () => {
  const stores = new Map<string, Step>();
  const back = new Map<string, Step>();
  const plain = new Map<string, Step>();
  const repacked = new Map<string, Step>();
  const judged = new Map<string, readonly string[]>();
  const opened = new Map<string, Opened>();

  beforeAll(async () => {
    spawnSync(python("b"), [join(root, "conformance/make_odd.py"), folder]);
    for (const [index, one] of cases.entries()) {
      const { name, hdf5 } = one;
      repacked.set(name, { ...(await convert(hdf5, placeFor(index, "repacked", one))) });
      stores.set(name, await convert(hdf5, join(folder, `${index}.zarr`)));
      back.set(name, await convert(join(folder, `${index}.zarr`), placeFor(index, "back", one)));
      rmSync(join(folder, `${index}.zarr/hdmf-ts.json`), { force: true });
      plain.set(name, await convert(join(folder, `${index}.zarr`), placeFor(index, "plain", one)));
    }
    const made = [back, repacked].flatMap((steps) =>
      cases.map(({ name, hdf5 }) => [hdf5, steps.get(name)?.path ?? ""] as const),
    );
    const there = made.filter(([, path]) => existsSync(path));
    for (const [index, answer] of compareHdf5(there).entries())
      judged.set(there[index]?.[1] ?? "", differencesOf(answer));
    const nwb = cases
      .filter((one) => one.nwb)
      .flatMap(({ name, hdf5 }) => [hdf5, back.get(name)?.path ?? "", plain.get(name)?.path ?? ""]);
    for (const [index, answer] of ask<Opened>(python("b"), "open_with_pynwb.py", nwb).entries())
      opened.set(nwb[index] ?? "", answer);
  }, 1_200_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases)("$name, repacked, is equal in everything", ({ name }) => {
    const { outcome, path } = repacked.get(name) as Step;
    expect(outcome).toMatchObject({ code: 0 });
    expect(judged.get(path)).toEqual([]);
  });

  test.each(cases)("$name, by way of Zarr, is equal in everything", ({ name }) => {
    const { outcome, path } = back.get(name) as Step;
    expect(outcome).toMatchObject({ code: 0 });
    expect(judged.get(path)).toEqual([]);
  });

  test.each(cases.filter(({ nwb }) => nwb))("$name: pynwb reads the same objects and data", ({ name, hdf5 }) => {
    const original = opened.get(hdf5);
    expect(original?.error).toBeUndefined();
    for (const steps of [back, plain]) {
      const found = opened.get(steps.get(name)?.path ?? "");
      expect(found?.error).toBeUndefined();
      expect(found?.objects).toEqual(original?.objects);
      expect(found?.data).toEqual(original?.data);
    }
  });

  test("by way of Zarr without hdmf-ts.json, the files of others differ in what has a name for that", async () => {
    const kinds = new Set<string>();
    for (const { name, hdf5 } of cases.filter((one) => one.nwb || shared.includes(one))) {
      const { outcome, path } = plain.get(name) as Step;
      expect(outcome, name).toMatchObject({ code: 0 });
      const { out } = await runCommand(["diff", hdf5, path, "--json"]);
      const { differences } = JSON.parse(out) as { differences: { path: string; kind: string }[] };
      const layouts = new Set(differences.filter(({ kind }) => kind === "layout").map((one) => one.path));
      expect(
        differences.filter((one) => one.kind === "chunks" && !layouts.has(one.path)),
        name,
      ).toEqual([]);
      for (const { kind } of differences) kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual(withoutRecords);
  });

  // Below 16 KB the least that a file needs is most of it.
  const large = cases.filter(({ hdf5 }) => existsSync(hdf5) && statSync(hdf5).size > 16_384);
  test.each(large)("$name, repacked, is no larger than 1.05 times what h5py made of it", ({ name, hdf5 }) => {
    expect(statSync(repacked.get(name)?.path ?? "").size / statSync(hdf5).size).toBeLessThan(1.05);
  });
});
