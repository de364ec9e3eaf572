import { hdmfError } from "@hdmf-ts/errors";
import { type CommandShape, parseArguments } from "./arguments.ts";
import type { Command, ExitCode } from "./command.ts";
import { checkSpec } from "./commands/check-spec.ts";
import { convert } from "./commands/convert.ts";
import { describe } from "./commands/describe.ts";
import { diff } from "./commands/diff.ts";
import { recover } from "./commands/recover.ts";
import { show } from "./commands/show.ts";
import { validate } from "./commands/validate.ts";
import { causeLines, errorLine } from "./error-line.ts";
import type { Terminal } from "./terminal.ts";

const commands: readonly Command[] = [describe, show, validate, convert, diff, recover, checkSpec];

/** Switches that each command has. */
const common = { "--verbose": "switch", "--help": "switch", "-h": "switch" } as const;

function usage(): string {
  const width = Math.max(...commands.map((command) => command.shape.usage.length));
  const lines = commands.map((command) => `  ${command.shape.usage.padEnd(width)}  ${command.summary}`);
  return [
    "usage: hdmf COMMAND ARGUMENTS",
    "",
    ...lines,
    "",
    "PATH is a file, a folder (Zarr) or an http(s) URL. --verbose shows the causes of an error.",
    "Exit codes: 0 fine, 1 the answer is no (errors found, files differ), 2 unusable input or arguments.",
    "",
  ].join("\n");
}

/**
 * Runs the `hdmf` command.
 * @param args what stands after the command's name
 * @returns the exit code: 0 fine, 1 the answer is "no", 2 unusable input or arguments
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.error(usage());
    return 2;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    await terminal.out(usage());
    return 0;
  }
  const verbose = rest.includes("--verbose");
  try {
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) {
      throw hdmfError("invalid", `unknown command ${JSON.stringify(name)}`, {
        hint: `the commands are ${commands.map((candidate) => candidate.name).join(", ")}; see hdmf --help`,
      });
    }
    if (rest.includes("--help") || rest.includes("-h")) {
      await terminal.out(`usage: hdmf ${command.shape.usage}\n${command.summary}\n`);
      return 0;
    }
    const shape: CommandShape = { ...command.shape, options: { ...common, ...command.shape.options } };
    return await command.run(parseArguments(rest, shape), terminal);
  } catch (error) {
    terminal.error(`hdmf: ${errorLine(error)}`);
    if (verbose) for (const line of causeLines(error)) terminal.error(line);
    return 2;
  }
}
