import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NdArray } from "@hdmf-ts/array";
import { editableMemory, memorySink } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import { afterAll, describe, expect, test } from "vitest";
import {
  createHdf5File,
  editHdf5File,
  type Hdf5Attribute,
  type Hdf5File,
  type Hdf5FileEdit,
  openHdf5File,
  recoverHdf5File,
} from "../../src/index.ts";
import { dumpHdf5 } from "../../src/testing.ts";
import { pathsOf } from "./edit-steps.ts";
import { tracedMemory } from "./traced-memory.ts";

const text = (value: string): Hdf5Attribute => ({ dtype: "utf8", shape: [], data: [value] });

/** A file with a group, a dataset of each layout, and a second name. */
async function sample(): Promise<Uint8Array> {
  const sink = memorySink();
  const file = await createHdf5File(sink);
  const group = await file.createGroup(file.root, "group");
  await file.setAttribute(group, "unit", text("mV"));
  await file.createGroup(group, "inner");
  const plain = await file.createDataset(file.root, "plain", { dtype: "int32", shape: [400] });
  await file.write(plain, undefined, new Int32Array(400));
  await file.createDataset(file.root, "grows", { dtype: "int16", shape: [3], maxShape: [10], chunks: [4] });
  await file.link(file.root, "second", { hard: plain });
  await file.commit();
  return sink.bytes();
}

const folder = mkdtempSync(join(tmpdir(), "edits-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sampleFile(name: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await sample());
  return path;
}

async function dumpOf(input: string | Uint8Array): Promise<unknown> {
  const file = await openHdf5File(input);
  try {
    return Object.fromEntries(await dumpHdf5(file));
  } finally {
    await file.close();
  }
}

async function tagOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return isHdmfError(error) ? `${error.tag}: ${error.message}` : String(error);
  }
  return "no error";
}

const attributeOf = async (file: Hdf5File, id: number, name: string) =>
  (await file.objects([id]))[0]?.attributes.get(name)?.data;

