import type { ByteSink } from "@hdmf-ts/bytes";
import { newFileSizes } from "../io/byte-writer.ts";
import { encodeSuperblock } from "../io/write-superblock.ts";
import type { EditNodes } from "./edit-nodes.ts";
import type { FileOutput } from "./file-output.ts";
import type { AttributeTools } from "./plan-attributes.ts";
import { type PlannedHeader, planHeader } from "./plan-header.ts";

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
  for (const object of objects) if (object.kind === "dataset" && !object.late) await object.writer.finish(signal);
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
  const addressOf = codec.addressOf;
  for (const { object, finish } of headers) {
    signal?.throwIfAborted();
    if (object.kind === "dataset" && object.late) await object.writer.finish(signal);
    finish(out, addressOf(object.id), addressOf);
    if (out.full) await out.flush();
  }
  codec.finishHeap();
  await out.flush();
  const root = headers[0]!;
  const group = root.symbolTable;
  const superblock = encodeSuperblock({ hard: addressOf(nodes.root), ...(group && { group }) }, out.end, newFileSizes);
  await sink.write(0, superblock);
  return out.end;
}
