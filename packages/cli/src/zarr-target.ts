import { createZarr } from "@hdmf-ts/backend-zarr";
import { openRegistry, wishesOf } from "@hdmf-ts/build";
import type { Storage } from "@hdmf-ts/storage";
import { type CopyTarget, rootStored } from "./copy-target.ts";
import type { Terminal } from "./terminal.ts";

/** A new Zarr store: what only the specification knows is added, what external links lead to is copied. */
export async function zarrTarget(source: Storage, output: string, { signal }: Terminal): Promise<CopyTarget> {
  const wishes = await wishesOf(source, await openRegistry(source, { signal }), { signal });
  return {
    source,
    edit: await createZarr(output, await rootStored(source, signal)),
    options: { wishes, external: "copy" },
    // Links that hdmf-zarr could not open a store with are in `hdmf-ts.json` alone (shared contract: design, decision 4).
    line: ({ code, message }) =>
      code === "dead-link" || code === "external-link-denied"
        ? `${message}; it is noted in hdmf-ts.json, where only hdmf-ts sees it`
        : message,
  };
}
