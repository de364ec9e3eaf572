import "../../codecs/test/numcodecs.ts";
import { openCodecPool } from "@hdmf-ts/codecs/worker";
import { describe, onTestFinished, test } from "vitest";
import { poolCases } from "./pool-cases.ts";

describe("with a codec pool, in a browser", () => {
  for (const { name, run } of poolCases)
    test(name, async () => {
      const pool = openCodecPool({ workers: 2 });
      onTestFinished(() => pool.close());
      await run(pool);
    });
});
