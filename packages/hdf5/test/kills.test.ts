import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5, type Json } from "../src/testing.ts";

// The long form: HDMF_KILLS=100.
const kills = Number(process.env.HDMF_KILLS ?? 5);
const child = fileURLToPath(new URL("write-child.mjs", import.meta.url));
/** The compiled writer: `npm test` builds it first. */
const built = existsSync(fileURLToPath(new URL("../dist/index.js", import.meta.url)));

/** Runs the child, and kills it after so many milliseconds; how long it took. */
function run(folder: string, after?: number): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [child, folder], { stdio: ["ignore", "ignore", "inherit"] });
    const timer = after === undefined ? undefined : setTimeout(() => process_.kill("SIGKILL"), after);
    process_.on("error", reject);
    process_.on("close", () => {
      clearTimeout(timer);
      resolve(performance.now() - start);
    });
  });
}

async function dump(path: string): Promise<Map<string, Json>> {
  const file = await openHdf5File(path);
  try {
    return await dumpHdf5(file);
  } finally {
    await file.close();
  }
}

describe.skipIf(!built)("a writer that is killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "kills-"));
  const path = join(folder, "new.h5");
  let whole: Map<string, Json>;
  let milliseconds = 0;

  beforeAll(async () => {
    milliseconds = await run(folder);
    whole = await dump(path);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Moments over the whole run, and a little beyond it: some come after the end.
  test.each(Array.from({ length: kills }, (_, index) => (index + 1) / kills))(
    "after %d of the time, leaves nothing under the name, or the whole",
    async (part) => {
      rmSync(path, { force: true });
      await run(folder, milliseconds * 1.05 * part);
      if (existsSync(path)) expect(await dump(path)).toEqual(whole);
    },
  );
});
