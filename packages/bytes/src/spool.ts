/** Room for bytes that nobody sees yet. */
export interface Spool {
  /** Writes of ranges that overlap are not under way together. `bytes` are the caller's again when it is done. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** New memory, zeros where nothing was written. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Frees the room; never throws. */
  drop(): Promise<void>;
}

const pieceBytes = 2 ** 20;

/** The first `byteLength` bytes of a spool, piece by piece. */
export async function* piecesOf(spool: Spool, byteLength: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < byteLength; at += pieceBytes) yield await spool.read(at, Math.min(pieceBytes, byteLength - at));
}
