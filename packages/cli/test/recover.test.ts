import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHdf5 } from "@hdmf-ts/backend-hdf5";
import { editableMemory, memorySink } from "@hdmf-ts/bytes";
import { editHdf5File } from "@hdmf-ts/hdf5";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

/** A file and what is beside it. */
interface State {
  readonly file: Uint8Array;
  readonly redo?: Uint8Array;
}

/** What an editor leaves that is killed in a commit of several objects: a move from one group to another. */
async function killed(): Promise<{ readonly before: State; readonly within: State }> {
  const sink = memorySink();
  const made = await createHdf5(sink);
  const here = await made.createGroup(made.root, "here");
  await made.createGroup(here, "moves");
  await made.createGroup(made.root, "there");
  await made.commit();
  const memory = editableMemory(sink.bytes());
  let redo: Uint8Array | undefined;
  const states: State[] = [];
  const note = (): void => {
    if (redo !== undefined) states.push({ file: memory.bytes(), redo });
  };
  const edit = await editHdf5File({
    ...memory,
    get byteLength() {
      return memory.byteLength;
    },
    async write(offset, bytes) {
      await memory.write(offset, bytes);
      note();
    },
    redo: {
      read: async () => undefined,
      async write(bytes) {
        redo = bytes.slice();
        note();
      },
      async remove() {},
    },
  });
  const [root] = await edit.file.objects([edit.root]);
  const idOf = (name: string): number => {
    const link = root?.kind === "group" ? root.links.get(name) : undefined;
    return link !== undefined && "hard" in link ? link.hard : -1;
  };
  await edit.move(idOf("here"), "moves", idOf("there"), "moved");
  await edit.flush();
  const [before, within] = states;
  if (before === undefined || within === undefined) throw new Error("the commit needed no redo file");
  return { before, within };
}

let states: Awaited<ReturnType<typeof killed>>;
beforeAll(async () => {
  states = await killed();
});

/** Puts a state into a folder. */
function put({ file, redo }: State): { readonly path: string; readonly beside: string } {
  const folder = temporaryFolder();
  const path = join(folder, "a.h5");
  const beside = join(folder, ".a.h5.hdmf-ts-redo");
  writeFileSync(path, file);
  if (redo !== undefined) writeFileSync(beside, redo);
  return { path, beside };
}

/** The names that libhdf5 finds in both groups. */
async function namesOf(path: string): Promise<unknown> {
  const file = await openHdf5(path);
  const [root] = await file.objects([file.root]);
  const links = root?.kind === "group" ? [...root.links.values()] : [];
  const groups = await file.objects(links.map((link) => ("hard" in link ? link.hard : -1)));
  await file.close();
  return groups.map((group) => group.kind === "group" && [...group.links.keys()]);
}

describe("hdmf recover", () => {
  test.each<[what: string, state: () => State, says: RegExp, names: unknown]>([
    ["finishes a commit that had not changed the file yet", () => states.before, /is finished now$/, [[], ["moved"]]],
    ["finishes a commit that had changed a part", () => states.within, /is finished now$/, [[], ["moved"]]],
    [
      "discards a commit whose record is not whole",
      () => ({ ...states.before, redo: states.before.redo?.subarray(0, -3) as Uint8Array }),
      /was discarded, the file is as before it$/,
      [["moves"], []],
    ],
    [
      "says that there is nothing to do",
      () => ({ file: states.before.file }),
      /^\S*a\.h5: nothing to recover$/,
      [["moves"], []],
    ],
  ])("%s", async (_, state, says, names) => {
    const { path, beside } = put(state());
    const { code, out, errors } = await runCommand(["recover", path]);
    expect([code, errors]).toEqual([0, []]);
    expect(out).toMatch(/^[^\n]*\n$/);
    expect(out.trimEnd()).toMatch(says);
    expect(existsSync(beside)).toBe(false);
    expect(await namesOf(path)).toEqual(names);
    expect((await runCommand(["recover", path])).out).toBe(`${path}: nothing to recover\n`);
  });

  test("refuses a record that belongs to what the file was before another wrote it", async () => {
    const { path, beside } = put(states.before);
    const offset = Number(new DataView((states.before.redo as Uint8Array).slice().buffer).getBigUint64(24, true));
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(offset + 1) ^ 255, offset + 1);
    writeFileSync(path, bytes);
    const { code, out, errors } = await runCommand(["recover", path]);
    expect([code, out]).toEqual([2, ""]);
    expect(errors.join("\n")).toMatch(/a\.h5.*unfinished commit/);
    expect(existsSync(beside)).toBe(true);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test("refuses a file that is being edited", async () => {
    const { path } = put({ file: states.before.file });
    const edit = await editHdf5File(path);
    const { code, errors } = await runCommand(["recover", path]);
    await edit.close();
    expect(code).toBe(2);
    expect(errors.join("\n")).toMatch(/is being written by this process/);
  });

  test.each<[what: string, make: (folder: string) => string, says: RegExp]>([
    ["what is not there", (folder) => join(folder, "none.h5"), /none\.h5/],
    [
      "what is no HDF5 file",
      (folder) => {
        writeFileSync(join(folder, "a.txt"), "no HDF5\n".repeat(100));
        return join(folder, "a.txt");
      },
      /a\.txt.*HDF5/,
    ],
    [
      "a folder",
      (folder) => {
        mkdirSync(join(folder, "a.zarr"));
        return join(folder, "a.zarr");
      },
      /a\.zarr/,
    ],
    ["a URL", () => "https://localhost/a.h5", /is a URL/],
  ])("refuses %s in one line", async (_, make, says) => {
    const { code, out, errors } = await runCommand(["recover", make(temporaryFolder())]);
    expect([code, out, errors.length]).toEqual([2, "", 1]);
    expect(errors[0]).toMatch(says);
  });
});
