import { hdmfError } from "@hdmf-ts/errors";
import type { Edit, ObjectWishes } from "@hdmf-ts/storage";
import type { WritableStore } from "./store.ts";

/**
 * A new Zarr v3 store in the convention of hdmf-zarr 0.14, at a folder (Node), in a `Map` of keys, or in a store of zarrita. Nothing is
 * visible before `commit`: a folder is made beside the target and renamed, all else is kept in memory until then. What the
 * convention cannot say is kept in the key `hdmf-ts.json`. The code for writing is loaded when this is first called.
 * @param root What the root group shall be: `stored` is recorded.
 * @throws from its calls: `exists`, `denied`, `io`, `invalid` for names that a store cannot keep (reference: zarr.md E.10, E.11)
 */
export async function createZarr(
  target: string | URL | WritableStore,
  root: Pick<ObjectWishes, "stored"> = {},
): Promise<Edit> {
  const { zarrEdit } = await import("./zarr-edit.ts");
  if (typeof target !== "string" && !(target instanceof URL))
    return zarrEdit((await import("./map-staging.ts")).mapStaging(target), root);
  if (/^https?:/i.test(String(target)))
    throw hdmfError("unsupported", `${target} is a URL, and nothing is written there`, { hint: "give a path" });
  return zarrEdit((await import("./folder-staging.ts")).folderStaging(target), root);
}
