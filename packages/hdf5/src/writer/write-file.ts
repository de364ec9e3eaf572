import type { ByteSink } from "@hdmf-ts/bytes";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { encodeSuperblock } from "../io/write-superblock.ts";
import { finishDataset } from "./dataset-parts.ts";
import type { EditNodes } from "./edit-nodes.ts";
import type { FileOutput } from "./file-output.ts";
import type { AttributeTools } from "./plan-attributes.ts";
import { type PlannedHeader, planHeader, putHeader } from "./plan-header.ts";

/** A file that is being made. */
interface NewFile {
  readonly nodes: EditNodes;
  readonly out: FileOutput;
  readonly tools: AttributeTools;
  readonly sink: ByteSink;
}

/**
 * Writes all that waits: the elements that are left, then the addresses of all headers are given, then what needs them, and the superblock last.
 * @returns The bytes of the file.
 */
export async function writeFile(
  { nodes, out, tools, sink }: NewFile,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { codec } = tools;
  const objects = nodes.reachable();
  for (const object of objects)
    if (object.kind === "dataset" && !object.late) await finishDataset(object, out, codec, signal);
  codec.finishHeap();
  const headers: PlannedHeader[] = [];
  const addresses = new Map<number, number>();
  for (const object of objects) {
    signal?.throwIfAborted();
    headers.push(planHeader(object, tools));
    if (out.full) await out.flush();
  }
  for (const { object, length } of headers) addresses.set(object.id, out.allocate(length));
  codec.setAddresses(addresses);
  const { addressOf } = codec;
  let group: SymbolTable | undefined;
  for (const [index, header] of headers.entries()) {
    signal?.throwIfAborted();
    const { object } = header;
    const written = object.kind === "dataset" && object.late ? finishDataset(object, out, codec, signal) : undefined;
    if (written !== undefined) await written;
    const table = putHeader(header, addressOf(object.id), tools, out);
    if (index === 0) group = table;
    if (out.full) await out.flush();
  }
  codec.finishHeap();
  await out.flush();
  const superblock = encodeSuperblock({ hard: addressOf(nodes.root), ...(group && { group }) }, out.end, newFileSizes);
  await sink.write(0, superblock);
  return out.end;
}
