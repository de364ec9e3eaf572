import { createHdf5, openHdf5Storage } from "../packages/backend-hdf5/src/index.ts";
import { memorySink } from "../packages/bytes/src/index.ts";
import { rootStored } from "../packages/cli/src/copy-target.ts";
import { hdf5Wishes } from "../packages/cli/src/hdf5-wishes.ts";
import { openHdf5File } from "../packages/hdf5/src/index.ts";
import { copyTree } from "../packages/storage/src/index.ts";

/** A copy, and what the copying warned of. */
export interface Copied {
  readonly bytes: Uint8Array;
  readonly warnings: readonly string[];
}

/** Copies an HDF5 file in memory as `hdmf convert` does it from path to path; the same in Node and in a browser. */
export async function copyHdf5(original: Uint8Array): Promise<Copied> {
  const warnings: string[] = [];
  const source = openHdf5Storage(await openHdf5File(original));
  try {
    const { signal } = new AbortController();
    const sink = memorySink();
    const wishes = await hdf5Wishes(source, { signal, warn: (message) => warnings.push(message) });
    const edit = await createHdf5(sink, await rootStored(source, signal));
    await copyTree(source, edit, {
      wishes,
      external: "keep",
      onWarning: ({ message }) => warnings.push(message),
    });
    await edit.commit();
    return { bytes: sink.bytes(), warnings };
  } finally {
    await source.close();
  }
}
