import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../src/run.ts";

/** What a command printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  /** The lines of stderr, without progress. */
  readonly errors: readonly string[];
}

/** Runs a command in this process. */
export async function runCommand(args: readonly string[], signal = new AbortController().signal): Promise<Outcome> {
  let out = "";
  const errors: string[] = [];
  const code = await run(args, {
    out: async (text) => {
      out += text;
    },
    error: (line) => errors.push(line),
    progress: () => {},
    signal,
  });
  return { code, out, errors };
}

/** A folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
