/** Node's own zlib. */
export type NodeZlib = ReturnType<typeof process.getBuiltinModule<"node:zlib">>;

/** Node's own zlib, or `undefined` in a browser. */
export function nodeZlib(): NodeZlib | undefined {
  return globalThis.process?.getBuiltinModule?.("node:zlib");
}
