import type { ByteSink } from "@hdmf-ts/bytes";
import { type InTurn, inTurn } from "../in-turn.ts";
import type { FileSpace } from "./file-space.ts";

/** A file on its way to a sink: room is given from the start to the end. */
export interface FileOutput extends FileSpace {
  /** Bytes of the file so far. */
  readonly end: number;
  /** See `DataOut`. */
  readonly inTurn: InTurn;
  /** Whether so much was put that it should be written soon. */
  readonly full: boolean;
  /** Copies `bytes`, which may change when it is done. */
  put(address: number, bytes: Uint8Array): void;
  /** `bytes` are the caller's again when it is done; whether they are written by then is not said. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** Reads back, whether it was written yet or not. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Writes all that was put. */
  flush(): Promise<void>;
}

/** A stretch of the file that is being put together. */
interface Stretch {
  readonly address: number;
  readonly bytes: Uint8Array;
  length: number;
}

const stretchBytes = 2 ** 20;
/** Stretches that may go on: headers, what they lead to, small data, and heaps come in turns, each in the order of addresses. */
const mostOpen = 4;
/** Bytes of what waits, above which it should be written. */
const mostWaiting = 4 * stretchBytes;
const smallBytes = 4096;

/** @param start Where room begins: what is in front of it is written by others. */
export function fileOutput(sink: ByteSink, start: number): FileOutput {
  let end = start;
  let open: Stretch[] = [];
  let ready: Stretch[] = [];
  let waiting = 0;

  /** The stretch that bytes at an address go on. */
  function stretchFor(address: number, length: number): Stretch {
    for (let index = 0; index < open.length; index++) {
      const stretch = open[index]!;
      // Room is given in steps of 8 bytes: a smaller gap is nobody's, and zeros.
      const gap = address - stretch.address - stretch.length;
      if (gap < 0 || gap >= 8) continue;
      if (stretch.length + gap + length <= stretch.bytes.length) {
        stretch.length += gap;
        return stretch;
      }
      ready.push(...open.splice(index, 1));
      break;
    }
    if (open.length === mostOpen) ready.push(open.shift() as Stretch);
    const stretch = { address, bytes: new Uint8Array(Math.max(stretchBytes, length)), length: 0 };
    open.push(stretch);
    return stretch;
  }

  function put(address: number, bytes: Uint8Array): void {
    const stretch = stretchFor(address, bytes.length);
    stretch.bytes.set(bytes, stretch.length);
    stretch.length += bytes.length;
    waiting += bytes.length;
  }

  async function flush(): Promise<void> {
    const list = [...ready, ...open].sort((a, b) => a.address - b.address);
    ready = [];
    open = [];
    waiting = 0;
    for (const { address, bytes, length } of list) await sink.write(address, bytes.subarray(0, length));
  }

  /** What is complete; what goes on goes on. */
  async function flushReady(): Promise<void> {
    const list = ready;
    ready = [];
    for (const { address, bytes, length } of list) {
      waiting -= length;
      await sink.write(address, bytes.subarray(0, length));
    }
  }

  return {
    get end() {
      return end;
    },
    get full() {
      return waiting > mostWaiting;
    },
    inTurn: inTurn(),
    allocate(length) {
      const address = end;
      end += Math.ceil(length / 8) * 8;
      return address;
    },
    put,
    async write(address, bytes) {
      if (bytes.length <= smallBytes) put(address, bytes);
      else await sink.write(address, bytes);
      if (waiting > mostWaiting) await flushReady();
    },
    async read(address, length) {
      await flush();
      return sink.read(address, length);
    },
    flush,
  };
}
