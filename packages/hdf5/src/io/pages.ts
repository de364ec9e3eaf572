import type { ByteSource } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import type { AbsentBytes, Range } from "./file-bytes.ts";
import { type Flights, flights } from "./flights.ts";
import { plainBytes } from "./plain-bytes.ts";

/** Pages of a source, kept in memory within a bound; offsets count from the start of the source. */
export interface Pages {
  readonly source: ByteSource;
  /** A view of what is there. @throws {@link AbsentBytes} */
  at(offset: number, length: number): Uint8Array;
  /** Those of the ranges that are not there. */
  missing(ranges: readonly Range[]): Range[];
  /** Brings ranges into memory; they stay there until the given operation has ended, whatever the bound. */
  fetch(ranges: readonly Range[], signal: AbortSignal | undefined): Promise<void>;
  /** Begins an operation, during which nothing that it touched is dropped; call what it returns to end it. */
  begin(): () => void;
  /** Whether all of the source is in memory, so that nothing is ever absent. */
  readonly whole: boolean;
  /** Whether a read takes long, so that many should be under way together. */
  readonly remote: boolean;
  /** Reads past the pages, nothing is kept. */
  read(offset: number, length: number, signal: AbortSignal | undefined): Promise<Uint8Array>;
  /** @throws `closed` */
  checkOpen(): void;
  /** Drops all; whatever is asked for afterwards is `closed`. */
  close(): void;
}

interface Page {
  readonly bytes: Uint8Array;
  /** Shared by the pages of one read, which share their memory too. */
  readonly last: { used: number };
}

/** What pages may take together when no operation needs them. */
const maxBytes = 64 * 2 ** 20;
/** No structure of the format that is parsed at once is larger. */
const maxRange = 512 * 2 ** 20;
const localPage = 65_536;
const remotePage = 16_384;
/** Pages that are read together where a file is read on. */
const readAhead = 16;

/**
 * @param memory All of the source, where it is in memory: then nothing is ever absent.
 * @param localBytes Of a page, where the source is near.
 */
export function openPages(source: ByteSource, memory?: Uint8Array, localBytes: number = localPage): Pages {
  const whole = memory === undefined ? undefined : plainBytes(memory);
  const remote = /^https?:/i.test(source.name ?? "");
  const pageBytes = remote ? remotePage : localBytes;
  const pages = new Map<number, Page>();
  const operations = new Set<number>();
  const inFlight: Flights = flights(source, pageBytes, 64, (first, bytes) => {
    const last = { used: ++clock };
    for (let start = 0, index = first; start < bytes.length; start += pageBytes, index++) {
      pages.set(index, { bytes: bytes.subarray(start, start + pageBytes), last });
    }
  });
  let clock = 0;
  let closed = false;
  let lastIndex = -1;
  let last: Page = { bytes: new Uint8Array(), last: { used: 0 } };

  const pageAt = (index: number): Page | undefined => {
    if (index === lastIndex) {
      last.last.used = clock;
      return last;
    }
    const page = pages.get(index);
    if (page === undefined) return undefined;
    page.last.used = ++clock;
    lastIndex = index;
    last = page;
    return page;
  };

  const dropOld = (): void => {
    if (pages.size * pageBytes <= maxBytes) return;
    const oldest = Math.min(clock + 1, ...operations);
    const droppable = [...pages]
      .filter(([, page]) => page.last.used < oldest)
      .sort(([, a], [, b]) => a.last.used - b.last.used);
    // A quarter is dropped at once, so that this is seldom done.
    const excess = pages.size - Math.floor((maxBytes * 0.75) / pageBytes);
    for (const [index] of droppable.slice(0, excess)) pages.delete(index);
    lastIndex = -1;
  };

  /** Metadata that goes on behind what is held already is likely to go on further. */
  const addAhead = (wanted: Set<number>): void => {
    for (const index of [...wanted]) {
      if (!pages.has(index - 1)) continue;
      const stop = Math.min(index + readAhead, Math.ceil(source.byteLength / pageBytes));
      for (let next = index + 1; next < stop && !pages.has(next); next++) wanted.add(next);
    }
  };

  /** While one page alone is waited for, the next one costs little, and may save another wait; the first page comes with the opening. */
  const addNext = (wanted: Set<number>): void => {
    const [index = 0] = wanted;
    if (index > 0 && !pages.has(index + 1) && (index + 1) * pageBytes < source.byteLength) wanted.add(index + 1);
  };

  const checkOpen = (): void => {
    if (!closed) return;
    const { name } = source;
    const details = name === undefined ? {} : { source: name };
    throw hdmfError("closed", `${name === undefined ? "The HDF5 file" : `"${name}"`} is closed`, details);
  };

  const self: Pages = {
    source,
    whole: whole !== undefined,
    remote,
    checkOpen,
    at(offset, length) {
      checkOpen();
      if (whole !== undefined) return whole.subarray(offset, offset + length);
      const first = Math.floor(offset / pageBytes);
      const within = offset - first * pageBytes;
      if (within + length <= pageBytes) {
        const page = pageAt(first);
        if (page !== undefined) return page.bytes.subarray(within, within + length);
      }
      const absent = self.missing([{ address: offset, length }]);
      if (absent.length > 0) throw { absent } satisfies AbsentBytes;
      const joined = new Uint8Array(length);
      for (let done = 0, index = first; done < length; index++) {
        const { bytes } = pageAt(index) as Page;
        const from = done === 0 ? within : 0;
        const part = bytes.subarray(from, Math.min(bytes.length, from + length - done));
        joined.set(part, done);
        done += part.length;
      }
      return joined;
    },
    missing(ranges) {
      checkOpen();
      if (whole !== undefined) return [];
      return ranges.filter(({ address, length }) => {
        if (length > maxRange) {
          throw hdmfError("limit", `${length} bytes at ${address} are more than a structure of an HDF5 file may have`);
        }
        const end = Math.floor((address + Math.max(length, 1) - 1) / pageBytes);
        for (let index = Math.floor(address / pageBytes); index <= end; index++) {
          if (pageAt(index) === undefined) return true;
        }
        return false;
      });
    },
    async fetch(ranges, signal) {
      checkOpen();
      const wanted = new Set<number>();
      for (const { address, length } of ranges) {
        const end = Math.floor((address + Math.max(length, 1) - 1) / pageBytes);
        for (let index = Math.floor(address / pageBytes); index <= end; index++) {
          if (!pages.has(index)) wanted.add(index);
        }
      }
      if (!remote) addAhead(wanted);
      else if (wanted.size === 1 && inFlight.idle) addNext(wanted);
      try {
        await inFlight.fetch(
          [...wanted].sort((a, b) => a - b),
          signal,
        );
      } catch (error) {
        checkOpen();
        throw error;
      }
      checkOpen();
    },
    async read(offset, length, signal) {
      checkOpen();
      try {
        return plainBytes(await source.read(offset, length, signal === undefined ? {} : { signal }));
      } finally {
        checkOpen();
      }
    },
    begin() {
      const started = ++clock;
      operations.add(started);
      return () => {
        operations.delete(started);
        dropOld();
      };
    },
    close() {
      closed = true;
      pages.clear();
      lastIndex = -1;
    },
  };
  return self;
}
