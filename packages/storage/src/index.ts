/** The waist of hdmf-ts: trees of nodes, edits, copying and comparing, in any format. */
export type * from "./edit.ts";
export type * from "./node.ts";
export type * from "./storage.ts";
