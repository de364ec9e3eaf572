import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Issue } from "@hdmf-ts/spec";
import { checkNamespaceYaml } from "@hdmf-ts/spec/yaml";
import type { Command } from "../command.ts";
import { asClause } from "../error-line.ts";
import { issueCounts } from "../issue-counts.ts";
import { readSpecFile, readSpecText } from "../read-spec-file.ts";
import { visible } from "../visible.ts";
import { writeJson, writePieces } from "../write-json.ts";

/** The system's codes for a path that leads to no file, whatever the disk and the rights. */
const noFile: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"]);

/** The text of a source; `undefined` for what is no file, so that a pipe is not waited for. */
async function readSource(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined;
  } catch (error) {
    if (noFile.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
  return readSpecText(path);
}

function issueLine({ at, severity, message, hint, code }: Issue): string {
  const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}: `;
  const advice = hint === undefined ? "" : `; ${asClause(hint)}`;
  return `${visible(`${place}${severity}: ${message}${advice} (${code})`)}\n`;
}

export const checkSpec: Command = {
  name: "check-spec",
  summary: "checks the files of a specification; what it includes from others is given by --spec",
  shape: {
    usage: "check-spec NAMESPACE.yaml [--spec NAMESPACE.yaml]… [--json]",
    positionals: { min: 1, max: 1 },
    options: { "--spec": "values", "--json": "switch" },
  },
  async run({ positionals, switches, values }, terminal) {
    const [path] = positionals as [string];
    const known = (await Promise.all((values.get("--spec") ?? []).map(readSpecFile))).flat();
    const text = await readSpecText(path);
    const read = (source: string): Promise<string | undefined> => {
      terminal.signal.throwIfAborted();
      return readSource(join(dirname(path), source));
    };
    const issues = await checkNamespaceYaml(text, path, read, known);
    if (switches.has("--json")) await writeJson(terminal, {}, "issues", issues);
    else await writePieces(terminal, [`${path}: ${issueCounts(issues)}\n`, ...issues.map(issueLine)]);
    return issues.some(({ severity }) => severity === "error") ? 1 : 0;
  },
};
