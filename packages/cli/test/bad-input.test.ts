import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { run } from "../src/run.ts";
import { runCommand, temporaryFolder } from "./run-command.ts";

/** The compiled command, as a user has it: `npm test` builds it first. */
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const example = fileURLToPath(new URL("../../../examples/convert/example.nwb", import.meta.url));

/** The inputs that are no files of ours, each made in a folder, with what the one line has to say. */
const unusable: readonly (readonly [what: string, make: (folder: string) => string, message: RegExp])[] = [
  ["a missing file", (folder) => join(folder, "missing.nwb"), /missing\.nwb.*no such file/],
  [
    "a folder that is no store",
    (folder) => {
      mkdirSync(join(folder, "plain"));
      writeFileSync(join(folder, "plain/notes.txt"), "hello");
      return join(folder, "plain");
    },
    /plain.*(no|not a) Zarr/i,
  ],
  [
    "an empty file",
    (folder) => {
      writeFileSync(join(folder, "empty.nwb"), "");
      return join(folder, "empty.nwb");
    },
    /empty\.nwb.*empty/,
  ],
  [
    "a truncated file",
    (folder) => {
      writeFileSync(join(folder, "cut.nwb"), readFileSync(example).subarray(0, 20_000));
      return join(folder, "cut.nwb");
    },
    /cut\.nwb.*truncated/,
  ],
  [
    "a file of another format",
    (folder) => {
      writeFileSync(join(folder, "text.nwb"), "This is no HDF5 file.\n".repeat(100));
      return join(folder, "text.nwb");
    },
    /text\.nwb.*(no|not an) HDF5/i,
  ],
  [
    "a link that leads nowhere",
    (folder) => {
      symlinkSync(join(folder, "nowhere"), join(folder, "link.nwb"));
      return join(folder, "link.nwb");
    },
    /link\.nwb.*no such file/,
  ],
];

const commands: readonly (readonly [name: string, args: (path: string, folder: string) => string[]])[] = [
  ["describe", (path) => ["describe", path]],
  ["describe --all", (path) => ["describe", path, "--all", "--json"]],
  ["show", (path) => ["show", path, "/units"]],
  ["validate", (path) => ["validate", path]],
  ["convert to Zarr", (path, folder) => ["convert", path, join(folder, "out.zarr")]],
  ["convert to HDF5", (path, folder) => ["convert", path, join(folder, "out.h5")]],
  ["diff", (path) => ["diff", example, path]],
];

describe.each(unusable)("%s", (_what, make, message) => {
  test.each(commands)("%s says so in one line and ends with 2", async (name, args) => {
    const folder = temporaryFolder();
    const { code, out, errors } = await runCommand(args(make(folder), folder));
    expect(errors).toEqual([expect.stringMatching(message)]);
    expect(errors[0]).not.toContain("\n");
    expect(code).toBe(2);
    if (name !== "validate") expect(out).toBe("");
    expect(readdirSync(folder).filter((file) => file.includes("out"))).toEqual([]);
  });
});

test.each<[what: string, args: string[], message: RegExp]>([
  ["no command", [], /usage: hdmf COMMAND/],
  ["an unknown command", ["explain", example], /unknown command "explain".*describe, show/],
  ["an unknown option", ["describe", example, "--jsn"], /unknown option --jsn; usage: hdmf describe/],
  ["a missing argument", ["show", example], /an argument is missing; usage: hdmf show/],
  ["too many arguments", ["diff", example, example, example], /unexpected argument/],
  ["rows that are no range", ["show", example, "/units", "--rows", "1-2"], /--rows "1-2".*A:B/],
  [
    "an object that is not there",
    ["show", example, "/acquisition/nothing"],
    /nothing.*example\.nwb|example\.nwb.*nothing/,
  ],
  ["a group that is no table", ["show", example, "/acquisition"], /\/acquisition.*neither a dataset nor a table/],
  ["rows of a scalar", ["show", example, "/identifier", "--rows", "0:1"], /\/identifier has no rows/],
  [
    "an unknown format",
    ["convert", example, "out.zarr", "--to", "n5"],
    /unknown format "n5"; --to takes hdf5, zarr3, zarr2/,
  ],
  [
    "a format that is not written yet",
    ["convert", example, "out.zarr", "--to", "zarr2"],
    /out\.zarr: writing zarr2 is not supported yet; choose --to zarr3/,
  ],
  ["a URL as output", ["convert", example, "http://localhost/x.zarr"], /a URL cannot be written to/],
  ["a folder that is not there", ["convert", example, "no/such/out.h5"], /the folder no\/such is not there/],
  ["a namespace file that is missing", ["validate", example, "--spec", "no.yaml"], /no\.yaml: cannot be read/],
])("%s is one clear line and ends with 2", async (_, args, message) => {
  const { code, out, errors } = await runCommand(args);
  expect(errors.join("\n")).toMatch(message);
  expect(errors).toHaveLength(1);
  expect([code, out]).toEqual([2, ""]);
});

