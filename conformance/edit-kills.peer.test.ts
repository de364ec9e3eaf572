import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5File, recoverHdf5File } from "../packages/hdf5/src/index.ts";
import { python, root } from "./peers.ts";

// The long form: HDMF_KILLS=150 for each of both.
const kills = Number(process.env.HDMF_KILLS ?? 5);
const child = join(root, "packages/hdf5/test/editor/kill-child.mjs");
/** The compiled editor: `npm test` builds it first. */
const built = existsSync(join(root, "packages/hdf5/dist/index.js"));
const folder = mkdtempSync(join(tmpdir(), "edit-kills-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (...args: string[]): string =>
  execFileSync(python("a"), [join(root, "conformance/judge_kill.py"), ...args], { encoding: "utf8" }).trim();

/** Runs the child, and kills it so many milliseconds after it began to write. */
function run(path: string, kind: string, after: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [child, path, kind], { stdio: ["ignore", "pipe", "inherit"] });
    writer.stdout.once("data", () => setTimeout(() => writer.kill("SIGKILL"), after));
    writer.on("error", reject);
    writer.on("close", (_, signal) => (signal === "SIGKILL" ? resolve() : reject(new Error("it ended by itself"))));
  });
}

/** The commits that our reader sees. */
async function countOf(path: string, kind: string): Promise<number> {
  const file = await openHdf5File(path);
  try {
    const [top] = await file.objects([file.root]);
    const link = top?.kind === "group" ? top.links.get("data") : undefined;
    const [data] = await file.objects([link !== undefined && "hard" in link ? link.hard : -1]);
    const numbers = (kind === "append" ? data : top)?.attributes.get("count")?.data as BigInt64Array;
    const count = Number(numbers[0]);
    expect(data?.kind === "dataset" && data.shape).toEqual([7 * count, 5]);
    if (data?.kind === "dataset" && count > 0)
      expect((await data.read([-1])).data).toEqual(new Int32Array(5).fill(count));
    return count;
  } finally {
    await file.close();
  }
}

describe.skipIf(!built || !existsSync(python("a")))("a process that edits and is killed", () => {
  test.for([
    ["append", "commits of one publish: h5py reads a whole state at once"],
    ["several", "commits of several objects: h5py reads a whole state after recovery, we do before"],
  ] as const)("%s: %s, and the next goes on", { timeout: 3_600_000 }, async ([kind]) => {
    const path = join(folder, `${kind}.h5`);
    ask("make", path);
    let before = 0;
    // Some kills come before the first commit of their process, on a busy machine all of them: later ones do not.
    for (let kill = 0; kill < kills || (before === 0 && kill < kills + 10); kill++) {
      await run(path, kind, Math.random() * (kill < kills ? 60 : 60 * 2 ** (kill - kills)));
      const ours = await countOf(path, kind);
      if (kind === "several") await recoverHdf5File(path);
      const count = Number(ask(kind, path));
      expect(count).toBe(ours);
      expect(count).toBeGreaterThanOrEqual(before);
      before = count;
    }
    expect(before).toBeGreaterThan(0);
  });
});
