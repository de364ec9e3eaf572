import { hdmfError } from "@hdmf-ts/errors";

/**
 * Refuses files that are made of several: alone, the addresses of one lead into others (specification II.B, IV.A.2.u).
 *
 * @param id The eight bytes of the driver's name.
 */
export function checkDriver(id: Uint8Array, what: string): void {
  const name = String.fromCharCode(...id);
  if (!name.startsWith("NCSAmul") && !name.startsWith("NCSAfam")) return;
  throw hdmfError("unsupported", `${what} says that the file is one part of several, which cannot be read together`, {
    hint: "Make one file of the parts with h5repack",
  });
}
