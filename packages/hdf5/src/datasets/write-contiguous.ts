import { type ArrayData, elementCount, type NumberArray, normalizeSelection, sliceData } from "@hdmf-ts/array";
import type { ElementWriter, OrderedCoding } from "./element-writer.ts";
import { spansOf } from "./gather.ts";
import { bytesOf, isPlain } from "./plain-numbers.ts";
import { selectionRuns } from "./runs.ts";
import type { DataOut } from "./write-parts.ts";
import type { DatasetPlan } from "./write-plan.ts";

/** What is encoded at once. */
const pieceBytes = 4 * 2 ** 20;
const batchRuns = 65_536;

/**
 * Writes elements one after the other in one place, which is taken when the first of them comes. Numbers go to the sink from the memory
 * of the caller. Elements that are left out are the fill value: zeros are there already, others are written up to where the data is.
 */
export function contiguousWriter(plan: DatasetPlan, coding: OrderedCoding, out: DataOut): ElementWriter {
  const { type, fill } = plan;
  const { dtype, size } = type;
  const plain = isPlain(type);
  const total = elementCount(plan.shape);
  const pieceElements = Math.max(1, Math.floor(pieceBytes / Math.max(1, size)));
  let address: number | undefined;
  let filling: Uint8Array | undefined;
  /** All elements before it are written or filled. */
  let filled = 0;

  async function begin(): Promise<number> {
    if (address !== undefined) return address;
    const one = fill === undefined ? undefined : await coding.encode(fill, 1);
    if (one?.some((byte) => byte !== 0)) filling = repeated(one, Math.min(total, pieceElements));
    address = await out.inTurn(async () => out.allocate(total * size));
    return address;
  }

  async function fillTo(element: number): Promise<void> {
    const start = await begin();
    while (filled < element) {
      const count = Math.min(element - filled, pieceElements);
      if (filling) await out.write(start + filled * size, filling.subarray(0, count * size));
      filled += count;
    }
  }

  /** Writes elements that stand one after the other on both sides. */
  async function writeRun(to: number, data: ArrayData, from: number, count: number): Promise<void> {
    const start = await begin();
    await fillTo(to);
    const step = plain ? count : pieceElements;
    for (let done = 0; done < count; done += step) {
      const length = Math.min(step, count - done);
      await out.write(start + (to + done) * size, await encoded(data, from + done, length));
    }
    filled = Math.max(filled, to + count);
  }

  async function encoded(data: ArrayData, from: number, count: number): Promise<Uint8Array> {
    const part = sliceData(dtype, data, from, from + count);
    return plain ? bytesOf(part as NumberArray) : coding.encode(part, count);
  }

  /** Short runs near each other are put into what is there, which is read and written as a whole. */
  async function writeSpan(
    starts: Float64Array,
    start: number,
    end: number,
    data: ArrayData,
    from: number,
    each: number,
  ) {
    const at = (await begin()) + start;
    await fillTo(end / size);
    const bytes = await out.read(at, end - start);
    const parts = await encoded(data, from, starts.length * each);
    for (const [run, first] of starts.entries())
      bytes.set(parts.subarray(run * each * size, (run + 1) * each * size), first * size - start);
    await out.write(at, bytes);
  }

  return {
    async write({ shape, selection, data, signal }) {
      const runs = selectionRuns(normalizeSelection(selection, shape).axes, shape);
      const starts = new Float64Array(Math.min(runs.count, batchRuns));
      for (let done = 0; done < runs.count; ) {
        const batch = starts.subarray(0, runs.next(starts));
        for (const { first, stop, start, end } of spansOf(batch, size, runs.length * size)) {
          signal?.throwIfAborted();
          const from = (done + first) * runs.length;
          if (stop === first + 1) await writeRun(batch[first]!, data, from, runs.length);
          else await writeSpan(batch.subarray(first, stop), start, end, data, from, runs.length);
        }
        done += batch.length;
      }
    },
    async finish() {
      if (address !== undefined) await fillTo(total);
    },
    stored: () => ({ kind: "contiguous", ...(address !== undefined && { address }), size: total * size }),
  };
}

function repeated(one: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(one.length * count);
  for (let at = 0; at < bytes.length; at += one.length) bytes.set(one, at);
  return bytes;
}
