import { open } from "node:fs/promises";
import { fileSink, pathKind } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { chooseVersions, createCatalog, type Issue, type NamespaceSource, parseNamespace } from "@hdmf-ts/spec";
import { generatedMark, generateTypes } from "@hdmf-ts/spec/codegen";
import type { Command } from "../command.ts";
import { findNamespaces } from "../find-namespaces.ts";
import { isUrl } from "../is-url.ts";
import { withInput } from "../open-input.ts";
import type { Terminal } from "../terminal.ts";
import { visible } from "../visible.ts";

/** The most issues of a schema that are shown. */
const maxIssues = 50;

async function sourcesOf(input: string, terminal: Terminal): Promise<readonly NamespaceSource[]> {
  if (/\.(ya?ml|json)$/i.test(input) && !isUrl(input)) {
    return findNamespaces(input, ({ source: { name, version }, file }) =>
      terminal.error(visible(`hdmf: namespace ${name} ${version} from ${file}`)),
    );
  }
  const cached = await withInput(input, terminal, (storage) => storage.specifications({ signal: terminal.signal }));
  if (cached.length > 0) return chooseVersions(cached);
  throw hdmfError("not-found", `${input} carries no specifications`, {
    source: input,
    hint: "give the namespace file (YAML) of its schema",
  });
}

/** @throws `invalid` for a URL or a folder, `exists` for a file that was not made by this command */
async function checkTypesFile(output: string): Promise<void> {
  if (isUrl(output))
    throw hdmfError("invalid", `${output}: a URL cannot be written to`, { hint: "give a path on a disk" });
  const kind = await pathKind(output);
  if (kind === "missing") return;
  if (kind === "folder") throw hdmfError("invalid", `${output} is a folder`, { hint: "name a file in it" });
  const file = await open(output);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(generatedMark.length));
    if (bytesRead === 0 || buffer.toString("utf8", 0, bytesRead) === generatedMark) return;
  } finally {
    await file.close();
  }
  throw hdmfError("exists", `${output} is there already, and was not made by hdmf types: it is not replaced`, {
    hint: "choose another name, or remove it yourself",
  });
}

async function writeTypesFile(output: string, text: string, signal: AbortSignal): Promise<void> {
  const sink = fileSink(output);
  try {
    const bytes = new TextEncoder().encode(text);
    await sink.write(0, bytes);
    await sink.commit({ byteLength: bytes.length, overwrite: true, signal });
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}

function showIssues(issues: readonly Issue[], terminal: Terminal): void {
  for (const { severity, code, specPath, path, message } of issues.slice(0, maxIssues)) {
    terminal.error(visible(`hdmf: ${severity}: ${code} ${specPath ?? path}: ${message}`));
  }
  if (issues.length > maxIssues) terminal.error(`hdmf: and ${issues.length - maxIssues} more`);
}

export const types: Command = {
  name: "types",
  summary:
    "TypeScript types of the namespaces in a YAML file, or of those that a file carries; replaces a FILE of its own",
  shape: {
    usage: "types SCHEMA_OR_FILE [-o FILE]",
    positionals: { min: 1, max: 1 },
    options: { "-o": "value" },
  },
  async run({ positionals: [input = ""], values }, terminal) {
    const output = values.get("-o")?.[0];
    if (output !== undefined) await checkTypesFile(output);
    const parsed = (await sourcesOf(input, terminal)).map(parseNamespace);
    const catalog = createCatalog(parsed.flatMap(({ namespace }) => namespace ?? []));
    const text = generateTypes(catalog);
    const issues = [...parsed.flatMap((each) => each.issues), ...catalog.issues()];
    const errors = issues.filter(({ severity }) => severity === "error");
    showIssues([...errors, ...issues.filter(({ severity }) => severity !== "error")], terminal);
    if (output === undefined) await terminal.out(text);
    else {
      await writeTypesFile(output, text, terminal.signal);
      terminal.error(`hdmf: ${visible(output)} written`);
    }
    return errors.length > 0 ? 1 : 0;
  },
};
