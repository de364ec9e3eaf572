import type { Shape } from "@hdmf-ts/array";
import type { EditableBytes } from "@hdmf-ts/bytes";
import type { Hdf5File } from "./hdf5-file.ts";
import type { Hdf5Edit } from "./writer/hdf5-edit.ts";

/** How a file is edited. */
export interface EditHdf5FileOptions {
  readonly signal?: AbortSignal;
  /**
   * Whether a commit is safe against a loss of power too: what was written is waited for, three or four times a commit. Unless set, it is
   * safe against the end of the process alone.
   */
  readonly durable?: boolean;
  /** `a` makes an empty file where there is none; `r+`, unless told, does not. */
  readonly mode?: "r+" | "a";
}

/**
 * A file that is changed in its place. Ids are addresses of object headers, which never move: references, hard links and the types of datasets
 * and attributes stay right. Calls take effect in their order with `flush`; one that fails leaves the others as they were.
 */
export interface Hdf5FileEdit extends Omit<Hdf5Edit, "commit" | "encodedWriter" | "abandon"> {
  /** The file as the last commit left it; what was read of it is of no use after the next one. */
  readonly file: Hdf5File;
  /** How long the axes of a dataset are, with what was asked for so far. */
  shape(id: number): Promise<Shape>;
  /**
   * Changes the lengths of the axes; what falls out is gone, what comes in is the fill value.
   * @throws `invalid` for a dataset without chunks, or beyond its maximal shape
   */
  resize(id: number, shape: readonly number[]): Promise<void>;
  /**
   * Commits: after any end of the process the file is as before, or has all changes since the last commit.
   * @throws `changed` where another changed the file, `io`; nothing can be committed any more then, and the file is as before, unless the
   *   message says otherwise
   */
  flush(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Gives up what was not committed, and closes the file. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a file that is there for changing it in its place, whoever wrote it.
 *
 * @param input A path in Node, or bytes that can be changed, which stay the caller's to close.
 * @throws `not-found`, `denied`, `io`; `malformed` for a damaged file; `unsupported` for what cannot be changed in its place: families of
 *   files, lists of free space, addresses of other widths than 8 bytes
 *
 * @example
 * ```ts
 * const edit = await editHdf5File("a.h5");
 * await edit.setAttribute(edit.root, "note", { dtype: "utf8", shape: [], data: ["seen"] });
 * await edit.flush();
 * await edit.close();
 * ```
 */
export async function editHdf5File(
  input: string | EditableBytes,
  options: EditHdf5FileOptions = {},
): Promise<Hdf5FileEdit> {
  options.signal?.throwIfAborted();
  // Who only reads does not load what edits.
  const { openEditor } = await import("./editor/open-editor.ts");
  return openEditor(input, options);
}

/** What there was of an unfinished commit: its record was whole, and all its changes are made now; it was not, and none is; there was none. */
export type Hdf5Recovery = "finished" | "discarded" | "nothing";

/**
 * Finishes a commit of several objects that {@link Hdf5FileEdit.flush} was killed in, or drops it where it had not begun; what opens a file for
 * editing here does so too. Other programs than ours see the file as it was meant only then.
 *
 * @throws as {@link editHdf5File}; `changed` where another wrote the file since
 */
export async function recoverHdf5File(path: string): Promise<Hdf5Recovery> {
  const { recoverFile } = await import("./editor/open-editor.ts");
  return recoverFile(path);
}
