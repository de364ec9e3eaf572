// Our side of a benchmark: one task on one file in one process, through the code of the command line.
// Usage: node bench/sides/ours.mjs describe|convert|validate INPUT [--output OUT] [--warm W] [--inner K]
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { run } from "../../packages/cli/dist/run.js";
import { timed } from "./timed.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { output: { type: "string" }, warm: { type: "string" }, inner: { type: "string" } },
});
const [task, input] = positionals;

/** Runs a command and gives what it printed. */
async function command(...args) {
  const printed = [];
  const errors = [];
  const code = await run(args, {
    out: async (text) => void printed.push(text),
    error: (line) => void errors.push(line),
    progress() {},
    signal: new AbortController().signal,
  });
  if (code === 2) throw new Error(errors.join("\n"));
  return printed.join("");
}

/** What a task came to, in the words of sides/peer.py. */
const tasks = {
  async describe() {
    const { objects } = JSON.parse(await command("describe", input, "--json"));
    const ids = objects.map(({ objectId }) => objectId).sort();
    const text = `[${ids.map((id) => JSON.stringify(id)).join(", ")}]`;
    return `${ids.length} objects ${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
  },
  async convert() {
    await command("convert", input, values.output, "--overwrite");
    return null;
  },
  async validate() {
    const { files } = JSON.parse(await command("validate", input, "--json"));
    return `${files[0].issues.filter(({ severity }) => severity === "error").length} errors`;
  },
};

await timed(tasks[task], { warm: Number(values.warm ?? 0), inner: Number(values.inner ?? 1) });
