import type { Arguments, CommandShape } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** 0 fine, 1 the answer is "no", 2 unusable input or arguments. */
export type ExitCode = 0 | 1 | 2;

/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly shape: CommandShape;
  run(args: Arguments, terminal: Terminal): Promise<ExitCode>;
}
