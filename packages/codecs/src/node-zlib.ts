/** Node's own zlib, or `undefined` in a browser. */
export function nodeZlib(): typeof import("node:zlib") | undefined {
  return globalThis.process?.getBuiltinModule?.("node:zlib");
}
