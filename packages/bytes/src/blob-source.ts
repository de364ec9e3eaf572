import { hdmfError } from "@hdmf-ts/errors";
import type { ByteSource } from "./byte-source.ts";
import { checkRead } from "./check-read.ts";

/**
 * A source over a `Blob` or a `File` that a user chose; only what is read is loaded. Its name is the name of the `File`.
 *
 * @throws `changed` from `read`, when the file was changed or removed on the disk after the user chose it.
 */
export function blobSource(blob: Blob): ByteSource {
  const byteLength = blob.size;
  const fileName = (blob as Partial<File>).name;
  const name = typeof fileName === "string" && fileName !== "" ? fileName : undefined;
  let closed = false;
  return {
    byteLength,
    ...(name === undefined ? {} : { name }),
    async read(offset, length, options) {
      checkRead({ byteLength, name, closed }, offset, length, options?.signal);
      const bytes = new Uint8Array(await readPart(blob, offset, length, name));
      options?.signal?.throwIfAborted();
      if (bytes.byteLength !== length) throw changedError(name, undefined);
      return bytes;
    },
    async close() {
      closed = true;
    },
  };
}

async function readPart(blob: Blob, offset: number, length: number, name: string | undefined): Promise<ArrayBuffer> {
  try {
    return await blob.slice(offset, offset + length).arrayBuffer();
  } catch (cause) {
    const kind = (cause as Partial<Error> | null)?.name;
    if (kind === "NotReadableError" || kind === "NotFoundError") throw changedError(name, cause);
    const message = `cannot read ${length} bytes at ${offset} of ${name ?? "the Blob"}: ${String(cause)}`;
    throw hdmfError("io", message, { ...(name === undefined ? {} : { source: name }), cause });
  }
}

function changedError(name: string | undefined, cause: unknown): Error {
  return hdmfError("changed", `${name ?? "the Blob"} was changed or removed since it was chosen`, {
    ...(name === undefined ? {} : { source: name }),
    hint: "choose the file again",
    cause,
  });
}
