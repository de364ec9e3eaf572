import type { ByteSink } from "@hdmf-ts/bytes";
import type { CodecPool } from "@hdmf-ts/codecs";
import { heldChunks } from "../datasets/held-chunks.ts";
import { lanes } from "../datasets/lanes.ts";
import type { DataOut } from "../datasets/write-parts.ts";
import { inTurn } from "../in-turn.ts";
import { aligned } from "../io/aligned.ts";
import { ByteWriter, newFileSizes } from "../io/byte-writer.ts";
import type { FileSpace } from "./file-space.ts";

/** A file on its way to a sink: room is given from the start to the end. */
export interface FileOutput extends FileSpace, Pick<DataOut, "inTurn" | "held" | "lanes" | "pool"> {
  /** Bytes of the file so far. */
  readonly end: number;
  /** Whether so much is complete that it should be written soon, by `drain`. */
  readonly full: boolean;
  /** `bytes` are the caller's again when it is done; whether they are written by then is not said. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** Reads back, whether it was written yet or not. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Writes what is complete; what goes on goes on. */
  drain(): Promise<void>;
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
/** Bytes of what is complete, above which it should be written. */
const mostWaiting = 2 * stretchBytes;
const smallBytes = 4096;
/** Stretches that are kept to be used again. */
const mostSpare = 8;

/**
 * @param start Where room begins: what is in front of it is written by others.
 * @param pool Where filters run.
 */
export function fileOutput(sink: ByteSink, start: number, pool?: CodecPool): FileOutput {
  let end = start;
  let open: Stretch[] = [];
  let ready: Stretch[] = [];
  let waiting = 0;
  const spare: Uint8Array[] = [];

  /** The stretch that bytes at an address go on, `length` of which are its own from now on. */
  function stretchFor(address: number, length: number): Stretch {
    for (let index = 0; index < open.length; index++) {
      const stretch = open[index]!;
      // Room is given in steps of 8 bytes: a smaller gap is nobody's, and zeros.
      const gap = address - stretch.address - stretch.length;
      if (gap < 0 || gap >= 8) continue;
      if (stretch.length + gap + length <= stretch.bytes.length) {
        stretch.length += gap + length;
        return stretch;
      }
      open.splice(index, 1);
      complete(stretch);
      break;
    }
    if (open.length === mostOpen) complete(open.shift() as Stretch);
    const stretch = { address, bytes: zeros(length), length };
    open.push(stretch);
    return stretch;
  }

  function complete(stretch: Stretch): void {
    ready.push(stretch);
    waiting += stretch.length;
  }

  /** Memory that was written is used again: the system takes longer to hand out new memory than all else that is done with it. */
  function zeros(length: number): Uint8Array {
    if (length > stretchBytes) return new Uint8Array(length);
    return spare.pop()?.fill(0) ?? new Uint8Array(stretchBytes);
  }

  async function writeAll(stretches: readonly Stretch[]): Promise<void> {
    for (const { address, bytes, length } of stretches) {
      await sink.write(address, bytes.subarray(0, length));
      if (bytes.length === stretchBytes && spare.length < mostSpare) spare.push(bytes);
    }
  }

  async function flush(): Promise<void> {
    const list = [...ready, ...open].sort((a, b) => a.address - b.address);
    ready = [];
    open = [];
    waiting = 0;
    await writeAll(list);
  }

  async function drain(): Promise<void> {
    const list = ready;
    ready = [];
    waiting = 0;
    await writeAll(list);
  }

  function put(address: number, bytes: Uint8Array): void {
    const stretch = stretchFor(address, bytes.length);
    stretch.bytes.set(bytes, stretch.length - bytes.length);
  }

  return {
    get end() {
      return end;
    },
    get full() {
      return waiting > mostWaiting;
    },
    inTurn: inTurn(),
    held: heldChunks(),
    lanes: lanes(),
    ...(pool && { pool }),
    allocate(length) {
      const address = end;
      end += aligned(length);
      return address;
    },
    put,
    open(address, length) {
      const stretch = stretchFor(address, length);
      return new ByteWriter(newFileSizes, stretch.bytes, stretch.length - length);
    },
    async write(address, bytes) {
      if (bytes.length <= smallBytes) put(address, bytes);
      else await sink.write(address, bytes);
      if (waiting > mostWaiting) await drain();
    },
    async read(address, length) {
      await flush();
      return sink.read(address, length);
    },
    drain,
    flush,
  };
}
