import { hdmfError } from "@hdmf-ts/errors";
import { Cursor } from "./cursor.ts";

/** What a file that is made of several says of them (specification II.B, IV.A.2.u). */
export interface Family {
  /** Bytes of each file but the last. */
  readonly memberSize: number;
}

/**
 * Reads the information of the driver that wrote a file; `undefined` for one that keeps a file in one piece.
 *
 * @param id The eight bytes of the driver's name.
 * @throws `unsupported` for the multi driver, whose addresses do not follow one another
 */
export function parseDriver(id: Uint8Array, information: Uint8Array, what: string): Family | undefined {
  const name = String.fromCharCode(...id);
  if (name.startsWith("NCSAmul")) {
    throw hdmfError("unsupported", `${what} says that metadata and data are in files apart (multi or split driver)`, {
      hint: "Make one file of the parts with h5repack",
    });
  }
  if (!name.startsWith("NCSAfam")) return undefined;
  const memberSize = new Cursor(information, what).uint(8);
  if (memberSize > 0) return { memberSize };
  throw hdmfError("malformed", `${what} says that it is one of a family of files of 0 bytes`);
}