describe("what cannot be done is refused before anything is written", () => {
  type Ids = (path: string) => number;
  const cases: readonly [what: string, call: (edit: Hdf5FileEdit, id: Ids) => Promise<unknown>, error: RegExp][] = [
    [
      "a soft link to itself",
      (edit) => edit.link(edit.root, "me", { soft: "/me" }),
      /^invalid: \/me cannot be a link to itself/,
    ],
    [
      "a group moved into itself",
      (edit, id) => edit.move(edit.root, "group", id("/group/inner"), "x"),
      /^invalid: \/group cannot be moved into itself/,
    ],
    ["a taken name", (edit) => edit.createGroup(edit.root, "plain"), /^exists: \/plain is there already/],
    ["an impossible name", (edit) => edit.createGroup(edit.root, "a/b"), /^invalid: "a\/b" cannot be the name/],
    ["a name that is not there", (edit) => edit.unlink(edit.root, "none"), /^not-found: \/none does not exist/],
    [
      "an attribute that is not there",
      (edit, id) => edit.removeAttribute(id("/group"), "none"),
      /^not-found: \/group has no attribute "none"/,
    ],
    [
      "resizing a contiguous dataset",
      (edit, id) => edit.resize(id("/plain"), [500]),
      /^invalid: \/(plain|second): a contiguous dataset cannot be resized/,
    ],
    [
      "growing beyond the greatest shape",
      (edit, id) => edit.resize(id("/grows"), [11]),
      /^invalid: \/grows: axis 0 cannot grow to 11/,
    ],
    [
      "appending too much",
      (edit, id) => edit.append(id("/grows"), 0, { dtype: "int16", shape: [9], data: new Int16Array(9) }),
      /^invalid: \/grows: axis 0 cannot grow to 12/,
    ],
    [
      "data of another length",
      (edit, id) => edit.write(id("/plain"), undefined, new Int32Array(3)),
      /^invalid: .*3 elements were given where 400 are wanted/,
    ],
    ["a number that does not fit", (edit, id) => edit.write(id("/grows"), [0], Float64Array.of(70000)), /^invalid: /],
    [
      "elements of a group",
      (edit, id) => edit.write(id("/group"), undefined, new Int32Array(3)),
      /^invalid: \/group is a group and has no elements/,
    ],
    [
      "links of a dataset",
      (edit, id) => edit.createGroup(id("/plain"), "x"),
      /^invalid: \/(plain|second) is a dataset and holds no links/,
    ],
    [
      "an attribute of 64 KB in a header that cannot keep it",
      (edit, id) =>
        edit
          .setAttribute(id("/group"), "long", text("x".repeat(70_000)))
          .then(() =>
            edit.setAttribute(id("/group"), "long", { dtype: "uint8", shape: [70_000], data: new Uint8Array(70_000) }),
          ),
      /^unsupported: The attribute "long" of \/group/,
    ],
    [
      "a reference to nothing",
      (edit, id) =>
        edit.setAttribute(id("/group"), "to", {
          dtype: "reference",
          shape: [],
          data: { ids: Float64Array.of(12) } as never,
        }),
      /^not-found: There is no object header at address 12/,
    ],
    [
      "a text that HDF5 would cut",
      (edit) =>
        edit
          .createDataset(edit.root, "x", { dtype: "utf8", shape: [2], maxShape: [null] })
          .then((made) => edit.write(made, [0], ["a\0b"])),
      /^invalid: .*NUL/,
    ],
    [
      "a text that no bytes stand for",
      (edit) =>
        edit
          .createDataset(edit.root, "x", { dtype: "utf8", shape: [2], maxShape: [null] })
          .then((made) => edit.append(made, 0, { dtype: "utf8", shape: [1], data: ["\ud800"] })),
      /^invalid: .*surrogate/,
    ],
    [
      "a fill value that leads to nothing",
      (edit) =>
        edit.createDataset(edit.root, "x", {
          dtype: "reference",
          shape: [2],
          fillValue: { dtype: "reference", shape: [], data: { ids: Float64Array.of(12) } },
        }),
      /^not-found: There is no object header at address 12/,
    ],
    [
      "a filter that does not encode",
      (edit) =>
        edit
          .createDataset(edit.root, "x", { dtype: "int16", shape: [8], filters: [{ name: "szip" }] })
          .then((made) => edit.write(made, undefined, new Int16Array(8))),
      /^(unsupported|invalid): /,
    ],
    [
      "what was deleted",
      (edit, id) => edit.unlink(edit.root, "group").then(() => edit.createGroup(id("/group"), "x")),
      /^not-found: \/group was deleted/,
    ],
  ];
  test.each(cases)("%s", async (_, call, error) => {
    const memory = tracedMemory(await sample());
    const edit = await editHdf5File(memory);
    const paths = await pathsOf(edit.file);
    expect(await tagOf(call(edit, (path) => paths.get(path)!))).toMatch(error);
    expect(memory.takeTrace()).toEqual([]);
    await edit.close();
  });

  test("a call that fails leaves the others as they were", async () => {
    const memory = editableMemory(await sample());
    const edit = await editHdf5File(memory);
    const made = await edit.createGroup(edit.root, "made");
    expect(await tagOf(edit.createGroup(edit.root, "made"))).toMatch(/^exists/);
    expect(await tagOf(edit.setAttribute(made, "", text("x")))).toMatch(/^invalid/);
    await edit.setAttribute(made, "name", text("value"));
    await edit.flush();
    expect(await attributeOf(edit.file, made, "name")).toEqual(["value"]);
  });

  test.each<[what: string, call: (edit: Hdf5FileEdit, id: number, to: NdArray) => Promise<unknown>]>([
    ["append", (edit, id, to) => edit.append(id, 0, to)],
    [
      "writeBlocks",
      (edit, id, { data }) =>
        edit.writeBlocks(
          id,
          (async function* () {
            yield { start: [1], shape: [2], data };
          })(),
        ),
    ],
  ])("a dataset is as long as before when what was to lengthen it is refused: %s", async (_, call) => {
    const edit = await editHdf5File(editableMemory(await sample()));
    const id = await edit.createDataset(edit.root, "to", { dtype: "reference", shape: [2], maxShape: [null] });
    const to = (...ids: number[]): NdArray => ({
      dtype: "reference",
      shape: [ids.length],
      data: { ids: Float64Array.from(ids) },
    });
    await edit.write(id, undefined, to(edit.root, id).data);
    await edit.flush();
    expect(await tagOf(call(edit, id, to(edit.root, 12)))).toMatch(/^not-found: There is no object header/);
    expect(await tagOf(edit.write(id, [0], to(12).data))).toMatch(/^not-found: There is no object header/);
    expect(await edit.shape(id)).toEqual([2]);
    await edit.append(id, 0, to(id));
    await edit.flush();
    const [dataset] = await edit.file.objects([id]);
    const found = dataset?.kind === "dataset" ? (await dataset.read()).data : undefined;
    expect(found).toEqual({ ids: Float64Array.of(edit.root, id, id) });
  });

  test.each([2, 3, 4])(
    "a block that is given up after %i looks at the signal leaves the dataset as it was",
    async (looks) => {
      const edit = await editHdf5File(editableMemory(await sample()));
      const id = (await pathsOf(edit.file)).get("/grows")!;
      await edit.append(id, 0, { dtype: "int16", shape: [2], data: Int16Array.of(1, 2) });
      await edit.flush();
      const { signal } = new AbortController();
      let asked = 0;
      Object.defineProperty(signal, "throwIfAborted", {
        value() {
          if (++asked > looks) throw new Error("enough");
        },
      });
      const blocks = (async function* () {
        yield { start: [5], shape: [5], data: Int16Array.of(3, 4, 5, 6, 7) };
      })();
      expect(await tagOf(edit.writeBlocks(id, blocks, { signal }))).toBe("Error: enough");
      expect(await edit.shape(id)).toEqual([5]);
      await edit.append(id, 0, { dtype: "int16", shape: [1], data: Int16Array.of(9) });
      await edit.flush();
      const [dataset] = await edit.file.objects([id]);
      const found = dataset?.kind === "dataset" ? (await dataset.read()).data : undefined;
      expect(found).toEqual(Int16Array.of(0, 0, 0, 1, 2, 9));
    },
  );

  test.each<[when: string, commits: boolean]>([
    ["in the same commit", false],
    ["in a commit before", true],
  ])("elements beside a reference to what was deleted can be written: %s", async (_, commits) => {
    const memory = editableMemory(await sample());
    let edit = await editHdf5File(memory);
    const gone = await edit.createGroup(edit.root, "gone");
    const id = await edit.createDataset(edit.root, "to", {
      dtype: "reference",
      shape: [2],
      maxShape: [null],
      chunks: [8],
    });
    const ids = (...list: number[]): NdArray => ({
      dtype: "reference",
      shape: [list.length],
      data: { ids: Float64Array.from(list) },
    });
    await edit.write(id, undefined, ids(gone, id).data);
    await edit.flush();
    await edit.unlink(edit.root, "gone");
    if (commits) {
      await edit.flush();
      await edit.close();
      // Others may use the room where it was.
      await memory.write(gone, new Uint8Array(64));
      edit = await editHdf5File(memory);
    }
    await edit.append(id, 0, ids(edit.root));
    await edit.flush();
    const [dataset] = await edit.file.objects([id]);
    const found = dataset?.kind === "dataset" ? (await dataset.read()).data : undefined;
    expect(found).toEqual({ ids: Float64Array.of(gone, id, edit.root) });
  });

  test.each<[what: string, call: (edit: Hdf5FileEdit, type: number) => Promise<unknown>, tag: RegExp]>([
    [
      "a dataset longer than it may be",
      (edit, datatype) => edit.createDataset(edit.root, "x", { dtype: "int32", shape: [3], maxShape: [2], datatype }),
      /^invalid/,
    ],
    [
      "a dataset with a filter that does not go with it",
      (edit, datatype) =>
        edit.createDataset(edit.root, "x", { dtype: "int32", shape: [3], filters: [{ name: "no such" }], datatype }),
      /^unsupported/,
    ],
    [
      "an attribute of another length",
      (edit, datatype) =>
        edit.setAttribute(edit.root, "x", { dtype: "int32", shape: [3], data: Int32Array.of(1), datatype }),
      /^invalid/,
    ],
    [
      "an attribute that its header cannot keep",
      (edit, datatype) =>
        edit.setAttribute(edit.root, "x", { dtype: "int32", shape: [20_000], data: new Int32Array(20_000), datatype }),
      /^unsupported/,
    ],
  ])("a committed type is not held by what was refused: %s", async (_, call, tag) => {
    const edit = await editHdf5File(editableMemory(await sample()));
    const type = await edit.createDatatype(edit.root, "type", "int32");
    await edit.flush();
    expect(await tagOf(call(edit, type))).toMatch(tag);
    await edit.unlink(edit.root, "type");
    expect(await tagOf(edit.link(edit.root, "again", { hard: type }))).toMatch(/^not-found: .* was deleted/);
  });

  test.each<[what: string, call: (edit: Hdf5FileEdit, type: number) => Promise<unknown>]>([
    ["a dataset", (edit, datatype) => edit.createDataset(edit.root, "x", { dtype: "int32", shape: [3], datatype })],
    [
      "an attribute",
      (edit, datatype) =>
        edit.setAttribute(edit.root, "x", { dtype: "int32", shape: [1], data: Int32Array.of(1), datatype }),
    ],
  ])("a committed type is held by what has it: %s", async (_, call) => {
    const edit = await editHdf5File(editableMemory(await sample()));
    const type = await edit.createDatatype(edit.root, "type", "int32");
    await call(edit, type);
    await edit.unlink(edit.root, "type");
    await edit.link(edit.root, "again", { hard: type });
    await edit.flush();
    expect((await edit.file.objects([type]))[0]?.kind).toBe("datatype");
  });

  test("a truncated file, and one whose root is damaged", async () => {
    const whole = await sample();
    expect(await tagOf(editHdf5File(editableMemory(whole.subarray(0, whole.length - 100))))).toMatch(
      /^malformed: .*truncated/,
    );
    const damaged = whole.slice();
    const root = new DataView(damaged.buffer).getUint32(64, true);
    damaged.fill(255, root, root + 16);
    expect(await tagOf(editHdf5File(editableMemory(damaged)))).toMatch(/^not-found: There is no object header/);
    expect(await tagOf(editHdf5File(editableMemory(new Uint8Array(100))))).toMatch(/^malformed: .*no HDF5 signature/);
  });
});

