import { compareUtf8, dtypeToJson } from "@hdmf-ts/array";
import {
  type Attribute,
  type Child,
  joinPath,
  type Node,
  type PathLookup,
  type Storage,
  type Stored,
  type TreeDamage,
  valuesJson,
  walk,
} from "@hdmf-ts/storage";
import { jsonText } from "./json-text.ts";
import { pathsFor } from "./reference-paths.ts";
import type { Terminal } from "./terminal.ts";
import { visible } from "./visible.ts";

/** A node or link as `describe --all` lists it (shared contract: cli.md "JSON"). */
export type NodeEntry = { readonly path: string; readonly kind: string } & Readonly<Record<string, unknown>>;

/** `Stored` with its maps as objects; undefined where there is nothing to say. */
function storedJson(stored: Stored | undefined): Record<string, unknown> | undefined {
  if (stored === undefined) return undefined;
  const { fields, base, ...rest } = stored;
  const json: Record<string, unknown> = { ...rest };
  if (fields !== undefined)
    json.fields = Object.fromEntries([...fields].map(([name, field]) => [name, storedJson(field)]));
  if (base !== undefined) json.base = storedJson(base);
  return Object.keys(json).length === 0 ? undefined : json;
}

function attributesJson(attributes: ReadonlyMap<string, Attribute>, pathOf: PathLookup): Record<string, unknown> {
  return Object.fromEntries(
    [...attributes].map(([name, attribute]) => {
      const { dtype, shape, stored } = attribute;
      return [
        name,
        { dtype: dtypeToJson(dtype), shape, data: valuesJson(attribute, pathOf), stored: storedJson(stored) },
      ];
    }),
  );
}

function datasetJson(node: Node & { kind: "dataset" }, pathOf: PathLookup): Record<string, unknown> {
  const { array, filters, fillValue, dimensions, stored } = node;
  const more: Record<string, unknown> = { ...storedJson(stored) };
  if (fillValue !== undefined) more.fillValue = valuesJson(fillValue, pathOf);
  if (dimensions !== undefined) more.dimensions = dimensions;
  return {
    dtype: dtypeToJson(array.dtype),
    shape: array.shape,
    maxShape: array.maxShape,
    chunks: array.chunks,
    filters: filters === undefined || filters.length === 0 ? undefined : filters,
    stored: Object.keys(more).length === 0 ? undefined : more,
  };
}

function nodeJson(path: string, node: Node, pathOf: PathLookup): NodeEntry {
  const attributes = attributesJson(node.attributes, pathOf);
  if (node.kind === "dataset") {
    const { stored, ...dataset } = datasetJson(node, pathOf);
    return { path, kind: node.kind, ...dataset, attributes, stored };
  }
  const stored = storedJson(node.stored);
  if (node.kind === "group") return { path, kind: node.kind, attributes, stored };
  return { path, kind: node.kind, dtype: dtypeToJson(node.dtype), attributes, stored };
}

function linkJson(path: string, link: Child & { readonly path?: string }): NodeEntry {
  if ("hard" in link) return { path, kind: "link", hard: link.path };
  if ("soft" in link) return { path, kind: "link", soft: link.soft };
  return { path, kind: "link", external: link.external };
}

/** By the names of the path, each by its UTF-8 bytes: depth first. */
function comparePaths(a: NodeEntry, b: NodeEntry): number {
  const [left, right] = [a.path.split("/"), b.path.split("/")];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareUtf8(left[i] as string, right[i] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/**
 * Every group, dataset, committed type and link, depth first, names in the order of their UTF-8 bytes. What cannot be read is
 * left out, and told of.
 */
export async function* listNodes(
  storage: Storage,
  terminal: Terminal,
  onDamage: (damage: TreeDamage) => void,
): AsyncGenerator<NodeEntry> {
  const found: { path: string; node: Node; links: ReadonlyMap<string, Child & { readonly path?: string }> }[] = [];
  for await (const entry of walk(storage, { signal: terminal.signal, onDamage })) {
    found.push(entry);
    terminal.progress(`reading: ${found.length} objects`);
  }
  const values = found.flatMap(({ node }) => [
    ...[...node.attributes.values()].map(({ data }) => data),
    ...(node.kind === "dataset" && node.fillValue !== undefined ? [node.fillValue.data] : []),
  ]);
  const pathOf = await pathsFor(storage, values);
  const entries: NodeEntry[] = [];
  for (const { path, node, links } of found) {
    entries.push(nodeJson(path, node, pathOf));
    for (const [name, link] of links) entries.push(linkJson(joinPath(path, name), link));
  }
  yield* entries.sort(comparePaths);
}

function dtypeText(dtype: unknown): string {
  return typeof dtype === "string" ? dtype : JSON.stringify(dtype);
}

function shapeText(shape: unknown): string {
  return shape === null ? "null space" : `[${(shape as readonly number[]).join(", ")}]`;
}

/** An entry as lines of text: the object, and its attributes below it. */
export function nodeLine(entry: NodeEntry): string {
  const { path, kind } = entry;
  if (kind === "link") {
    const { hard, soft, external } = entry as {
      hard?: string;
      soft?: string;
      external?: { source: string; path: string };
    };
    const target = external !== undefined ? `${external.source}:${external.path}` : (soft ?? `${hard} (hard)`);
    return `${visible(`${path} -> ${target}`)}\n`;
  }
  const parts = [path, kind];
  if (entry.dtype !== undefined) parts.push(dtypeText(entry.dtype));
  if (entry.shape !== undefined) parts.push(shapeText(entry.shape));
  if (entry.chunks !== undefined) parts.push(`chunks ${shapeText(entry.chunks)}`);
  const filters = entry.filters as readonly { name: string }[] | undefined;
  if (filters !== undefined) parts.push(filters.map(({ name }) => name).join("+"));
  const lines = Object.entries(entry.attributes as Record<string, { dtype: unknown; data: unknown }>).map(
    ([name, { dtype, data }]) => `${visible(`    @${name}  ${dtypeText(dtype)}  ${shorten(jsonText(data))}`)}\n`,
  );
  return `${visible(parts.join("  "))}\n${lines.join("")}`;
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
