/**
 * What differs between two trees: {@link diffTrees}.
 *
 * @example
 * ```ts
 * for await (const { path, kind, a, b } of diffTrees(original, copy)) console.log(path, kind, a, b);
 * ```
 */
export { type DiffOptions, type DiffProgress, diffTrees } from "./diff-trees.ts";
export type { Difference, DifferenceKind } from "./difference.ts";
