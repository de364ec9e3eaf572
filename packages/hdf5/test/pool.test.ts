import { existsSync } from "node:fs";
import { openCodecPool } from "@hdmf-ts/codecs/worker";
import { describe, onTestFinished, test } from "vitest";
import { poolCases } from "./pool-cases.ts";

const isBuilt = existsSync(new URL("../../codecs/dist/codec-worker.js", import.meta.url));
if (!isBuilt) console.log("The tests of the codec pool are left out: packages/codecs is not built (npm run build).");

describe.skipIf(!isBuilt)("with a codec pool, in Node", () => {
  for (const { name, run } of poolCases)
    test(name, async () => {
      const pool = openCodecPool({ workers: 2 });
      onTestFinished(() => pool.close());
      await run(pool);
    });
});
