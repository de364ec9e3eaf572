import { lookup3 } from "../checksum.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** All that was written, with its checksum behind it. */
export function withChecksum(writer: ByteWriter): Uint8Array {
  const end = writer.at;
  writer.zeros(4);
  const bytes = writer.finish();
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(end, lookup3(bytes.subarray(0, end)), true);
  return bytes;
}
