import type { ByteSink } from "@hdmf-ts/bytes";
import type { FileSpace } from "./file-space.ts";

/** A file on its way to a sink: room is given from the start to the end. */
export interface FileOutput extends FileSpace {
  /** Bytes of the file so far. */
  readonly end: number;
  /** `bytes` are the caller's again when it is done; whether they are written by then is not said. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** Reads back, whether it was written yet or not. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Writes what was put. */
  flush(): Promise<void>;
  /** The same, but only once much has been put. */
  flushLater(): Promise<void>;
}

const mostWaiting = 2 ** 20;
/** Bytes that wait with what was put, so that they are written in the order of their addresses. */
const smallBytes = 4096;

/** @param start Where room begins: what is in front of it is written by others. */
export function fileOutput(sink: ByteSink, start: number): FileOutput {
  let end = start;
  let waiting = 0;
  let pieces: { readonly address: number; readonly bytes: Uint8Array }[] = [];

  const flush = async (): Promise<void> => {
    const list = pieces.sort((a, b) => a.address - b.address);
    pieces = [];
    waiting = 0;
    for (const { address, bytes } of list) await sink.write(address, bytes);
  };

  return {
    get end() {
      return end;
    },
    allocate(length) {
      const address = end;
      end += Math.ceil(length / 8) * 8;
      return address;
    },
    put(address, bytes) {
      pieces.push({ address, bytes });
      waiting += bytes.length;
    },
    async write(address, bytes) {
      if (bytes.length <= smallBytes) this.put(address, bytes.slice());
      else await sink.write(address, bytes);
      await this.flushLater();
    },
    async read(address, length) {
      await flush();
      return sink.read(address, length);
    },
    flush,
    async flushLater() {
      if (waiting > mostWaiting) await flush();
    },
  };
}
