import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeQueue } from "../src/range-queue.ts";
import { content } from "./range-server.ts";

/** Reads as [begins after ms, start, length, is aborted after ms or never, takes ms]. */
const reads = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 60_000 }),
    fc.integer({ min: 1, max: 20_000 }),
    fc.option(fc.integer({ min: 0, max: 8 })),
  ),
  { minLength: 1, maxLength: 25 },
);

test("whatever is read and aborted when, each read gets its bytes or its reason, over no more connections than allowed", async () => {
  await fc.assert(
    fc.asyncProperty(reads, fc.integer({ min: 1, max: 4 }), async (plan, connections) => {
      let [now, most, fetched] = [0, 0, 0];
      const queue = rangeQueue(async (start, length, signal) => {
        most = Math.max(most, ++now);
        // Its place is free from the moment of the abort.
        let held = true;
        const leave = (): void => {
          if (held) now--;
          held = false;
        };
        signal.addEventListener("abort", leave);
        await wait((start + length) % 5);
        leave();
        fetched += length;
        return content.subarray(start, start + length);
      }, connections);
      let asked = 0;
      const results = plan.map(async ([begin, start, length, end]) => {
        await wait(begin);
        const abort = new AbortController();
        asked += length;
        const reading = queue.read(start, length, abort.signal);
        if (end !== null) setTimeout(() => abort.abort(`stop ${start}`), end);
        try {
          const bytes = await reading;
          return Buffer.compare(bytes, content.subarray(start, start + length)) === 0;
        } catch (reason) {
          return reason === `stop ${start}`;
        }
      });
      expect(await Promise.all(results)).not.toContain(false);
      expect(most).toBeLessThanOrEqual(connections);
      expect(fetched).toBeLessThanOrEqual(asked + 4096 * plan.length);
    }),
    { numRuns: 60, seed: 4 },
  );
});
