import type { EditableBytes } from "@hdmf-ts/bytes";
import type { OpenFile } from "../headers/open-file.ts";
import { openFileOver } from "../headers/open-file-over.ts";
import type { FileBytes, Runner } from "../io/file-bytes.ts";
import { pagedBytes } from "../io/paged-bytes.ts";
import { openPages, type Pages } from "../io/pages.ts";
import { runnerOver } from "../io/runner.ts";
import type { Superblock } from "../io/superblock.ts";

/** The parsers over a file that is edited, as the last commit left it. */
export interface EditReader {
  readonly bytes: FileBytes;
  readonly run: Runner;
  readonly file: OpenFile;
}

/** An edit looks at few places, and again after each commit. */
export const editedPageBytes = 4096;

export const editedPages = (source: EditableBytes): Pages => openPages(source, undefined, editedPageBytes);

/** New ones are made after each commit, since pages are kept in memory. */
export function editReader(source: EditableBytes, block: Superblock): EditReader {
  const pages = editedPages(source);
  const bytes = pagedBytes(pages, block);
  return { bytes, run: runnerOver(pages, block.base), file: openFileOver(bytes, block) };
}
