import { type EditableBytes, editableFile, pathKind } from "@hdmf-ts/bytes";
import { createHdf5File } from "../create-hdf5-file.ts";
import { composites } from "../datatypes/composites.ts";
import type { EditHdf5FileOptions, Hdf5FileEdit, Hdf5Recovery } from "../edit-hdf5-file.ts";
import { pagedBytes } from "../io/paged-bytes.ts";
import { runnerOver } from "../io/runner.ts";
import { checkLength, readSuperblock } from "../io/superblock.ts";
import { besideFile } from "./beside-file.ts";
import { editedPages, editReader } from "./edit-reader.ts";
import { readEditedSuperblock } from "./edited-superblock.ts";
import { editorOver } from "./editor.ts";
import { lockFile } from "./lock-file.ts";
import { recoverBytes } from "./recover.ts";

/** Loaded by `editHdf5File`, which says what it does. */
export async function openEditor(input: string | EditableBytes, options: EditHdf5FileOptions): Promise<Hdf5FileEdit> {
  if (options.mode === "a" && typeof input === "string" && (await pathKind(input)) === "missing")
    await (await createHdf5File(input)).commit();
  const source = typeof input === "string" ? await editableFile(input) : input;
  let unlock: (() => Promise<void>) | undefined;
  const release = async (): Promise<void> => {
    if (source !== input) await source.close();
    await unlock?.();
  };
  try {
    if (typeof input === "string") unlock = await lockFile(input);
    const redo = typeof input === "string" ? besideFile(input, "redo") : input.redo;
    await recoverBytes(source, redo);
    const label = source.name === undefined ? "The HDF5 file" : `"${source.name}"`;
    const pages = editedPages(source);
    const start = pagedBytes(pages, { base: 0, sizeOfOffsets: 8, sizeOfLengths: 8 });
    const block = await runnerOver(pages, 0)(() => readSuperblock(start, label));
    checkLength(block, source.byteLength, label);
    const { bytes, run } = editReader(source, block);
    const superblock = await run(() => readEditedSuperblock(bytes, block, label));
    // What the file has may be edited in any order: nothing is loaded in between.
    await composites.load();
    const editor = editorOver(source, redo, superblock, options, release);
    // A file without a root that can be read is refused at once.
    await editor.file.objects([block.root]);
    return editor;
  } catch (error) {
    await release();
    throw error;
  }
}

/** Loaded by `recoverHdf5File`, which says what it does. */
export async function recoverFile(path: string): Promise<Hdf5Recovery> {
  const source = await editableFile(path);
  try {
    const unlock = await lockFile(path);
    try {
      return await recoverBytes(source, besideFile(path, "redo"));
    } finally {
      await unlock();
    }
  } finally {
    await source.close();
  }
}
