import type { BesideFile, EditableBytes } from "@hdmf-ts/bytes";
import type { Hdf5Recovery } from "../edit-hdf5-file.ts";
import type { Redo } from "./commit-steps.ts";
import { checkRedo, decodeRedo, encodeRedo, makeRedo } from "./redo-record.ts";

/**
 * Finishes the commit that an editor left unfinished, or drops it where it had not begun.
 * @throws `changed`
 */
export async function recoverBytes(file: EditableBytes, redo: BesideFile | undefined): Promise<Hdf5Recovery> {
  const bytes = await redo?.read();
  if (bytes === undefined) return "nothing";
  const record = decodeRedo(bytes);
  if (record !== undefined) {
    const label = file.name === undefined ? "The HDF5 file" : `"${file.name}"`;
    await checkRedo(record, file.byteLength, (offset, length) => file.read(offset, length), label);
    for (const piece of record.pieces) await file.write(piece.offset, piece.bytes);
    await file.sync();
  }
  await redo?.remove();
  return record === undefined ? "discarded" : "finished";
}

/** How commits of several writes are made safe; `undefined` where nothing can be beside the file. */
export function redoOf(
  file: EditableBytes,
  redo: BesideFile | undefined,
  base: number,
  durable: boolean,
): Redo | undefined {
  if (redo === undefined) return undefined;
  return {
    async write(writes) {
      const record = await makeRedo(writes, base, file.byteLength, (offset, length) => file.read(offset, length));
      await redo.write(encodeRedo(record), durable);
    },
    remove: () => redo.remove(),
  };
}
