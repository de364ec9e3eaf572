/**
 * The `hdmf` command as a function.
 *
 * @example
 * ```ts
 * const exitCode = await run(["describe", "a.nwb", "--json"], terminal);
 * ```
 */
export { run } from "./run.ts";
export type { Terminal } from "./terminal.ts";