test("what is appended to two datasets in turns takes hardly more room than it has bytes", async () => {
  const memory = editableMemory(await sample());
  const edit = await editHdf5File(memory);
  const wishes = { dtype: "int16", shape: [0, 64], maxShape: [null, 64], chunks: [256, 64] } as const;
  const ids = [
    await edit.createDataset(edit.root, "a", wishes),
    await edit.createDataset(edit.root, "b", { dtype: "float64", shape: [0], maxShape: [null], chunks: [4096] }),
  ] as const;
  await edit.flush();
  for (let turn = 0; turn < 1500; turn++) {
    await edit.append(ids[0], 0, { dtype: "int16", shape: [100, 64], data: new Int16Array(6400) });
    await edit.flush();
    await edit.append(ids[1], 0, { dtype: "float64", shape: [100], data: new Float64Array(100) });
    await edit.flush();
  }
  expect(memory.byteLength).toBeLessThan(1.05 * 1500 * (12_800 + 800));
});

describe("a file on a disk", () => {
  test("is edited, and has its new content after flush alone", async () => {
    const path = await sampleFile("plain.h5");
    const before = await dumpOf(path);
    const edit = await editHdf5File(path);
    await edit.setAttribute(edit.root, "note", text("seen"));
    const made = await edit.createDataset(edit.root, "large", { dtype: "uint8", shape: [300_000] });
    await edit.write(made, undefined, new Uint8Array(300_000).fill(7));
    expect(await dumpOf(path)).toEqual(before);
    await edit.flush();
    expect(await attributeOf(edit.file, edit.root, "note")).toEqual(["seen"]);
    await edit.close();
    const file = await openHdf5File(path);
    expect(await attributeOf(file, file.root, "note")).toEqual(["seen"]);
    await file.close();
    expect(readdirSync(folder).filter((name) => name.startsWith(".plain"))).toEqual([]);
  });

  test("is as it was, and as long, when the edit is given up", async () => {
    const path = await sampleFile("given-up.h5");
    const before = readFileSync(path);
    const edit = await editHdf5File(path);
    const made = await edit.createDataset(edit.root, "large", { dtype: "uint8", shape: [300_000] });
    await edit.write(made, undefined, new Uint8Array(300_000).fill(7));
    await edit.close();
    await edit.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(await tagOf(edit.flush())).toMatch(/^closed/);
  });

  test("is edited by one at a time; a lock whose owner is gone is no lock", async () => {
    const path = await sampleFile("locked.h5");
    const edit = await editHdf5File(path);
    expect(await tagOf(editHdf5File(path))).toMatch(/^denied: .* is being written by this process since /);
    await edit.close();
    const lock = join(folder, ".locked.h5.hdmf-ts-lock");
    const { hostname } = await import("node:os");
    const owner = (pid: number, host: string) => JSON.stringify({ pid, host, since: "2026-01-01T00:00:00Z" });
    const gone = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => gone.on("close", resolve));
    writeFileSync(lock, owner(gone.pid!, hostname()));
    await (await editHdf5File(path)).close();
    writeFileSync(lock, owner(gone.pid!, "elsewhere"));
    expect(await tagOf(editHdf5File(path))).toMatch(
      new RegExp(`^denied: .* by process ${gone.pid} on elsewhere since 2026`),
    );
    rmSync(lock);
  });

  test("that another changed is not written", async () => {
    const path = await sampleFile("changed.h5");
    const edit = await editHdf5File(path);
    await edit.setAttribute(edit.root, "note", text("seen"));
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes, Buffer.from("x")]));
    expect(await tagOf(edit.flush())).toMatch(/^changed: .*was changed by another/);
    await edit.close();
    expect(readFileSync(path).subarray(0, -1).equals(bytes)).toBe(true);
  });

  test("that another put a new file in place of is not written", async () => {
    const path = await sampleFile("replaced.h5");
    const edit = await editHdf5File(path);
    await edit.setAttribute(edit.root, "note", text("seen"));
    copyFileSync(path, `${path}.copy`);
    rmSync(path);
    copyFileSync(`${path}.copy`, path);
    expect(await tagOf(edit.flush())).toMatch(/^changed: /);
    await edit.close();
  });

  test("that is not there is made where that is asked for", async () => {
    const path = join(folder, "made.h5");
    expect(await tagOf(editHdf5File(path))).toMatch(/^not-found/);
    for (let turn = 0; turn < 2; turn++) {
      const edit = await editHdf5File(path, { mode: "a" });
      await edit.createGroup(edit.root, `group ${turn}`);
      await edit.flush();
      await edit.close();
    }
    expect(Object.keys((await dumpOf(path)) as object)).toEqual(["/", "/group 0", "/group 1"]);
  });
});