describe("an output that is there", () => {
  test.each(["out.zarr", "out.h5"])("is refused and left as it is: %s", async (name) => {
    const output = join(temporaryFolder(), name);
    writeFileSync(output, "precious");
    const { code, errors } = await runCommand(["convert", example, output]);
    expect(errors).toEqual([expect.stringMatching(/is there already; .*--overwrite/)]);
    expect([code, readFileSync(output, "utf8")]).toEqual([2, "precious"]);
  });

  test("is not replaced where it is a folder but no store, even with --overwrite", async () => {
    const output = join(temporaryFolder(), "home");
    mkdirSync(output);
    writeFileSync(join(output, "thesis.txt"), "precious");
    const { code, errors } = await runCommand(["convert", example, output, "--overwrite"]);
    expect(errors).toEqual([expect.stringMatching(/no Zarr store: it is not replaced/)]);
    expect([code, readdirSync(output)]).toEqual([2, ["thesis.txt"]]);
  });

  test("is not replaced by a file where it is a store, nor by a store where it is a file", async () => {
    const folder = temporaryFolder();
    const [store, file] = [join(folder, "store"), join(folder, "file")];
    expect((await runCommand(["convert", example, store])).code).toBe(0);
    writeFileSync(file, "precious");
    const intoStore = await runCommand(["convert", example, store, "--to", "hdf5", "--overwrite"]);
    expect(intoStore.errors).toEqual([expect.stringMatching(/store is a folder, and hdf5 is a file/)]);
    const intoFile = await runCommand(["convert", example, file, "--to", "zarr3", "--overwrite"]);
    expect(intoFile.errors).toEqual([expect.stringMatching(/file is a file, and zarr3 is a folder/)]);
    expect([intoStore.code, intoFile.code]).toEqual([2, 2]);
    expect([existsSync(join(store, "zarr.json")), readFileSync(file, "utf8")]).toEqual([true, "precious"]);
  });

  test.each(["zarr3", "hdf5"])("may not be the input: --to %s", async (format) => {
    const input = join(temporaryFolder(), "same.nwb");
    copyFileSync(example, input);
    const { code, errors } = await runCommand(["convert", input, input, "--overwrite", "--to", format]);
    expect(errors).toEqual([expect.stringMatching(/is the input/)]);
    expect([code, readFileSync(input).equals(readFileSync(example))]).toEqual([2, true]);
  });

  test("may not be inside of the input", async () => {
    const store = join(temporaryFolder(), "in.zarr");
    expect((await runCommand(["convert", example, store])).code).toBe(0);
    const { code, errors } = await runCommand(["convert", store, join(store, "out.h5")]);
    expect(errors).toEqual([expect.stringMatching(/is the input, or one holds the other/)]);
    expect([code, existsSync(join(store, "out.h5"))]).toEqual([2, false]);
  });

  test("is replaced with --overwrite", async () => {
    const folder = temporaryFolder();
    const [store, file] = [join(folder, "out.zarr"), join(folder, "out.h5")];
    expect((await runCommand(["convert", example, store])).code).toBe(0);
    writeFileSync(join(store, "old"), "");
    expect((await runCommand(["convert", example, store, "--overwrite"])).code).toBe(0);
    expect(existsSync(join(store, "old"))).toBe(false);
    writeFileSync(file, "old");
    expect((await runCommand(["convert", example, file, "--overwrite"])).code).toBe(0);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe("HDF");
    expect(readdirSync(folder).sort()).toEqual(["out.h5", "out.zarr"]);
  });
});

