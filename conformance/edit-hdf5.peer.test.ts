import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { NdArray, NodeId } from "../packages/array/src/index.ts";
import { editHdf5 } from "../packages/backend-hdf5/src/index.ts";
import { copyTree, type Edit, type EditableStorage } from "../packages/storage/src/index.ts";
import { ask, compareHdf5, differencesOf, example, type Opened, python, shared } from "./peers.ts";

const folder = mkdtempSync(join(tmpdir(), "edit-hdf5-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (value: string): NdArray => ({ dtype: "utf8", shape: [], data: [value] });
const bytes = (...values: number[]): NdArray => ({
  dtype: "uint8",
  shape: [values.length],
  data: Uint8Array.from(values),
});
const references = (...ids: NodeId[]): NdArray => ({
  dtype: "reference",
  shape: [ids.length],
  data: { ids: Float64Array.from(ids as number[]) },
});

/** What a change gets: the storage, and the id of what is at a path. */
type Change = (edit: Edit, at: (path: string) => Promise<NodeId>, storage: EditableStorage) => Promise<unknown>;

interface Case {
  readonly name: string;
  /** One for each commit. */
  readonly changes: readonly Change[];
  /** What h5py makes of the file `f`, as JSON, and what that must be. */
  readonly python: string;
  readonly truth: unknown;
  /** All that the judge finds changed. */
  readonly differences: readonly string[];
  /** What is added is nothing that NWB has a type for, so pynwb is not asked. */
  readonly foreign?: true;
}

const appendNote: (minute: number, note: string) => Change = (minute, note) => async (edit, at) => {
  await edit.append(await at("/scratch/notes/id"), 0, {
    dtype: "int64",
    shape: [1],
    data: BigInt64Array.of(BigInt(minute)),
  });
  await edit.append(await at("/scratch/notes/minute"), 0, bytes(minute));
  await edit.append(await at("/scratch/notes/note"), 0, { dtype: "utf8", shape: [1], data: [note] });
};

/** A time series as pynwb makes it. */
async function addSeries(edit: Edit, parent: NodeId, name: string, data: NdArray): Promise<NodeId> {
  const series = await edit.createGroup(parent, name);
  const attributes = {
    namespace: "core",
    neurodata_type: "TimeSeries",
    object_id: "5f0f1a8e-0000-4000-8000-0000000000ff",
    description: "added",
    comments: "none",
  };
  for (const [key, value] of Object.entries(attributes)) await edit.setAttribute(series, key, text(value));
  const { dtype, shape } = data;
  const values = await edit.createDataset(series, "data", { dtype, shape, maxShape: [null], chunks: [16] });
  await edit.write(values, [], data.data);
  for (const [key, value] of Object.entries({ conversion: 1, offset: 0, resolution: -1 }))
    await edit.setAttribute(values, key, { dtype: "float64", shape: [], data: Float64Array.of(value) });
  await edit.setAttribute(values, "unit", text("V"));
  const start = await edit.createDataset(series, "starting_time", { dtype: "float64", shape: [] });
  await edit.write(start, [], Float64Array.of(0.5));
  await edit.setAttribute(start, "rate", { dtype: "float64", shape: [], data: Float64Array.of(100) });
  await edit.setAttribute(start, "unit", text("seconds"));
  return series;
}

const cases: readonly Case[] = [
  {
    name: "replaces a text and an attribute",
    changes: [
      async (edit, at) => {
        await edit.write(await at("/general/subject/species"), [], ["Rattus norvegicus"]);
        await edit.setAttribute(await at("/acquisition/raw"), "description", text("seen again"));
      },
    ],
    python: '[f["general/subject/species"][()].decode(), f["acquisition/raw"].attrs["description"]]',
    truth: ["Rattus norvegicus", "seen again"],
    differences: ["attribute-value /acquisition/raw@description", "value /general/subject/species"],
  },
  {
    name: "appends rows to a table of three columns, in two commits",
    changes: [appendNote(30, "thirty"), appendNote(40, "vierzig")],
    python:
      '[list(map(int, f["scratch/notes/minute"][3:])), [n.decode() for n in f["scratch/notes/note"][3:]], len(f["scratch/notes/id"])]',
    truth: [[30, 40], ["thirty", "vierzig"], 5],
    differences: ["space /scratch/notes/id", "space /scratch/notes/minute", "space /scratch/notes/note"],
  },
  {
    name: "deletes a group with what is in it",
    changes: [async (edit, at) => edit.remove(await at("/scratch"), "notes")],
    python: 'list(f["scratch"])',
    truth: [],
    differences: [
      "missing-object /scratch/notes",
      "missing-object /scratch/notes/id",
      "missing-object /scratch/notes/minute",
      "missing-object /scratch/notes/note",
      "names /scratch",
    ],
  },
  {
    name: "moves a group; references to it lead to its new place",
    changes: [
      async (edit, at) => edit.move(await at("/processing/behavior"), "speed", await at("/acquisition"), "running"),
    ],
    python: '[f[r["timeseries"]].name for r in f["intervals/trials/timeseries"][:2]]',
    truth: ["/acquisition/running", "/acquisition/running"],
    differences: [
      "extra-link /acquisition/running/timestamps",
      "extra-object /acquisition/running",
      "extra-object /acquisition/running/data",
      "missing-link /processing/behavior/speed/timestamps",
      "missing-object /processing/behavior/speed",
      "missing-object /processing/behavior/speed/data",
      "names /acquisition",
      "names /processing/behavior",
      "value /intervals/epochs/timeseries",
      "value /intervals/trials/timeseries",
    ],
  },
  {
    name: "adds a series in one commit, more samples in the next",
    changes: [
      async (edit, at) => addSeries(edit, await at("/acquisition"), "added", bytes(1, 2, 3)),
      async (edit, at) => edit.append(await at("/acquisition/added/data"), 0, bytes(...Array(20).keys())),
    ],
    python: 'list(map(int, f["acquisition/added/data"][:5])) + list(f["acquisition/added/data"].shape)',
    truth: [1, 2, 3, 0, 1, 23],
    differences: [
      "extra-object /acquisition/added",
      "extra-object /acquisition/added/data",
      "extra-object /acquisition/added/starting_time",
      "names /acquisition",
    ],
  },
  {
    name: "adds references and links to what is there and to what is new",
    foreign: true,
    changes: [
      async (edit, at) => {
        const made = await edit.createGroup(await at("/scratch"), "made");
        const list = references(await at("/units/quality"), made, await at("/acquisition/lick/data"));
        const { dtype, shape, data } = list;
        await edit.write(await edit.createDataset(made, "list", { dtype, shape }), [], data);
        await edit.setAttribute(made, "to", references(await at("/acquisition")));
        await edit.link(made, "hard", { hard: await at("/units/quality") });
        await edit.link(made, "itself", { hard: made });
        await edit.link(made, "soft", { soft: "/units/id" });
      },
    ],
    python:
      '[[f[r].name for r in f["scratch/made/list"]], f[f["scratch/made"].attrs["to"][0]].name, f["scratch/made/hard"] == f["units/quality"], f["scratch/made/soft"].name, f["scratch/made/itself"] == f["scratch/made"]]',
    truth: [
      ["/scratch/made/hard", "/scratch/made", "/acquisition/lick/data"],
      "/acquisition",
      true,
      "/scratch/made/soft",
      true,
    ],
    differences: [
      "extra-link /scratch/made/itself",
      "extra-link /scratch/made/soft",
      "extra-link /units/quality",
      "extra-object /scratch/made",
      "extra-object /scratch/made/hard",
      "extra-object /scratch/made/list",
      "missing-object /units/quality",
      "names /scratch",
    ],
  },
  {
    name: "copies a table, whose references to its own parts lead to the copies, and a dataset alone",
    changes: [
      async (edit, at, storage) => {
        const parent = await at("/scratch");
        for (const [path, name] of [
          ["/units", "copy"],
          ["/acquisition/lick/data", "lick"],
        ] as const)
          await copyTree(storage, edit, { from: await at(path), to: { parent, name }, within: true });
      },
    ],
    foreign: true,
    python: `[
      f[f["scratch/copy/electrodes_index"].attrs["target"]].name,
      f[f["scratch/copy/electrodes"].attrs["table"]].name,
      sorted({f[r].name for r in f["scratch/copy/electrode_group"][:]}),
      [f[r] == f[s] for r, s in zip(f["scratch/copy/electrode_group"][:], f["units/electrode_group"][:])],
      all(bool((f["scratch/copy"][n][()] == f["units"][n][()]).all()) for n in f["units"] if n != "electrode_group"),
      [dict(f["scratch/copy"].attrs)["neurodata_type"], list(f["scratch/copy"].attrs["colnames"]) == list(f["units"].attrs["colnames"])],
      bool((f["scratch/lick"][:] == f["acquisition/lick/data"][:]).all()),
    ]`,
    truth: [
      "/scratch/copy/electrodes",
      "/general/extracellular_ephys/electrodes",
      ["/general/extracellular_ephys/shank0", "/general/extracellular_ephys/shank1"],
      [true, true, true, true, true],
      true,
      ["Units", true],
      true,
    ],
    differences: [
      ...["", "/electrode_group", "/electrodes", "/electrodes_index", "/id", "/obs_intervals", "/obs_intervals_index"],
      ...["/quality", "/spike_times", "/spike_times_index", "/waveform_mean"],
    ]
      .map((name) => `extra-object /scratch/copy${name}`)
      .concat("extra-object /scratch/lick", "names /scratch"),
  },
  {
    name: "adds times of numpy, and appends to them later",
    foreign: true,
    changes: [
      async (edit, at) => {
        const wishes = { dtype: { datetime64: "ns" }, shape: [2], maxShape: [null] } as const;
        await edit.write(await edit.createDataset(await at("/scratch"), "times", wishes), [], BigInt64Array.of(1n, 2n));
      },
      async (edit, at) =>
        edit.append(await at("/scratch/times"), 0, {
          dtype: { datetime64: "ns" },
          shape: [1],
          data: BigInt64Array.of(3n),
        }),
    ],
    python: '[str(f["scratch/times"].dtype), list(map(int, f["scratch/times"][:].view("i8")))]',
    truth: ["datetime64[ns]", [1, 2, 3]],
    differences: ["extra-object /scratch/times", "names /scratch"],
  },
  {
    name: "caches specifications beside those that are there",
    foreign: true,
    changes: [
      async (edit) =>
        edit.cacheSpecifications([
          { name: "core", version: "2.11.0", sources: new Map([["namespace", "{}"]]) },
          { name: "core", version: "9.9.9", sources: new Map([["namespace", '{"later":1}']]) },
        ]),
    ],
    python:
      '[sorted(f["specifications/core"]), f["specifications/core/9.9.9/namespace"][()].decode(), len(f["specifications/core/2.11.0/namespace"][()]) > 100]',
    truth: [["2.11.0", "9.9.9"], '{"later":1}', true],
    differences: [
      "extra-object /specifications/core/9.9.9",
      "extra-object /specifications/core/9.9.9/namespace",
      "names /specifications/core",
    ],
  },
];

async function change(storage: EditableStorage, changes: readonly Change[]): Promise<void> {
  for (const one of changes) {
    const edit = storage.edit();
    await one(edit, async (path) => (await storage.resolve(path)).id, storage);
    await edit.commit();
  }
}

const judges = existsSync(python("a")) && existsSync(python("b"));

describe.skipIf(!judges)("a file of pynwb that is edited in its place", () => {
  test.each(cases)("$name", async ({ changes, python: expression, truth, differences, foreign }) => {
    const path = join(folder, `${cases.findIndex((one) => one.truth === truth)}.nwb`);
    copyFileSync(example.hdf5, path);
    const storage = await editHdf5(path, { durable: true });
    await change(storage, changes);
    await storage.close();
    const script = `import h5py, json, sys\nf = h5py.File(sys.argv[1])\nprint(json.dumps(${expression}))`;
    expect(JSON.parse(execFileSync(python("a"), ["-c", script, path], { encoding: "utf8" }))).toEqual(truth);
    const [compared] = compareHdf5([[example.hdf5, path]]);
    expect(compared && [...differencesOf(compared)].sort()).toEqual([...differences].sort());
    if (foreign) return;
    const [opened] = ask<Opened>(python("b"), "open_with_pynwb.py", [path]);
    expect(opened?.error).toBeUndefined();
  });
});

describe.skipIf(!judges || shared.length === 0)("files of NWB and HDMF of many versions and writers", () => {
  test("have what was added to them, and all else as it was", async () => {
    const pairs: [string, string][] = [];
    for (const [index, { hdf5 }] of shared.entries()) {
      const path = join(folder, `shared-${index}.h5`);
      copyFileSync(hdf5, path);
      const storage = await editHdf5(path);
      const edit = storage.edit();
      await edit.setAttribute(edit.root, "note of the edit", text("seen"));
      const made = await edit.createGroup(edit.root, "made by the edit");
      const { dtype, shape, data } = references(edit.root, made);
      await edit.write(await edit.createDataset(made, "to", { dtype, shape }), [], data);
      await edit.commit();
      await storage.close();
      pairs.push([hdf5, path]);
    }
    const expected = [
      "extra-attribute /@note of the edit",
      "extra-object /made by the edit",
      "extra-object /made by the edit/to",
      "names /",
    ];
    const found = compareHdf5(pairs).map((one, index) => [shared[index]?.name, [...differencesOf(one)].sort()]);
    expect(found).toEqual(shared.map(({ name }) => [name, expected]));
  });
});
