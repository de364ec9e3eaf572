/**
 * Byte sources: memory, `Blob`, Node file and URL behind one interface; byte sinks: memory, Node file, a browser's file and stream behind another.
 *
 * @example
 * ```ts
 * const source = await openBytes("a.nwb");
 * const signature = await source.read(0, 8);
 * await source.close?.();
 * ```
 */

export { blobSource } from "./blob-source.ts";
export type { ByteSink, CommitOptions } from "./byte-sink.ts";
export type { ByteSource, BytesInput } from "./byte-source.ts";
export type { BesideFile, EditableBytes, EditableMemory } from "./editable-bytes.ts";
export { editableFile } from "./editable-file.ts";
export { editableMemory } from "./editable-memory.ts";
export { fileSink } from "./file-sink.ts";
export { fileSource } from "./file-source.ts";
export { type FileResolver, type FolderResolverOptions, folderResolver } from "./folder-resolver.ts";
export { isByteSource } from "./is-byte-source.ts";
export { type MemorySink, memorySink } from "./memory-sink.ts";
export { memorySource } from "./memory-source.ts";
export { type OpenBytesOptions, openBytes } from "./open-bytes.ts";
export { openSink, type SinkOutput } from "./open-sink.ts";
export { opfsSink } from "./opfs-sink.ts";
export { type PathKind, pathKind } from "./path-kind.ts";
export { readAll } from "./read-all.ts";
export { streamSink } from "./stream-sink.ts";
export { type UrlSourceOptions, urlSource } from "./url-source.ts";
