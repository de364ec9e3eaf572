// Runs one side of a task in a fresh process and says what it took; statistics over the rounds.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @returns wall and CPU seconds, peak memory in MB, and what the task came to */
export async function runSide(task, side, input) {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-bench-"));
  const output = join(folder, task.output ?? "out.zarr");
  const [command, args] = task[side](input, output);
  try {
    const start = performance.now();
    const { printed, usage } = await finish(
      task,
      side,
      spawn(command, args, { stdio: ["ignore", "pipe", "pipe", "pipe"] }),
    );
    const wall = (performance.now() - start) / 1000;
    const told = usage
      ? { ...JSON.parse(usage), check: commandCheck(printed) }
      : JSON.parse(printed.trim().split("\n").at(-1));
    return {
      wall: task.inProcess ? told.seconds : wall,
      cpu: task.inProcess ? told.cpu : told.wholeCpu,
      rssMb: told.rssMb,
      check: task.checkOf ? await task.checkOf(output) : told.check,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything a child wrote: its result, and what it used by descriptor 3 (sides/usage.mjs). */
function finish(task, side, child) {
  return new Promise((resolve, reject) => {
    const [, out, errors, usage] = child.stdio.map((stream) => {
      const chunks = [];
      stream?.on("data", (chunk) => chunks.push(chunk));
      return chunks;
    });
    const text = (chunks) => Buffer.concat(chunks).toString();
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ printed: text(out), usage: text(usage) });
      else reject(new Error(`${task.name}, ${side}: exit ${code}\n${text(errors).slice(-2000)}`));
    });
  });
}

/** The number that the JSON of a whole command comes to: objects of `describe`, errors of `validate`. */
function commandCheck(printed) {
  if (printed === "") return null;
  const answer = JSON.parse(printed);
  if (answer.objects) return `${answer.objects.length} objects`;
  const errors = answer.files?.flatMap(({ issues }) => issues.filter(({ severity }) => severity === "error"));
  return errors ? `${errors.length} errors` : null;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The distance of the quartiles over the median. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part) => sorted[Math.round((sorted.length - 1) * part)];
  return (at(0.75) - at(0.25)) / median(sorted);
}

/** The same result, where one side may say less than the other (a count without a digest). */
export const sameCheck = (a, b) => a === b || String(a).startsWith(String(b)) || String(b).startsWith(String(a));
