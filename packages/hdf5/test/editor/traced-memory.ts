import { type BesideFile, type EditableMemory, editableMemory } from "@hdmf-ts/bytes";

/**
 * What was done to a file: a write with its bytes in hexadecimal digits, a new length, a barrier; what was put into the redo file beside it, or
 * nothing, when it is removed.
 */
export type TraceStep =
  | readonly ["w", number, string]
  | readonly ["t", number]
  | readonly ["s"]
  | readonly ["r", string];

/** Memory that is edited, and notes how. */
export interface TracedMemory extends EditableMemory {
  /** What was done since the last call. */
  takeTrace(): TraceStep[];
}

/** @param beside The redo file beside it. */
export function tracedMemory(initial: Uint8Array, beside?: Uint8Array): TracedMemory {
  const memory = editableMemory(initial);
  let trace: TraceStep[] = [];
  let record = beside;
  const redo: BesideFile = {
    read: async () => record,
    async write(bytes) {
      record = bytes;
      trace.push(["r", Buffer.from(bytes).toString("hex")]);
    },
    async remove() {
      record = undefined;
      trace.push(["r", ""]);
    },
  };
  return {
    ...memory,
    redo,
    get byteLength() {
      return memory.byteLength;
    },
    async write(offset, bytes) {
      trace.push(["w", offset, Buffer.from(bytes).toString("hex")]);
      await memory.write(offset, bytes);
    },
    async truncate(length) {
      trace.push(["t", length]);
      await memory.truncate(length);
    },
    async sync() {
      trace.push(["s"]);
    },
    takeTrace() {
      const taken = trace;
      trace = [];
      return taken;
    },
  };
}
