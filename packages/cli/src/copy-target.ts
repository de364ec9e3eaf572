import type { CopyOptions, CopyWarning, Edit, Storage, Stored } from "@hdmf-ts/storage";

/** Where `convert` copies to, and how. */
export interface CopyTarget {
  /** What is copied: the input, or a view of it. */
  readonly source: Storage;
  readonly edit: Edit;
  readonly options: Pick<CopyOptions, "wishes" | "external">;
  /** The line for a warning of the copy; `undefined` where there is nothing to warn of. */
  line(warning: CopyWarning): string | undefined;
}

/** How the root group is stored, which a target has to know when it is made. */
export async function rootStored(storage: Storage, signal: AbortSignal): Promise<{ readonly stored?: Stored }> {
  const [root] = await storage.read([storage.root], { signal });
  return root?.stored === undefined ? {} : { stored: root.stored };
}
