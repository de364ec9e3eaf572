import type { OutsidePlace } from "@hdmf-ts/array";
import type { EditState, PendingNode } from "./edit-state.ts";
import { type Json, type JsonObject, jsonObject } from "./json-value.ts";
import { placeJson } from "./reference-text.ts";
import type { Staging } from "./staging.ts";

/** The links of a group as the store has them, and what is recorded beside them. */
interface LinkForms {
  /** For `_LINKS`: only links that lead to a node, since hdmf-zarr cannot open a store with others. */
  readonly entries: readonly JsonObject[];
  readonly records: JsonObject;
}

export async function linkForms(group: PendingNode, state: EditState, staging: Staging): Promise<LinkForms> {
  const entries: JsonObject[] = [];
  const records: [string, Json][] = [];
  const add = (name: string, place: OutsidePlace): void => {
    entries.push(jsonObject([...placeJson(place.source, place.path), ["name", name]]));
  };
  for (const [name, child] of group.children) {
    if ("hard" in child) {
      const node = state.find(child.hard);
      const copyOf = child.copyOf && placeJson(child.copyOf.source, child.copyOf.path);
      const own = node.places[0]?.parent === group && node.places[0].name === name;
      const path = state.pathOf(node);
      const listed = !own && node.kind !== "datatype" && !isAbove(node, group);
      if (listed) add(name, { source: ".", path });
      if (!own || copyOf !== undefined)
        records.push([
          name,
          jsonObject([
            ["hard", own ? undefined : path],
            ["unlisted", own || listed ? undefined : true],
            ["copyOf", copyOf],
          ]),
        ]);
    } else if ("external" in child) {
      const { source, path } = child.external;
      if (await isReachable(child.external, staging)) add(name, child.external);
      else records.push([name, jsonObject([["external", placeJson(source, path)]])]);
    } else {
      const target = follow(group, child.soft, state);
      if (target === undefined || !(await isListed(target, group, state, staging))) {
        records.push([name, jsonObject([["soft", child.soft]])]);
        continue;
      }
      add(name, target);
      const plain = target.source === "." && target.path === child.soft;
      const as = target.source === "." ? target.path : `${target.source}:${target.path}`;
      if (!plain)
        records.push([
          name,
          jsonObject([
            ["soft", child.soft],
            ["as", as],
          ]),
        ]);
    }
  }
  return { entries, records: jsonObject(records) };
}

/** hdmf-zarr follows links without end where one leads to a group above it. */
function isAbove(node: PendingNode, group: PendingNode): boolean {
  for (let at: PendingNode | undefined = group; at !== undefined; at = at.places[0]?.parent)
    if (at === node) return true;
  return false;
}

async function isListed(
  target: OutsidePlace,
  group: PendingNode,
  state: EditState,
  staging: Staging,
): Promise<boolean> {
  if (target.source !== ".") return isReachable(target, staging);
  const node = nodeAt(target.path, state);
  return node !== undefined && !isAbove(node, group);
}

const isReachable = async (place: OutsidePlace, staging: Staging): Promise<boolean> =>
  place.source !== "." && (await staging.isStore(place.source)) !== false;

/** Where a path leads in the end, through links too; `undefined` for nowhere, for a datatype and for links in a circle. */
function follow(from: PendingNode, path: string, state: EditState, depth = 0): OutsidePlace | undefined {
  if (depth > 32) return undefined;
  let node = path.startsWith("/") ? state.root : from;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  for (const [i, part] of parts.entries()) {
    const child = node.children.get(part);
    if (child === undefined) return undefined;
    if ("hard" in child) node = state.find(child.hard);
    else if ("external" in child) {
      const rest = parts.slice(i + 1);
      const base = child.external.path === "/" ? "" : child.external.path;
      return {
        source: child.external.source,
        path: rest.length === 0 ? child.external.path : `${base}/${rest.join("/")}`,
      };
    } else {
      const target = follow(node, child.soft, state, depth + 1);
      if (target === undefined) return undefined;
      if (target.source !== ".") {
        const rest = parts.slice(i + 1);
        return rest.length === 0 ? target : { source: target.source, path: `${target.path}/${rest.join("/")}` };
      }
      const next = nodeAt(target.path, state);
      if (next === undefined) return undefined;
      node = next;
    }
  }
  return node.kind === "datatype" ? undefined : { source: ".", path: state.pathOf(node) };
}

function nodeAt(path: string, state: EditState): PendingNode | undefined {
  let node: PendingNode = state.root;
  for (const part of path.split("/").filter((name) => name !== "")) {
    const child = node.children.get(part);
    if (child === undefined || !("hard" in child)) return undefined;
    node = state.find(child.hard);
  }
  return node;
}
