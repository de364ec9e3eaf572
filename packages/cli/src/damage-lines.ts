import type { HdmfError } from "@hdmf-ts/errors";
import { errorLine } from "./error-line.ts";
import type { Terminal } from "./terminal.ts";

/** Tells of each damaged part once, on one line; what was told of makes the exit code 2. */
export function damageLines(terminal: Terminal): {
  onDamage(damage: { readonly error: HdmfError }): void;
  readonly exitCode: 0 | 2;
} {
  const told = new Set<string>();
  return {
    onDamage({ error }) {
      const line = errorLine(error);
      if (told.has(line)) return;
      told.add(line);
      terminal.error(`hdmf: ${line}`);
    },
    get exitCode() {
      return told.size === 0 ? 0 : 2;
    },
  };
}
