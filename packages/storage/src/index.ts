/**
 * The waist of hdmf-ts: trees of nodes, edits, copying and comparing, in any format.
 *
 * @example
 * ```ts
 * const copy = memoryStorage();
 * const edit = copy.edit();
 * await copyTree(source, edit, { onWarning: ({ message }) => console.warn(message) });
 * await edit.commit();
 * for await (const { path, node } of walk(copy)) console.log(path, node.kind);
 * ```
 */
export { readCachedSpecifications, writeCachedSpecifications } from "./cached-specifications.ts";
export type { CopyOptions, CopyProgress, CopyReport, CopyWarning, CopyWarningCode } from "./copy-options.ts";
export { copyTree } from "./copy-tree.ts";
export { copyArray } from "./copy-values.ts";
export { errorAt, readParts, type TreeDamage } from "./damage.ts";
export type * from "./edit.ts";
export { type MemoryStorageOptions, memoryStorage } from "./memory-storage.ts";
export type * from "./node.ts";
export { checkName, joinPath, splitPath } from "./path.ts";
export {
  readTree,
  sortedChildren,
  type Tree,
  type TreeOptions,
  type TreeReader,
  type WalkEntry,
  type WalkLink,
  walk,
} from "./read-tree.ts";
export { hasReferences, type ReferenceMap, remapReferences } from "./remap-references.ts";
export { type FollowOptions, followLink, resolvePath } from "./resolve-path.ts";
export type * from "./storage.ts";
export { type Manager, type StorageIO, storageIO } from "./storage-io.ts";
export { type PathLookup, valuesJson } from "./values-json.ts";
