import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));
export const fixtures = join(root, "../shared/fixtures");

/** The interpreter of an environment of `conformance/README.md`. */
export const python = (environment: "a" | "b" | "c"): string => join(root, `.venv-${environment}/bin/python`);

/** An HDF5 file that others made. */
export interface Fixture {
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

/** The files of NWB and HDMF outside of the repository; none where they are not there. */
export const shared: readonly Fixture[] = [
  ...filesUnder(join(fixtures, "nwb"), ".nwb").map((hdf5) => ({ hdf5, nwb: true })),
  ...filesUnder(join(fixtures, "hdmf"), ".h5").map((hdf5) => ({ hdf5, nwb: false })),
].map((found) => ({ name: relative(fixtures, found.hdf5), ...found }));

export const example: Fixture = {
  name: "examples/convert/example.nwb",
  hdf5: join(root, "examples/convert/example.nwb"),
  nwb: true,
};

/** What a Python script of this folder answers, a JSON line for each input: one process for them all. */
export function ask<T>(interpreter: string, script: string, args: readonly string[], input = ""): readonly T[] {
  const run = spawnSync(interpreter, [join(root, "conformance", script), ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 28,
  });
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  if (lines.length === 0) throw new Error(run.stderr);
  return lines.map((line) => JSON.parse(line));
}

/** What `open_with_pynwb.py` answers. */
export interface Opened {
  readonly error?: string;
  readonly objects: readonly unknown[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** What `compare_hdf5.py` answers. */
export interface Comparison {
  readonly error?: string;
  readonly differences: readonly { readonly path: string; readonly kind: string }[];
  readonly skipped: readonly { readonly path: string; readonly kind: string; readonly why: string }[];
}

/** Compares pairs of HDF5 files by h5py. */
export function compareHdf5(pairs: readonly (readonly [a: string, b: string])[]): readonly Comparison[] {
  if (pairs.length === 0) return [];
  const lines = pairs.map((pair) => JSON.stringify(pair)).join("\n");
  return ask<Comparison>(python("a"), "compare_hdf5.py", ["--batch"], lines);
}

/** Each difference as a line: its kind and its place. */
export const differencesOf = ({ error, differences }: Comparison): readonly string[] =>
  error === undefined ? differences.map(({ path, kind }) => `${kind} ${path}`) : [error];