test.each([
  [["out.h5"], "file"],
  [["out.NWB"], "file"],
  [["out.hdf5"], "file"],
  [["out.zarr"], "folder"],
  [["out"], "folder"],
  [["out", "--to", "hdf5"], "file"],
  [["out.h5", "--to", "zarr3"], "folder"],
])("convert FILE %j makes a %s", async ([name = "", ...options], kind) => {
  const output = join(temporaryFolder(), name);
  expect((await runCommand(["convert", example, output, ...options])).code).toBe(0);
  expect(statSync(output).isDirectory() ? "folder" : "file").toBe(kind);
});

test("convert of a store, with no format said, makes an HDF5 file", async () => {
  const folder = temporaryFolder();
  expect((await runCommand(["convert", example, join(folder, "store")])).code).toBe(0);
  expect((await runCommand(["convert", join(folder, "store"), join(folder, "back")])).code).toBe(0);
  const { code, out } = await runCommand(["diff", example, join(folder, "back"), "--json"]);
  expect([code, JSON.parse(out)]).toEqual([0, { differences: [] }]);
});

/** A file system with room for very little; only root can make one. */
function tinyDisk(): string | undefined {
  const folder = temporaryFolder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]).status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync("umount", [folder]);
  });
  return folder;
}

test.for(["out.zarr", "out.h5"])("a full disk is one clear line, and nothing is left: %s", async (name, context) => {
  const disk = tinyDisk();
  if (disk === undefined) return context.skip("only root can mount a small disk");
  const { code, errors } = await runCommand(["convert", example, join(disk, name)]);
  expect(errors.at(-1)).toMatch(/no space/i);
  expect([code, readdirSync(disk)]).toEqual([2, []]);
});

describe("an interrupt in the middle", () => {
  test("ends each command with the reason, exit 2 and nothing left", async () => {
    const folder = temporaryFolder();
    for (const [, args] of commands) {
      const { code, errors } = await runCommand(args(example, folder), AbortSignal.abort(new Error("interrupted")));
      expect([code, errors]).toEqual([2, ["hdmf: interrupted"]]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(["out.zarr", "out.h5"])("of the data ends convert to %s so", async (name) => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    const errors: string[] = [];
    const code = await run(["convert", example, join(folder, name)], {
      out: async () => {},
      error: (line) => errors.push(line),
      progress(line) {
        if (/^converting: [1-9]/.test(line)) stop.abort(new Error("interrupted"));
      },
      signal: stop.signal,
    });
    expect([code, errors]).toEqual([2, ["hdmf: interrupted"]]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(!existsSync(main)).each(["SIGINT", "SIGTERM"] as const)(
    "%s to the process does so too",
    async (signal) => {
      const folder = temporaryFolder();
      const child = spawn(process.execPath, [main, "convert", example, join(folder, "out.zarr")], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      let errors = "";
      child.stderr.on("data", (data) => {
        errors += data;
      });
      const partial = setInterval(() => {
        if (readdirSync(folder).length === 0) return;
        clearInterval(partial);
        child.kill(signal);
      }, 1);
      const code = await new Promise((resolve) => child.on("close", resolve));
      expect(errors).toMatch(/hdmf: (interrupted|terminated)\n$/);
      expect([code, readdirSync(folder)]).toEqual([2, []]);
    },
  );
});

test.skipIf(!existsSync("/dev/full") || !existsSync(main))("a full disk behind stdout is one clear line", () => {
  const { status, stderr } = spawnSync(
    "sh",
    ["-c", '"$0" "$@" > /dev/full', process.execPath, main, "describe", example],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toMatch(/^hdmf: The result cannot be written: .*ENOSPC.*\n$/);
  expect(status).toBe(2);
});

test("--verbose shows the chain of causes", async () => {
  const plain = await runCommand(["describe", join(temporaryFolder(), "missing.nwb")]);
  expect(plain.errors).toHaveLength(1);
  const output = join(temporaryFolder(), "file");
  writeFileSync(output, "");
  const { errors } = await runCommand(["validate", example, "--spec", join(output, "x.yaml"), "--verbose"]);
  expect(errors[1]).toMatch(/^ {2}caused by: /);
});
