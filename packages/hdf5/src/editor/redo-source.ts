import type { ByteSource } from "@hdmf-ts/bytes";
import { besidePath } from "../io/beside-path.ts";
import { patchedSource } from "../io/cache-image.ts";
import { checkRedo, decodeRedo } from "./redo-record.ts";

/** A file as an unfinished commit beside it makes it; `source` itself where there is none. */
export async function overlaidSource(source: ByteSource, path: string): Promise<ByteSource> {
  const fs = process.getBuiltinModule("node:fs");
  const bytes = await fs.promises.readFile(besidePath(path, "redo")).catch(() => undefined);
  const record = bytes && decodeRedo(new Uint8Array(bytes));
  if (record === undefined) return source;
  const read = (offset: number, length: number) => source.read(offset, length);
  await checkRedo(record, source.byteLength, read, `"${path}"`);
  const patches = record.pieces.map((piece) => ({ address: piece.offset, bytes: piece.bytes }));
  return patchedSource(
    source,
    patches.sort((a, b) => a.address - b.address),
    0,
  );
}
