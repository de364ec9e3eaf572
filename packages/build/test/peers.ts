import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Storage } from "@hdmf-ts/storage";
import { openHdf5Storage } from "../../backend-hdf5/src/index.ts";
import { openZarrStorage } from "../../backend-zarr/src/index.ts";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";

export const root: string = fileURLToPath(new URL("../../..", import.meta.url));
export const pythonA: string = `${root}.venv-a/bin/python`;
export const pythonB: string = `${root}.venv-b/bin/python`;
const fixtures = `${root}../shared/fixtures/`;

/** The NWB and HDMF files of the shared fixtures; empty where they are not there. */
export const files: readonly string[] = ["nwb", "hdmf"].flatMap((folder) =>
  existsSync(fixtures + folder)
    ? readdirSync(fixtures + folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(nwb|h5)$/.test(name))
        .sort()
        .map((name) => `${fixtures}${folder}/${name}`)
    : [],
);

/** A file that hdmf-zarr 0.14 exported, and the store. */
export const exported: { readonly file: string; readonly store: string } = {
  file: `${fixtures}nwb/generated/main.nwb`,
  store: `${fixtures}zarr/main-hdmf-zarr-0.14.nwb.zarr`,
};

/** The name of a fixture in the title of a test. */
export const titleOf = (file: string): string => relative(fixtures, file);

/** What a script in `conformance` prints, as JSON; `undefined` where it prints nothing. */
export function truthOf<T>(script: string, args: readonly string[], python: string = pythonA): T {
  const run = spawnSync(python, [`${root}conformance/${script}`, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return (run.stdout === "" ? undefined : JSON.parse(run.stdout)) as T;
}

/** Opens a file by the HDF5 backend, or a store by that of Zarr, for as long as `work` takes. */
export async function withFile<T>(file: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = file.endsWith(".zarr")
    ? await openZarrStorage(file)
    : openHdf5Storage(await openHdf5(file), { open: openHdf5 });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
