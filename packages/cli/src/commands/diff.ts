import { type Difference, diffTrees } from "@hdmf-ts/storage/diff";
import { cellText } from "../cell-text.ts";
import type { Command } from "../command.ts";
import { damageLines } from "../damage-lines.ts";
import { formatBytes } from "../format-bytes.ts";
import { withInput } from "../open-input.ts";
import type { Terminal } from "../terminal.ts";
import { visible } from "../visible.ts";
import { writeJson, writePieces } from "../write-json.ts";

const longest = 200;

function sideText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = cellText(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function differenceLine({ path, kind, attribute, a, b, at, count }: Difference): string {
  const place = attribute === undefined ? path : `${path}.${attribute}`;
  const where = at === undefined || at.length === 0 ? "" : ` at [${at.join(", ")}]`;
  const more = count === undefined || count <= 1 ? "" : ` (${count} elements differ)`;
  return `${visible(`${place}: ${kind}${where}: `)}${sideText(a)} | ${sideText(b)}${more}\n`;
}

export const diff: Command = {
  name: "diff",
  summary: "what differs in structure, attributes, values",
  shape: { usage: "diff A B [--json]", positionals: { min: 2, max: 2 }, options: { "--json": "switch" } },
  async run({ positionals, switches }, terminal) {
    const [pathA = "", pathB = ""] = positionals;
    let found = 0;
    const damaged = damageLines(terminal);
    await withInput(pathA, terminal, (a) =>
      withInput(pathB, terminal, async (b) => {
        async function* differences(): AsyncGenerator<Difference> {
          for await (const difference of diffTrees(a, b, {
            signal: terminal.signal,
            onProgress: progressTo(terminal),
            onDamage: damaged.onDamage,
          })) {
            found += 1;
            yield difference;
          }
        }
        async function* lines(): AsyncGenerator<string> {
          for await (const difference of differences()) yield differenceLine(difference);
        }
        if (switches.has("--json")) await writeJson(terminal, {}, "differences", differences());
        else await writePieces(terminal, lines());
      }),
    );
    if (!switches.has("--json")) {
      const count = `${found} difference${found === 1 ? "" : "s"}`;
      const equal = `${pathA} and ${pathB} are equal${damaged.exitCode === 0 ? "" : " in what can be read"}`;
      terminal.error(`hdmf: ${found === 0 ? equal : count}`);
    }
    return damaged.exitCode || (found === 0 ? 0 : 1);
  },
};

function progressTo(terminal: Terminal) {
  return ({
    path,
    bytes,
    totalBytes,
  }: {
    readonly path: string;
    readonly bytes: number;
    readonly totalBytes: number;
  }) => terminal.progress(`comparing: ${formatBytes(bytes)} of ${formatBytes(totalBytes)}  ${path}`);
}
