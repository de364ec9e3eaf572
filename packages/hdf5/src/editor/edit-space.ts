import type { EditableBytes } from "@hdmf-ts/bytes";
import { aligned } from "../io/aligned.ts";
import { ByteWriter, newFileSizes } from "../io/byte-writer.ts";
import type { Range } from "../io/file-bytes.ts";
import type { FileSpace } from "../writer/file-space.ts";

/**
 * Room for what no commit leads to yet: behind the end of the file, and where earlier commits made place. It may be written at any time, since
 * nobody reads it. Addresses count from the base address of the file.
 */
export interface EditSpace extends FileSpace {
  /** The end of the file when all that was given is in it. */
  readonly end: number;
  /** Room that lies in one sector, where `length` lets it. */
  allocateWhole(length: number): number;
  /** Writes at once what is large; `bytes` are the caller's again when it is done. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** Reads what is in the file or was put; new memory. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** What the next commit no longer leads to: room from the commit after it on. */
  free(range: Range): void;
  /** What was given, and is not needed after all: room at once. */
  giveBack(range: Range): void;
  /** Writes all that was put, and lengthens the file to `end`. */
  drain(): Promise<void>;
  /** The commit is done: what it freed is room. */
  settle(): void;
}

/** What a device writes as a whole, or not at all. */
export const sectorBytes = 512;

const largeBytes = 65_536;
const waitingBytes = 4 * 2 ** 20;
const gatheredBytes = 2 ** 20;
/** Places that are looked at for new room, and remembered. */
const mostLooks = 64;
const mostPlaces = 4096;

interface Piece {
  readonly address: number;
  readonly bytes: Uint8Array;
}

const endOf = ({ address, bytes }: Piece): number => address + bytes.length;

/** @param start The end of the file so far. */
export function editSpace(file: EditableBytes, base: number, start: number): EditSpace {
  let end = aligned(start);
  let waiting: Piece[] = [];
  let waitingLength = 0;
  let draining: Promise<void> = Promise.resolve();
  let places: Range[] = [];
  let freed: Range[] = [];

  function takePlace(length: number, fits: (address: number) => boolean): number | undefined {
    const from = Math.max(0, places.length - mostLooks);
    let best = -1;
    for (let index = places.length - 1; index >= from; index--) {
      const place = places[index]!;
      if (place.length < length || (best >= 0 && place.length >= places[best]!.length) || !fits(place.address))
        continue;
      best = index;
      if (place.length === length) break;
    }
    if (best < 0) return undefined;
    const [place] = places.splice(best, 1) as [Range];
    if (place.length > length) addPlace({ address: place.address + length, length: place.length - length });
    return place.address;
  }

  function addPlace({ address, length }: Range): void {
    const first = aligned(address);
    const last = 8 * Math.floor((address + length) / 8);
    if (last - first < 16) return;
    if (places.length === mostPlaces) places = places.slice(mostPlaces / 2);
    places.push({ address: first, length: last - first });
  }

  function allocate(length: number): number {
    const room = aligned(Math.max(1, length));
    const place = takePlace(room, () => true);
    if (place !== undefined) return place;
    const address = end;
    end += room;
    return address;
  }

  async function writeGathered(list: readonly Piece[]): Promise<void> {
    for (let index = 0; index < list.length; ) {
      const first = list[index]!;
      let stop = index + 1;
      let length = first.bytes.length;
      // Room is given in steps of 8 bytes: a smaller gap is nobody's.
      for (; stop < list.length; stop++) {
        const next = list[stop]!;
        const at = next.address - first.address;
        if (at - length >= 8 || at + next.bytes.length > gatheredBytes) break;
        length = at + next.bytes.length;
      }
      const bytes = stop === index + 1 ? first.bytes : new Uint8Array(length);
      if (stop > index + 1)
        for (const one of list.slice(index, stop)) bytes.set(one.bytes, one.address - first.address);
      await file.write(base + first.address, bytes);
      index = stop;
    }
  }

  /** One after the other, so that what is read is written by then. */
  function drain(): Promise<void> {
    const next = draining.then(drainNow);
    draining = next.catch(() => undefined);
    return next;
  }

  async function drainNow(): Promise<void> {
    const given = waiting;
    waiting = [];
    waitingLength = 0;
    const list = [...given].sort((a, b) => a.address - b.address);
    const isOverlapping = list.some((one, index) => index > 0 && one.address < endOf(list[index - 1]!));
    // What was written twice keeps its order.
    if (isOverlapping) for (const { address, bytes } of given) await file.write(base + address, bytes);
    else await writeGathered(list);
    if (file.byteLength < base + end) await file.truncate(base + end);
  }

  function put(address: number, bytes: Uint8Array): void {
    waiting.push({ address, bytes });
    waitingLength += bytes.length;
  }

  return {
    get end() {
      return end;
    },
    allocate,
    allocateWhole(length) {
      const room = aligned(length);
      if (room > sectorBytes) return allocate(length);
      const isWhole = (address: number): boolean => ((base + address) % sectorBytes) + room <= sectorBytes;
      const place = takePlace(room, isWhole);
      if (place !== undefined) return place;
      if (!isWhole(end)) {
        const next = sectorBytes * Math.ceil((base + end) / sectorBytes) - base;
        addPlace({ address: end, length: next - end });
        end = next;
      }
      const address = end;
      end += room;
      return address;
    },
    put,
    open(address, length) {
      const bytes = new Uint8Array(length);
      put(address, bytes);
      return new ByteWriter(newFileSizes, bytes);
    },
    async write(address, bytes) {
      if (bytes.length >= largeBytes) return file.write(base + address, bytes);
      put(address, bytes.slice());
      if (waitingLength > waitingBytes) await drain();
    },
    async read(address, length) {
      await (waiting.length > 0 ? drain() : draining);
      return file.read(base + address, length);
    },
    free: (range) => {
      freed.push(range);
    },
    giveBack(range) {
      waiting = waiting.filter(({ address }) => address < range.address || address >= range.address + range.length);
      addPlace(range);
    },
    drain,
    settle() {
      for (const range of freed) addPlace(range);
      freed = [];
    },
  };
}
