import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5Storage } from "../packages/backend-hdf5/src/index.ts";
import { openHdf5File, recoverHdf5File } from "../packages/hdf5/src/index.ts";
import { python, root } from "./peers.ts";

// The long form: HDMF_RECORDING_SECONDS=3600, an hour of 64 channels at 1 kHz (460 MB; at the 30 kHz of a real probe it would be 14 GB).
const seconds = Number(process.env.HDMF_RECORDING_SECONDS ?? 20);
const seed = Number(process.env.HDMF_RECORDING_SEED ?? 1);
const kills = 6;
const rate = 1000;
const block = 100;
const child = join(root, "conformance/recording-child.mjs");
/** The compiled editor: `npm test` builds it first. */
const built = existsSync(join(root, "packages/backend-hdf5/dist/index.js"));
const folder = mkdtempSync(join(tmpdir(), "edit-recording-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Lengths {
  readonly data: number;
  readonly timestamps: number;
}

const judge = (...args: string[]): string =>
  execFileSync(python("a"), [join(root, "conformance/judge_recording.py"), ...args], { encoding: "utf8" });
const lengthsBy = (reader: "h5py" | "pynwb", path: string): Lengths => JSON.parse(judge(reader, path));

async function lengthsByUs(path: string): Promise<Lengths> {
  const storage = openHdf5Storage(await openHdf5File(path));
  const length = async (name: string): Promise<number> => {
    const [node] = await storage.read([(await storage.resolve(`/acquisition/recording/${name}`)).id]);
    return node?.kind === "dataset" ? (node.array.shape?.[0] ?? -1) : -1;
  };
  const found = { data: await length("data"), timestamps: await length("timestamps") };
  await storage.close();
  return found;
}

/** Numbers from 0 to 1, the same for a seed. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Appends until all is there, or until it is killed: so many milliseconds after it said that so many rows are committed.
 * @returns Whether it was killed, and the rows that it said are committed.
 */
function record(path: string, kind: string, killAt?: { readonly rows: number; readonly after: number }) {
  return new Promise<{ readonly killed: boolean; readonly committed: number }>((resolve, reject) => {
    const recorder = spawn(process.execPath, [child, path, kind, `${seconds}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    let committed = 0;
    let timer: NodeJS.Timeout | undefined;
    recorder.stdout.setEncoding("utf8");
    recorder.stdout.on("data", (text: string) => {
      said += text;
      const lines = said.split("\n");
      said = lines.pop() as string;
      committed = Number(lines.at(-1) ?? committed);
      if (killAt !== undefined && committed >= killAt.rows)
        timer ??= setTimeout(() => recorder.kill("SIGKILL"), killAt.after);
    });
    recorder.on("error", reject);
    recorder.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0 || signal === "SIGKILL") resolve({ killed: signal === "SIGKILL", committed });
      else reject(new Error(`the recorder ended with ${code ?? signal}`));
    });
  });
}

describe.skipIf(!built || !existsSync(python("a")))(`a recording of pynwb that ${seconds} s are appended to`, () => {
  test.for([
    ["apart", "data and timestamps committed one after the other: h5py reads a whole state at once"],
    ["together", "data and timestamps in one commit: h5py reads a whole state after recovery, we do before"],
  ] as const)(
    "%s: %s; it goes on after each kill, and pynwb reads it whole",
    { timeout: 3_600_000 },
    async ([kind]) => {
      const path = join(folder, `${kind}.nwb`);
      judge("make", path);
      const random = randomNumbers(seed);
      let killed = 0;
      for (let kill = 0; kill < kills; kill++) {
        const rows = Math.floor((seconds * rate * (kill + random())) / (kills + 1));
        const run = await record(path, kind, { rows, after: random() * 4 });
        if (run.killed) killed++;
        const ours = await lengthsByUs(path);
        if (kind === "together") await recoverHdf5File(path);
        const found = lengthsBy("h5py", path);
        expect(found).toEqual(ours);
        expect(found.data % block).toBe(0);
        expect(found.data).toBeGreaterThanOrEqual(run.committed);
        expect(kind === "apart" ? [0, block] : [0]).toContain(found.data - found.timestamps);
      }
      expect(killed).toBeGreaterThan(0);
      expect(await record(path, kind)).toMatchObject({ killed: false });
      expect(lengthsBy("pynwb", path)).toEqual({ data: seconds * rate, timestamps: seconds * rate });
      const bytes = seconds * rate * (64 * 2 + 8);
      expect(statSync(path).size).toBeLessThan(1.02 * bytes + 2 ** 20);
    },
  );
});
