import { openBytes } from "@hdmf-ts/bytes";
import { isUrl } from "./is-url.ts";

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether something stands in front of an HDF5 file (a user block, specification II.A): no object of it, so no copy of its objects has it. */
export async function hasUserBlock(input: string, signal: AbortSignal): Promise<boolean> {
  if (isUrl(input)) return false;
  const source = await openBytes(input, { signal });
  try {
    const start = await source.read(0, Math.min(signature.length, source.byteLength), { signal });
    return signature.some((byte, index) => start[index] !== byte);
  } finally {
    await source.close?.();
  }
}
