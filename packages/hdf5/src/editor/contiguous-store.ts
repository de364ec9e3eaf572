import { type ArrayData, elementCount, normalizeSelection, sliceData } from "@hdmf-ts/array";
import { encodeDataLayout } from "../datasets/encode-data-layout.ts";
import { selectionRuns } from "../datasets/runs.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import type { Write } from "./commit-steps.ts";
import { sectorBytes } from "./edit-space.ts";
import type { ElementStore, ElementsOf, ElementTools } from "./element-store.ts";
import { cannotResize } from "./store-errors.ts";

const pieceBytes = 4 * 2 ** 20;
/** Data up to here is written anew where most of it changes: the commit is one publish then. */
const anewBytes = 64 * 2 ** 20;
const batchRuns = 65_536;

/** @param place Of the elements, without an address where they were never written; absent for a new dataset. */
export function contiguousStore(
  dataset: ElementsOf,
  tools: ElementTools,
  place: { readonly address?: number } | undefined,
): ElementStore {
  const { type, shape, path, fill, maxShape } = dataset;
  const { dtype, size } = type;
  const { space } = tools;
  const total = elementCount(shape) * size;
  let stored = place?.address;
  let isKnown = place !== undefined;
  /** A place for all elements that no commit leads to yet. */
  let fresh: number | undefined;
  let waiting: Write[] = [];

  /** Puts the fill value everywhere. */
  async function fillAll(to: number): Promise<void> {
    const one = fill === undefined ? new Uint8Array(size) : await tools.encode(type, fill, 1, path);
    const count = Math.max(1, Math.floor(pieceBytes / size));
    const piece = new Uint8Array(Math.min(total, count * size));
    if (one.some((byte) => byte !== 0)) for (let at = 0; at < piece.length; at += size) piece.set(one, at);
    for (let at = 0; at < total; at += piece.length)
      await space.write(to + at, piece.subarray(0, Math.min(piece.length, total - at)));
  }

  async function copyAll(from: number, to: number): Promise<void> {
    for (let at = 0; at < total; at += pieceBytes)
      await space.write(to + at, await space.read(from + at, Math.min(pieceBytes, total - at)));
    for (const write of waiting) await space.write(to + write.address - from, write.bytes);
    waiting = [];
  }

  async function begin(selected: number): Promise<void> {
    if (fresh !== undefined || total === 0) return;
    const isMost = total > sectorBytes && total <= anewBytes && selected * 2 > total;
    if (stored !== undefined && !isMost) return;
    const room = space.allocate(total);
    if (selected < total) await (stored === undefined ? fillAll(room) : copyAll(stored, room));
    waiting = [];
    fresh = room;
  }

  async function put(at: number, data: ArrayData, from: number, count: number): Promise<void> {
    const bytes = await tools.encode(type, sliceData(dtype, data, from, from + count), count, path);
    if (fresh !== undefined) await space.write(fresh + at, bytes);
    else waiting.push({ address: stored! + at, bytes: bytes.slice() });
  }

  return {
    layout: "contiguous",
    maxShape,
    shape,
    async write(selection, data, signal) {
      const { axes, shape: selected } = normalizeSelection(selection, shape ?? []);
      await begin(elementCount(selected) * size);
      const runs = selectionRuns(axes, shape ?? []);
      const starts = new Float64Array(Math.min(runs.count, batchRuns));
      const step = Math.max(1, Math.floor(pieceBytes / size));
      for (let done = 0; done < runs.count; ) {
        const count = runs.next(starts);
        for (let run = 0; run < count; run++) {
          signal?.throwIfAborted();
          for (let from = 0; from < runs.length; from += step) {
            const length = Math.min(step, runs.length - from);
            await put((starts[run]! + from) * size, data, (done + run) * runs.length + from, length);
          }
        }
        done += count;
      }
    },
    resize: async () => {
      throw cannotResize(path, "contiguous");
    },
    async finish() {
      const publish = joined(waiting);
      const address = fresh ?? stored;
      const isSame = isKnown && fresh === undefined;
      const layout = encodeDataLayout(
        { kind: "contiguous", ...(address !== undefined && { address }), size: total },
        newFileSizes,
      );
      return {
        ...(!isSame && { layout }),
        publish,
        after: [],
        freed: fresh === undefined || stored === undefined ? [] : [{ address: stored, length: total }],
        done() {
          stored = address;
          fresh = undefined;
          isKnown = true;
          waiting = [];
        },
      };
    },
    ranges: async () =>
      [stored, fresh].flatMap((at) => (at === undefined || total === 0 ? [] : [{ address: at, length: total }])),
  };
}

/** The same bytes in ascending writes that do not overlap; later ones win. */
function joined(writes: readonly Write[]): Write[] {
  if (writes.length < 2) return [...writes];
  const sorted = writes
    .map((write, order) => ({ ...write, order }))
    .sort((a, b) => a.address - b.address || a.order - b.order);
  const groups: (typeof sorted)[] = [];
  let end = -1;
  for (const write of sorted) {
    const last = groups.at(-1);
    if (last === undefined || write.address > end) groups.push([write]);
    else last.push(write);
    end = Math.max(end, write.address + write.bytes.length);
  }
  return groups.map((group) => {
    const { address } = group[0]!;
    const stop = Math.max(...group.map((write) => write.address + write.bytes.length));
    const bytes = new Uint8Array(stop - address);
    for (const write of group.sort((a, b) => a.order - b.order)) bytes.set(write.bytes, write.address - address);
    return { address, bytes };
  });
}
