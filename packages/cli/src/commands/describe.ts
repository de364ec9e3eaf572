import { type TypedObject, typedObjects } from "@hdmf-ts/build";
import { isDamage } from "@hdmf-ts/errors";
import { chooseVersions } from "@hdmf-ts/spec";
import type { Storage } from "@hdmf-ts/storage";
import type { Command, ExitCode } from "../command.ts";
import { damageLines } from "../damage-lines.ts";
import { listNodes, type NodeEntry, nodeLine } from "../list-nodes.ts";
import { withInput } from "../open-input.ts";
import type { Terminal } from "../terminal.ts";
import { visible } from "../visible.ts";
import { writeJson } from "../write-json.ts";

type Damaged = ReturnType<typeof damageLines>;

async function namespacesOf(storage: Storage, terminal: Terminal, damaged: Damaged): Promise<Record<string, string>> {
  try {
    const cached = chooseVersions(await storage.specifications({ signal: terminal.signal }));
    return Object.fromEntries(cached.map(({ name, version }) => [name, version]));
  } catch (error) {
    if (!isDamage(error)) throw error;
    damaged.onDamage({ error });
    return {};
  }
}

function headline(path: string, storage: Storage, namespaces: Record<string, string>): string {
  const names = Object.entries(namespaces).map(([name, version]) => `${name} ${version}`);
  return `${path}: ${storage.format}, ${names.length === 0 ? "no cached specifications" : names.join(", ")}\n`;
}

/** The objects as an indented tree: each one below the nearest typed object that holds it, by the rest of its path. */
function objectLines(objects: readonly TypedObject[]): string[] {
  const width = Math.min(60, Math.max(0, ...objects.map(({ path }) => path.length)) + 2);
  const open: string[] = [];
  return objects.map(({ path, type, namespace, objectId }) => {
    while (open.length > 0 && !path.startsWith(open.at(-1) as string)) open.pop();
    const rest = path === "/" ? "/" : path.slice((open.at(-1) ?? "/").length);
    const indent = "  ".repeat(open.length);
    open.push(path === "/" ? "/" : `${path}/`);
    const name = namespace === undefined ? type : `${namespace}.${type}`;
    return `${(indent + visible(rest)).padEnd(width)}  ${visible(name)}${objectId === undefined ? "" : `  ${visible(objectId)}`}\n`;
  });
}

async function describeObjects(path: string, storage: Storage, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const damaged = damageLines(terminal);
  const namespaces = await namespacesOf(storage, terminal, damaged);
  const objects = await typedObjects(storage, {
    signal: terminal.signal,
    onProgress: ({ done }) => terminal.progress(`reading ${path}: ${done} objects`),
    onDamage: damaged.onDamage,
  });
  if (json) {
    const listed = objects.map(({ path, type, namespace, objectId }) => ({ path, type, namespace, objectId }));
    await writeJson(terminal, { format: storage.format, namespaces }, "objects", listed);
    return damaged.exitCode;
  }
  await terminal.out(headline(path, storage, namespaces));
  await terminal.out(objectLines(objects).join(""));
  if (objects.length === 0)
    terminal.error(`hdmf: ${path}: no typed objects in it; describe --all lists what is stored`);
  return damaged.exitCode;
}

async function describeAll(path: string, storage: Storage, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const damaged = damageLines(terminal);
  const namespaces = await namespacesOf(storage, terminal, damaged);
  const nodes: AsyncIterable<NodeEntry> = listNodes(storage, terminal, damaged.onDamage);
  if (json) {
    await writeJson(terminal, { format: storage.format, namespaces }, "nodes", nodes);
    return damaged.exitCode;
  }
  await terminal.out(headline(path, storage, namespaces));
  for await (const node of nodes) await terminal.out(nodeLine(node));
  return damaged.exitCode;
}

export const describe: Command = {
  name: "describe",
  summary: "the tree of typed objects; --all: every group, dataset, type and link as stored",
  shape: {
    usage: "describe PATH [--all] [--json]",
    positionals: { min: 1, max: 1 },
    options: { "--all": "switch", "--json": "switch" },
  },
  async run({ positionals, switches }, terminal) {
    const [path = ""] = positionals;
    const work = switches.has("--all") ? describeAll : describeObjects;
    return withInput(path, terminal, (storage) => work(path, storage, switches.has("--json"), terminal));
  },
};
