#!/usr/bin/env node
import { run } from "./run.ts";
import { processTerminal } from "./terminal.ts";

const stop = new AbortController();
const terminal = processTerminal(stop.signal);
const interrupt = (signal: NodeJS.Signals) => {
  // The second Ctrl-C does not wait for the tidying up of the first.
  if (stop.signal.aborted) process.exit(2);
  stop.abort(new Error(signal === "SIGINT" ? "interrupted" : "terminated"));
};
process.on("SIGINT", interrupt);
process.on("SIGTERM", interrupt);
process.on("SIGHUP", interrupt);

process.exitCode = await run(process.argv.slice(2), terminal);
terminal.end();
process.off("SIGINT", interrupt);
process.off("SIGTERM", interrupt);
process.off("SIGHUP", interrupt);
