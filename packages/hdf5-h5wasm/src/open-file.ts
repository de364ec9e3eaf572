import { hdmfError } from "@hdmf-ts/errors";
import type { HeaderSource } from "./header-facts.ts";
import type { Wasm } from "./wasm.ts";

/** A file that h5wasm holds open, and its bytes beside h5wasm. */
export interface OpenFile extends HeaderSource {
  readonly wasm: Wasm;
  readonly id: bigint;
  /** For messages. */
  readonly label: string;
  readonly name?: string;
  /** Frees what was opened; idempotent. */
  readonly release: () => void;
  closed: boolean;
}

/** @throws `closed` */
export function checkOpen(file: OpenFile): void {
  if (!file.closed) return;
  throw hdmfError("closed", `${file.label} is closed`, file.name === undefined ? {} : { source: file.name });
}
