import { createHdf5 } from "@hdmf-ts/backend-hdf5";
import type { Storage } from "@hdmf-ts/storage";
import { type CopyTarget, rootStored } from "./copy-target.ts";
import { hdf5Wishes } from "./hdf5-wishes.ts";
import { linkedAgain } from "./linked-again.ts";
import type { Terminal } from "./terminal.ts";
import { visible } from "./visible.ts";

/**
 * A new HDF5 file. Links of an HDF5 file stay as they are; a Zarr store is one with the stores that it links to, since no HDF5 library follows a
 * link to a store.
 */
export async function hdf5Target(input: Storage, output: string, terminal: Terminal): Promise<CopyTarget> {
  const { signal } = terminal;
  const warn = (message: string): void => terminal.error(`hdmf: warning: ${visible(message)}`);
  const fromHdf5 = input.format === "hdf5";
  const { source, links } = fromHdf5
    ? { source: input, links: new Set<string>() }
    : await linkedAgain(input, output, { signal, warn });
  const wishes = await hdf5Wishes(source, { signal, warn });
  return {
    source,
    edit: await createHdf5(output, { ...(await rootStored(source, signal)), signal }),
    options: { wishes, external: fromHdf5 ? "keep" : "copy" },
    // A link that leads nowhere is written as it is.
    line: ({ code, path, message }) => (code === "dead-link" || links.has(path) ? undefined : message),
  };
}
