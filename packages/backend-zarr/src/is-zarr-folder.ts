import { nodeFs } from "./node-fs.ts";

/** Whether a path (Node) is a folder that holds a Zarr store, of version 2 or 3. Never throws for what is not there. */
export async function isZarrFolder(path: string): Promise<boolean> {
  const { fs, path: paths } = nodeFs(path);
  for (const name of ["zarr.json", ".zgroup", ".zarray", ".zmetadata"])
    try {
      if ((await fs.stat(paths.join(path, name))).isFile()) return true;
    } catch {
      // Not this one.
    }
  return false;
}
