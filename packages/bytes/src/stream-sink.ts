import { hdmfError } from "@hdmf-ts/errors";
import { blobSpool } from "./blob-spool.ts";
import type { ByteSink } from "./byte-sink.ts";
import { fileSpool } from "./file-spool.ts";
import type { NodeFs } from "./node.ts";
import { randomName } from "./random-name.ts";
import { sinkOver } from "./sink-over.ts";
import { piecesOf, type Spool } from "./spool.ts";

/**
 * A sink into a stream, which gets the file from front to back at `commit` and is closed then; it is aborted where that fails, and by `abandon`.
 * Until then the bytes wait in a temporary file in Node, in `Blob`s in a browser. `overwrite` means nothing here.
 *
 * @throws `invalid` for a stream that another writes to. A `commit` that failed cannot be repeated.
 */
export function streamSink(stream: WritableStream<Uint8Array>): ByteSink {
  if (stream.locked) throw hdmfError("invalid", "the stream is locked: another writes to it");
  const writer = stream.getWriter();
  // A stream that fails early is noticed by the first write to it.
  writer.closed.catch(() => undefined);
  const spool = newSpool();
  return sinkOver({
    name: "the stream",
    spool,
    async publish({ byteLength, signal }) {
      try {
        for await (const piece of piecesOf(spool, byteLength)) {
          signal?.throwIfAborted();
          await writer.ready;
          await writer.write(piece);
        }
        signal?.throwIfAborted();
        await writer.close();
      } catch (cause) {
        await writer.abort(cause).catch(() => undefined);
        if (signal?.aborted) throw signal.reason;
        throw hdmfError("io", `the stream took no more: ${String((cause as Error)?.message ?? cause)}`, { cause });
      }
      await spool.drop();
    },
    async discard() {
      await writer.abort(hdmfError("closed", "the file was abandoned"));
    },
  });
}

function newSpool(): Spool {
  const load = globalThis.process?.getBuiltinModule;
  const fs: NodeFs | undefined = load?.("node:fs");
  if (load === undefined || fs === undefined) return blobSpool();
  const path = load("node:path").join(load("node:os").tmpdir(), `hdmf-ts-${randomName()}${randomName()}.partial`);
  const spool = fileSpool(fs, path, path);
  let unlinked: Promise<void> | undefined;
  return {
    ...spool,
    async write(offset, bytes) {
      // Without a name, the file goes away with the process, however that ends.
      unlinked ??= spool.open().then(() => fs.promises.rm(path).catch(() => undefined));
      await unlinked;
      await spool.write(offset, bytes);
    },
  };
}
