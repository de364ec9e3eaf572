import { dirname } from "node:path";
import { isZarrFolder } from "@hdmf-ts/backend-zarr";
import { pathKind } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { isUrl } from "./is-url.ts";
import type { OutputFormat } from "./output-format.ts";

/** @throws `invalid` for a URL, `not-found` for a missing folder, `exists` without `overwrite`, `denied` for what is not ours to replace */
export async function checkOutput(output: string, overwrite: boolean): Promise<void> {
  if (isUrl(output)) {
    throw hdmfError("invalid", `${output}: a URL cannot be written to`, { hint: "give a path on a disk" });
  }
  const kind = await pathKind(output);
  if (kind === "missing") {
    const parent = dirname(output);
    if ((await pathKind(parent)) === "folder") return;
    throw hdmfError("not-found", `${output}: the folder ${parent} is not there`, { hint: "make it first" });
  }
  if (!overwrite) {
    throw hdmfError("exists", `${output} is there already`, {
      hint: "choose another name, or replace it with --overwrite",
    });
  }
  if (kind === "folder" && !(await isZarrFolder(output))) {
    throw hdmfError("denied", `${output} is a folder but no Zarr store: it is not replaced`, {
      hint: "choose another name, or remove it yourself",
    });
  }
}

/** @throws `denied` where a file would take the place of a folder, or a store that of a file */
export async function checkKind(output: string, format: OutputFormat): Promise<void> {
  const kind = await pathKind(output);
  if (kind === "missing" || (kind === "file") === (format === "hdf5")) return;
  const [there, made] = format === "hdf5" ? ["a folder", "a file"] : ["a file", "a folder"];
  throw hdmfError("denied", `${output} is ${there}, and ${format} is ${made}: it is not replaced`, {
    hint: "choose another name, or remove it yourself",
  });
}
