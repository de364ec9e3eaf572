import type { EditableBytes } from "@hdmf-ts/bytes";
import type { Hdf5File, Hdf5Object } from "../hdf5-file.ts";
import { openByPages } from "../open-hdf5.ts";
import { editedPageBytes } from "./edit-reader.ts";

/** A file that is edited, for reading: what the last commit left. */
export interface CurrentFile {
  readonly file: Hdf5File;
  /** A commit is done. */
  renew(): void;
  close(): Promise<void>;
}

/** @param note Told of what is read, which tells where objects are. */
export function currentFile(
  source: EditableBytes,
  root: number,
  note: (objects: readonly Hdf5Object[]) => void,
): CurrentFile {
  let opened: Promise<Hdf5File> | undefined;
  const open = (): Promise<Hdf5File> => {
    // The source is the editor's to close.
    opened ??= openByPages(source, {}, editedPageBytes);
    return opened;
  };
  async function drop(): Promise<void> {
    const old = opened;
    opened = undefined;
    await (await old?.catch(() => undefined))?.close();
  }
  return {
    file: {
      root,
      ...(source.name === undefined ? {} : { name: source.name }),
      async objects(addresses, options) {
        const found = await (await open()).objects(addresses, options);
        note(found);
        return found;
      },
      close: drop,
    },
    renew() {
      drop().catch(() => undefined);
    },
    async close() {
      await drop();
    },
  };
}
