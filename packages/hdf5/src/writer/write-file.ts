import type { ByteSink } from "@hdmf-ts/bytes";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { whenLoaded } from "../io/lazy-part.ts";
import { encodeSuperblock } from "../io/write-superblock.ts";
import { finishDataset } from "./dataset-parts.ts";
import type { PendingDataset } from "./edit-nodes.ts";
import { type HeaderTools, planHeader, putHeader } from "./plan-header.ts";

const smallFile = 2 ** 17;

/**
 * Writes all that waits: the elements that are left, then the addresses of all headers are given, then what needs them, and the superblock last.
 * @returns The bytes of the file.
 */
export async function writeFile(sink: ByteSink, tools: HeaderTools, signal: AbortSignal | undefined): Promise<number> {
  const { nodes, codec, out } = tools;
  const objects = nodes.reachable();
  for (const object of objects)
    if (object.kind === "dataset" && !object.late && needsWriter(object)) await finishDataset(object, tools, signal);
  // Texts of headers stand with these, so that they come with one request; a small file comes whole, and needs no second heap.
  if (out.end > smallFile) codec.finishHeap();
  for (let index = 0; index < objects.length; index++) {
    signal?.throwIfAborted();
    const object = objects[index]!;
    const loading = whenLoaded(() => planHeader(object, tools));
    if (loading !== undefined) await loading;
    object.address = out.allocate(object.headerLength);
  }
  let group: SymbolTable | undefined;
  for (let index = 0; index < objects.length; index++) {
    signal?.throwIfAborted();
    const object = objects[index]!;
    if (object.kind === "dataset" && object.late && needsWriter(object)) await finishDataset(object, tools, signal);
    const table = putHeader(object, tools);
    if (object === nodes.root) group = table;
    if (out.full) await out.drain();
  }
  codec.finishHeap();
  await out.flush();
  const superblock = encodeSuperblock({ hard: nodes.root.address, ...(group && { group }) }, out.end, newFileSizes);
  await sink.write(0, superblock);
  return out.end;
}

/** Others were not written at all, or are held as a whole. */
function needsWriter({ writer, plan }: PendingDataset): boolean {
  return writer !== undefined || plan.layout === "chunked";
}