describe("a commit of several objects that was not finished", () => {
  /** The file in each state that a kill leaves, with the redo file beside it. */
  async function states(): Promise<{ file: Uint8Array; redo: Uint8Array | undefined }[]> {
    const initial = await sample();
    const memory = tracedMemory(initial);
    const edit = await editHdf5File(memory);
    await edit.move(edit.root, "plain", (await pathsOf(edit.file)).get("/group")!, "moved");
    await edit.flush();
    const copy = editableMemory(initial);
    let redo: Uint8Array | undefined;
    const found = [];
    for (const step of memory.takeTrace()) {
      if (step[0] === "w") await copy.write(step[1], Buffer.from(step[2], "hex"));
      if (step[0] === "t") await copy.truncate(step[1]);
      if (step[0] === "r") redo = step[1] === "" ? undefined : new Uint8Array(Buffer.from(step[1], "hex"));
      found.push({ file: copy.bytes(), redo });
    }
    return found;
  }

  test("is read as before or as after, and stays so when it is recovered", async () => {
    const before = await dumpOf(await sample());
    const all = await states();
    const after = await dumpOf(all.at(-1)!.file);
    expect(after).not.toEqual(before);
    const seen: boolean[] = [];
    for (const { file, redo } of all) {
      const path = join(folder, "unfinished.h5");
      const beside = join(folder, ".unfinished.h5.hdmf-ts-redo");
      writeFileSync(path, file);
      rmSync(beside, { force: true });
      if (redo !== undefined) writeFileSync(beside, redo);
      const found = await dumpOf(path);
      const isAfter = JSON.stringify(found) === JSON.stringify(after);
      expect(isAfter ? after : before).toEqual(found);
      expect(await recoverHdf5File(path)).toBe(redo === undefined ? "nothing" : "finished");
      expect(existsSync(beside)).toBe(false);
      expect(await dumpOf(new Uint8Array(readFileSync(path)))).toEqual(found);
      seen.push(isAfter);
    }
    expect(new Set(seen)).toEqual(new Set([false, true]));
    expect(seen).toEqual([...seen].sort());
  });

  test("is dropped where its record is not whole, and refused where another wrote since", async () => {
    const all = await states();
    const { file, redo } = all.find((state) => state.redo !== undefined)!;
    const before = await dumpOf(file);
    const path = join(folder, "torn.h5");
    const beside = join(folder, ".torn.h5.hdmf-ts-redo");
    writeFileSync(path, file);
    writeFileSync(beside, redo!);
    truncateSync(beside, redo!.length - 3);
    expect(await dumpOf(path)).toEqual(before);
    expect(await recoverHdf5File(path)).toBe("discarded");
    expect(existsSync(beside)).toBe(false);
    writeFileSync(beside, redo!.subarray(0, 20));
    await (await editHdf5File(path)).close();
    expect(existsSync(beside)).toBe(false);
    const offset = Number(new DataView(redo!.buffer, redo!.byteOffset).getBigUint64(24, true));
    const other = file.slice();
    other[offset + 1]! ^= 255;
    writeFileSync(path, other);
    writeFileSync(beside, redo!);
    expect(await tagOf(editHdf5File(path))).toMatch(/^changed: .*unfinished commit/);
    expect(await tagOf(openHdf5File(path))).toMatch(/^changed: .*unfinished commit/);
    rmSync(beside);
  });
});

