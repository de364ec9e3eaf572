import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeChunk } from "../src/index.ts";
import { openCodecPool } from "../src/worker.ts";
import { poolCases, reasonOf, sameBytes } from "./pool-cases.ts";
import { stairs } from "./samples.ts";

// Node does not run TypeScript in a thread: the compiled file does the work, whoever starts it.
const dist = new URL("../dist/", import.meta.url);
const isBuilt = existsSync(new URL("codec-worker.js", dist));
if (!isBuilt) console.log("The tests of the codec pool are left out: packages/codecs is not built (npm run build).");

const zstd = [{ name: "zstd" }];
const long = stairs(50_000, 4);

/** The threads that are started from now on. */
function threadsStarted(): Worker[] {
  const threads: Worker[] = [];
  const add = (thread: Worker): unknown => threads.push(thread);
  process.on("worker", add);
  onTestFinished(() => {
    process.off("worker", add);
  });
  return threads;
}

function newPool(workers: number): ReturnType<typeof openCodecPool> {
  const pool = openCodecPool({ workers });
  onTestFinished(() => pool.close());
  return pool;
}

describe.skipIf(!isBuilt)("a codec pool in Node", () => {
  for (const workers of [1, 2])
    for (const { name, run } of poolCases) test(`with ${workers} thread(s): ${name}`, () => run(newPool(workers)));

  test("starts no thread for little data, nor for what Node does in threads of its own, and no more than it may", async () => {
    const threads = threadsStarted();
    const pool = newPool(2);
    await encodeChunk(zstd, long.subarray(0, 1000), { pool });
    await encodeChunk([{ name: "shuffle" }, { name: "deflate" }], long, { pool });
    expect(threads.length).toBe(0);
    await encodeChunk(zstd, long, { pool });
    expect(threads.length).toBe(1);
    await Promise.all(Array.from({ length: 20 }, () => encodeChunk(zstd, long, { pool })));
    expect(threads.length).toBe(2);
  });

  test("fails the calls of a thread that dies, and goes on with another one", async () => {
    const threads = threadsStarted();
    const pool = newPool(1);
    const slow = [{ name: "zstd", options: [19] }];
    const expected = await encodeChunk(slow, long);
    const calls = Array.from({ length: 5 }, () => reasonOf(encodeChunk(slow, long, { pool })).catch(() => undefined));
    await new Promise(setImmediate);
    await threads[0]!.terminate();
    const gone = expect.objectContaining({ tag: "io", message: expect.stringContaining("codec pool") });
    // The thread had two calls; the others waited for it, and are done by the next one.
    expect(await Promise.all(calls)).toEqual([gone, gone, undefined, undefined, undefined]);
    expect(threads.length).toBe(2);
    expect(sameBytes(await encodeChunk(slow, long, { pool }), expected)).toBe(true);
  });

  test("a program that forgets to close it ends, and not before its work is done", () => {
    const program = `
      import { encodeChunk } from ${JSON.stringify(new URL("index.js", dist).href)};
      import { openCodecPool } from ${JSON.stringify(new URL("worker.js", dist).href)};
      const stored = encodeChunk([{ name: "zstd" }], new Uint8Array(100000), { pool: openCodecPool() });
      stored.then((bytes) => console.log(bytes.length < 1000));`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: fileURLToPath(dist),
      encoding: "utf8",
      timeout: 20_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: "true\n", stderr: "", status: 0 });
  });
});
