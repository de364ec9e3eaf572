import "./numcodecs.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeChunk } from "../src/index.ts";
import { openCodecPool } from "../src/worker.ts";
import { poolCases } from "./pool-cases.ts";
import { stairs } from "./samples.ts";

describe("a codec pool in a browser", () => {
  for (const { name, run } of poolCases)
    test(name, async () => {
      const pool = openCodecPool({ workers: 2 });
      onTestFinished(() => pool.close());
      await run(pool);
    });

  test("fails the calls of a thread that cannot be loaded", async () => {
    const { Worker } = globalThis;
    onTestFinished(() => {
      globalThis.Worker = Worker;
    });
    globalThis.Worker = class extends Worker {
      constructor(_url: string | URL, options?: WorkerOptions) {
        super(new URL("there-is-no-such-file.js", location.href), options);
      }
    };
    const pool = openCodecPool({ workers: 1 });
    onTestFinished(() => pool.close());
    const calls = Array.from({ length: 4 }, () => encodeChunk([{ name: "zstd" }], stairs(50_000, 4), { pool }));
    for (const call of calls) await expect(call).rejects.toMatchObject({ tag: "io" });
  });
});
