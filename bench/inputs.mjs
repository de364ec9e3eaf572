// The files that are measured, made by the seeded generators and kept in bench/data until a generator changes.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { root } from "./tasks.mjs";

const python = join(root, ".venv-a/bin/python");

export const canMakeInputs = () => existsSync(python);

const extensions = { reader: "h5", edited: "h5", schema: "json" };

/** The path of an input; made first where it is not there yet. A `store` is the Zarr store that we make of `nwbN`. */
export function inputFile([generator, argument]) {
  if (generator === "store") return storeOf(inputFile(["nwb", argument]));
  const script = join(root, "bench/generate", `${generator}.py`);
  const hash = createHash("sha256").update(readFileSync(script)).update(String(argument)).digest("hex").slice(0, 10);
  const folder = join(root, "bench/data");
  const path = join(folder, `${generator}-${argument}-${hash}.${extensions[generator] ?? "nwb"}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  console.error(`making ${path}`);
  const made = spawnSync(python, [script, `${path}.part`, String(argument)], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`${script} failed: ${made.stderr || made.error}`);
  renameSync(`${path}.part`, path);
  return path;
}

function storeOf(file) {
  const path = file.replace(/\.nwb$/, ".zarr");
  if (existsSync(path)) return path;
  const main = join(root, "packages/cli/dist/main.js");
  const made = spawnSync(process.execPath, [main, "convert", file, path, "--to", "zarr3"], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`${path} could not be made: ${made.stderr || made.error}`);
  return path;
}