describe("a device that fails", () => {
  test("at any write or barrier leaves the last commit, and every later call says so", async () => {
    const initial = await sample();
    const before = JSON.stringify(await dumpOf(initial));
    const run = async (failAt: number) => {
      const memory = editableMemory(initial);
      let calls = 0;
      const maybe = async (call: () => Promise<void>): Promise<void> => {
        if (calls++ === failAt) throw Object.assign(new Error("no space is left"), { code: "ENOSPC" });
        await call();
      };
      const file = {
        ...memory,
        get byteLength() {
          return memory.byteLength;
        },
        write: (offset: number, bytes: Uint8Array) => maybe(() => memory.write(offset, bytes)),
        truncate: (length: number) => maybe(() => memory.truncate(length)),
        sync: () => maybe(() => memory.sync()),
      };
      const edit = await editHdf5File(file, { durable: true });
      await edit.setAttribute(edit.root, "note", text("seen"));
      const made = await edit.createDataset(edit.root, "new", { dtype: "uint8", shape: [200_000] });
      const results = [
        await tagOf(edit.write(made, undefined, new Uint8Array(200_000).fill(3))),
        await tagOf(edit.flush()),
        await tagOf(edit.flush()),
      ];
      return { calls, results, dump: JSON.stringify(await dumpOf(memory.bytes())) };
    };
    const whole = await run(Number.POSITIVE_INFINITY);
    expect(whole.results).toEqual(["no error", "no error", "no error"]);
    expect(whole.calls).toBeGreaterThan(5);
    for (let failAt = 0; failAt < whole.calls; failAt++) {
      const { results, dump } = await run(failAt);
      expect(results.at(-1), `call ${failAt}`).toMatch(/no space is left/);
      // The last barrier is behind the publish.
      expect([before, whole.dump], `call ${failAt}`).toContain(dump);
    }
  });
});
