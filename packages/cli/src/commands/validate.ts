import { openRegistry } from "@hdmf-ts/build";
import type { Issue, NamespaceSource } from "@hdmf-ts/spec";
import { validate as validateTree } from "@hdmf-ts/validate";
import type { Command, ExitCode } from "../command.ts";
import { asClause, errorLine } from "../error-line.ts";
import { issueCounts } from "../issue-counts.ts";
import { withInput } from "../open-input.ts";
import { readSpecFile } from "../read-spec-file.ts";
import type { Terminal } from "../terminal.ts";
import { visible } from "../visible.ts";
import { writeJson, writePieces } from "../write-json.ts";

async function issuesOf(
  path: string,
  given: readonly NamespaceSource[],
  terminal: Terminal,
): Promise<readonly Issue[]> {
  return withInput(path, terminal, async (storage) => {
    const { signal } = terminal;
    const registry = await openRegistry(storage, { extra: given, signal });
    const issues: Issue[] = [...registry.issues()];
    const onProgress = ({ done }: { readonly done: number }) => terminal.progress(`checking ${path}: ${done} objects`);
    for await (const issue of validateTree(storage, registry.catalog, { signal, onProgress })) issues.push(issue);
    return issues;
  });
}

function issueLine({ severity, path, specPath, message, code, hint }: Issue): string {
  const rule = specPath === undefined ? "" : ` (${specPath})`;
  return `${visible(`  ${severity} ${code} ${path}${rule}: ${message}${hint === undefined ? "" : `; ${asClause(hint)}`}`)}\n`;
}

function exitCodeOf(issues: readonly Issue[]): ExitCode {
  if (issues.some(({ code }) => code === "no-specification")) return 2;
  return issues.some(({ severity }) => severity === "error") ? 1 : 0;
}

export const validate: Command = {
  name: "validate",
  summary: "checks files against the specifications that they carry, else those given by --spec",
  shape: {
    usage: "validate PATH… [--spec NAMESPACE.yaml]… [--json]",
    positionals: { min: 1, max: Number.POSITIVE_INFINITY },
    options: { "--spec": "values", "--json": "switch" },
  },
  async run({ positionals, switches, values }, terminal) {
    const given = (await Promise.all((values.get("--spec") ?? []).map(readSpecFile))).flat();
    const json = switches.has("--json");
    let worst: ExitCode = 0;
    const note = (code: ExitCode) => {
      if (code > worst) worst = code;
    };
    async function* files(): AsyncGenerator<{ path: string; issues: readonly Issue[] }> {
      for (const path of positionals) {
        try {
          const issues = await issuesOf(path, given, terminal);
          note(exitCodeOf(issues));
          yield { path, issues };
        } catch (error) {
          if (terminal.signal.aborted) throw error;
          // The other files still want their answer; the exit code says that this one has none.
          terminal.error(`hdmf: ${errorLine(error)}`);
          note(2);
        }
      }
    }
    async function* text(): AsyncGenerator<string> {
      for await (const { path, issues } of files()) {
        yield `${path}: ${issueCounts(issues)}\n`;
        for (const issue of issues) yield issueLine(issue);
      }
    }
    if (json) await writeJson(terminal, {}, "files", files());
    else await writePieces(terminal, text());
    return worst;
  },
};
