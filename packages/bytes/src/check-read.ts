import { hdmfError } from "@hdmf-ts/errors";

/** What a source knows about itself when a read begins. */
interface SourceState {
  readonly byteLength: number;
  readonly name?: string | undefined;
  readonly closed: boolean;
}

/** Rejects what no source can answer: an aborted call, a closed source, a range that is not inside. */
export function checkRead(state: SourceState, offset: number, length: number, signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
  const where = state.name ?? "the bytes in memory";
  const details = state.name === undefined ? {} : { source: state.name };
  if (state.closed) throw hdmfError("closed", `${where} was closed before the read`, details);
  const fits = isCount(offset) && isCount(length) && offset + length <= state.byteLength;
  if (fits) return;
  throw hdmfError(
    "invalid",
    `cannot read ${length} bytes at ${offset} of ${where}, which has ${state.byteLength} bytes`,
    details,
  );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
