import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
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
  ["convert", (path, folder) => ["convert", path, join(folder, "out.zarr")]],
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
  ["a format that is not written yet", ["convert", example, "out.h5"], /out\.h5: writing hdf5 is not supported yet/],
  ["a URL as output", ["convert", example, "http://localhost/x.zarr"], /a URL cannot be written to/],
  ["a namespace file that is missing", ["validate", example, "--spec", "no.yaml"], /no\.yaml: cannot be read/],
])("%s is one clear line and ends with 2", async (_, args, message) => {
  const { code, out, errors } = await runCommand(args);
  expect(errors.join("\n")).toMatch(message);
  expect(errors).toHaveLength(1);
  expect([code, out]).toEqual([2, ""]);
});

describe("an output that is there", () => {
  test("is refused and left as it is", async () => {
    const output = join(temporaryFolder(), "out.zarr");
    writeFileSync(output, "precious");
    const { code, errors } = await runCommand(["convert", example, output]);
    expect(errors).toEqual([expect.stringMatching(/out\.zarr is there already; .*--overwrite/)]);
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

  test("may not be the input", async () => {
    const input = join(temporaryFolder(), "same.nwb");
    copyFileSync(example, input);
    const { code, errors } = await runCommand(["convert", input, input, "--overwrite", "--to", "zarr3"]);
    expect(errors).toEqual([expect.stringMatching(/is the input/)]);
    expect([code, readFileSync(input).equals(readFileSync(example))]).toEqual([2, true]);
  });

  test("is replaced with --overwrite", async () => {
    const output = join(temporaryFolder(), "out.zarr");
    expect((await runCommand(["convert", example, output])).code).toBe(0);
    writeFileSync(join(output, "old"), "");
    expect((await runCommand(["convert", example, output, "--overwrite"])).code).toBe(0);
    expect(existsSync(join(output, "old"))).toBe(false);
  });
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

test("a full disk is one clear line, and nothing is left", async (context) => {
  const disk = tinyDisk();
  if (disk === undefined) return context.skip("only root can mount a small disk");
  const { code, errors } = await runCommand(["convert", example, join(disk, "out.zarr")]);
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
