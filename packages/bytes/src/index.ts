/** Byte sources: memory, Blob, Node file and URL, one interface. */
export type * from "./byte-source.ts";
