import { type EditableMemory, editableMemory } from "@hdmf-ts/bytes";

/** What was done to a file: a write with its bytes in hexadecimal digits, a new length, a barrier. */
export type TraceStep = readonly ["w", number, string] | readonly ["t", number] | readonly ["s"];

/** Memory that is edited, and notes how. */
export interface TracedMemory extends EditableMemory {
  /** What was done since the last call. */
  takeTrace(): TraceStep[];
}

export function tracedMemory(initial: Uint8Array): TracedMemory {
  const memory = editableMemory(initial);
  let trace: TraceStep[] = [];
  return {
    ...memory,
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
