import {
  dataEquals,
  dtypeToJson,
  type Filter,
  type NodeId,
  type References,
  referenceAt,
  sameDtype,
} from "@hdmf-ts/array";
import { type Child, hasReferences, type StoredText } from "@hdmf-ts/storage";
import { attributeForms, hiddenAttribute } from "./attribute-forms.ts";
import { bytesFilters } from "./chunk-codec.ts";
import { conventionDtype } from "./convention-dtype.ts";
import { type DatasetPlan, planCodecs, storeChunks } from "./dataset-plan.ts";
import { dtypeAttribute } from "./dtype-attribute.ts";
import type { EditState, PendingNode } from "./edit-state.ts";
import { fillJson } from "./fill-json.ts";
import { defaultFill } from "./fill-value.ts";
import { filtersToJson, sameFilters } from "./filters-json.ts";
import { type Json, type JsonObject, jsonObject, toJson } from "./json-value.ts";
import { jsonBytes } from "./json-write.ts";
import { linkForms } from "./link-forms.ts";
import { codecJson } from "./metadata.ts";
import { canonicalPath, nodeKey } from "./names.ts";
import { packedText } from "./packed-text.ts";
import { RESERVED_ATTRIBUTES } from "./read-node.ts";
import { RECORDS_KEY, RECORDS_VERSION } from "./records.ts";
import type { PathOfId } from "./reference-text.ts";
import type { Contents, Staging } from "./staging.ts";
import { storedToJson } from "./stored-json.ts";
import { hasByteOrder, itemSize, typeDtype, typeJson, type ZarrType } from "./zarr-type.ts";

/** The metadata of a store from what was made: each node once, and the consolidated root. */
export async function buildContents(state: EditState, staging: Staging): Promise<Contents> {
  for (const node of state.nodes.values()) await node.dataset?.writer.finish();
  if (state.moved()) await rewriteReferences(state);
  const pathOf: PathOfId = (id) => {
    const node = state.nodes.get(String(id));
    return node === undefined ? (canonicalPath(String(id)) ?? String(id)) : state.pathOf(node);
  };
  const consolidated: [string, Json][] = [];
  const metadata = new Map<string, Uint8Array>();
  const records: [string, JsonObject][] = [];
  const datasets = new Map<number, string>();
  let root: readonly (readonly [string, Json | undefined])[] = [];
  const queue: PendingNode[] = [state.root];
  for (const node of queue) {
    const path = state.pathOf(node);
    for (const [name, child] of inWritingOrder(path, node)) {
      const next = "hard" in child ? state.find(child.hard) : undefined;
      if (next?.places[0]?.parent === node && next.places[0].name === name) queue.push(next);
    }
    const made =
      node.kind === "datatype"
        ? { record: datatypeRecord(node, pathOf) }
        : node.kind === "dataset"
          ? datasetForms(node, pathOf, state)
          : await groupForms(node, path, pathOf, state, staging);
    if (made.record.size > 0) records.push([path, made.record]);
    if (!("entries" in made)) continue;
    if (node.dataset !== undefined) datasets.set(node.dataset.number, path);
    if (path === "/") root = made.entries;
    else {
      const json = jsonObject(made.entries);
      metadata.set(nodeKey(path, "zarr.json"), jsonBytes(json));
      consolidated.push([path.slice(1), node.kind === "group" ? withBlock(made.entries, []) : json]);
    }
  }
  if (records.length > 0)
    metadata.set(
      RECORDS_KEY,
      jsonBytes(
        jsonObject([
          ["version", RECORDS_VERSION],
          ["nodes", jsonObject(records)],
        ]),
        0,
      ),
    );
  return { datasets, metadata, root: jsonBytes(withBlock(root, consolidated)) };
}

/** hdmf-zarr takes the last version of a namespace for the newest (reference: zarr.md A.5). */
function inWritingOrder(path: string, { children }: PendingNode): (readonly [string, Child])[] {
  if (!/^\/specifications\/[^/]+$/.test(path)) return [...children];
  return [...children].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
}

/** A group's metadata with a consolidated block where zarr-python puts it. */
function withBlock(
  entries: readonly (readonly [string, Json | undefined])[],
  nodes: readonly (readonly [string, Json])[],
): JsonObject {
  const block = jsonObject([
    ["kind", "inline"],
    ["must_understand", false],
    ["metadata", jsonObject(nodes)],
  ]);
  return jsonObject([...entries.slice(0, -1), ["consolidated_metadata", block], ...entries.slice(-1)]);
}

/** References in arrays were written with the paths that their targets were created at. */
async function rewriteReferences(state: EditState): Promise<void> {
  for (const { dataset } of state.nodes.values())
    if (dataset !== undefined && hasReferences(dataset.wishes.dtype))
      await dataset.writer.rewrite((id) => {
        const node = state.nodes.get(id);
        return node === undefined ? id : state.pathOf(node);
      });
}

interface Forms {
  readonly entries: readonly (readonly [string, Json | undefined])[];
  readonly record: JsonObject;
}

async function groupForms(
  node: PendingNode,
  path: string,
  pathOf: PathOfId,
  state: EditState,
  staging: Staging,
): Promise<Forms> {
  const links = await linkForms(node, state, staging);
  const { json, record } = attributesForms(node, path, pathOf);
  const ordered = node.stored?.order === "creation";
  return {
    entries: [
      ["attributes", jsonObject([["_LINKS", links.entries.length === 0 ? undefined : links.entries], ...json])],
      ["zarr_format", 3n],
      ["node_type", "group"],
    ],
    record: jsonObject([
      ["stored", node.stored && storedToJson(node.stored)],
      ["attributes", record.size === 0 ? undefined : record],
      ["links", links.records.size === 0 ? undefined : links.records],
      ["order", ordered ? [...node.children.keys()] : undefined],
    ]),
  };
}

function attributesForms(
  node: PendingNode,
  path: string,
  pathOf: PathOfId,
): { readonly json: readonly (readonly [string, Json])[]; readonly record: JsonObject } {
  const json: [string, Json][] = [];
  const records: [string, JsonObject][] = [];
  for (const [name, attribute] of node.attributes) {
    if (RESERVED_ATTRIBUTES.has(name)) {
      records.push([name, hiddenAttribute(attribute, pathOf)]);
      continue;
    }
    const specloc =
      path === "/" && name === ".specloc" && attribute.dtype === "reference"
        ? (attribute.data as References)
        : undefined;
    const target = specloc && referenceAt(specloc, 0);
    if (target !== undefined && target !== null) {
      json.push([name, pathOf(target).slice(1)]);
      continue;
    }
    const { stored, ...bare } = attribute;
    const kept = stored !== undefined && !isPlainText(stored) ? attribute : bare;
    const forms = attributeForms(kept, pathOf, (id: NodeId) => pathOf(id));
    json.push([name, forms.json]);
    if (forms.record !== undefined) records.push([name, forms.record]);
  }
  return { json, record: jsonObject(records) };
}

/** Text of varying length, as everything writes it: nothing to record. */
function isPlainText(stored: { readonly text?: StoredText }): boolean {
  const { text, ...rest } = stored;
  return text?.length === "variable" && text.padding === "nullterm" && Object.keys(rest).length === 0;
}

function datatypeRecord(node: PendingNode, pathOf: PathOfId): JsonObject {
  return jsonObject([
    ["kind", "datatype"],
    ["dtype", toJson(dtypeToJson(node.dtype ?? "int8"))],
    ["stored", node.stored && storedToJson(node.stored)],
    [
      "attributes",
      jsonObject([...node.attributes].map(([name, value]) => [name, hiddenAttribute(value, pathOf)] as const)),
    ],
  ]);
}

function datasetForms(node: PendingNode, pathOf: PathOfId, state: EditState): Forms {
  const { wishes, writer } = node.dataset as NonNullable<PendingNode["dataset"]>;
  const { plan } = writer;
  const type = writer.type();
  const shape = writer.shape();
  const { innerShape, referenceFields } = plan.representation;
  const storeShape = [...(shape ?? [0]), ...innerShape].map(BigInt);
  const fill = writer.fill();
  const { json, record } = attributesForms(node, state.pathOf(node), pathOf);
  const exact = writer.exact.toJson(shape);
  const given = wishes.fillValue;
  const isDefaultFill =
    given !== undefined && type.kind !== "vlen-bytes" && dataEquals(typeDtype(type), fill, defaultFill(type));
  const fillRecord =
    given && writer.unevenFill ? packedText(given.dtype, given.data, 1, pathOf) : isDefaultFill ? true : undefined;
  const marks = jsonObject([
    ["_DTYPE", dtypeAttribute(wishes.dtype, type)],
    ["_REFERENCE_FIELDS", referenceFields.length === 0 ? undefined : referenceFields],
  ]);
  const facts: readonly (readonly [string, Json | undefined])[] = [
    ["dtype", sameDtype(conventionDtype(type, marks), plan.dtype) ? undefined : toJson(dtypeToJson(plan.dtype))],
    ["shape", shape === null ? null : undefined],
    ["maxShape", wishes.maxShape?.map((length) => (length === null ? null : BigInt(length)))],
    ["filters", filtersRecord(wishes.filters, plan, type)],
    ["fill", fillRecord],
    ["stored", storedRecord(node, type, plan.order)],
    ["datatype", wishes.datatype === undefined ? undefined : pathOf(wishes.datatype)],
    ["text", exact],
  ];
  const said = jsonObject(facts);
  const rank = shape?.length ?? 0;
  const dimensions = rank > 0 && wishes.dimensions?.length === rank ? wishes.dimensions : undefined;
  return {
    entries: [
      ["shape", storeShape],
      ["data_type", typeJson(type)],
      [
        "chunk_grid",
        named("regular", [["chunk_shape", (shape === null ? [1, ...innerShape] : storeChunks(plan)).map(BigInt)]]),
      ],
      ["chunk_key_encoding", named("default", [["separator", "/"]])],
      ["fill_value", fillJson(type, fill)],
      ["codecs", planCodecs(plan, type).map(codecJson)],
      ["attributes", jsonObject([...marks, ...json, ["_ARRAY_DIMENSIONS", dimensions]])],
      ["zarr_format", 3n],
      ["node_type", "array"],
      ["storage_transformers", []],
    ],
    record: jsonObject([
      ...(said.size === 0
        ? []
        : ([
            [
              "of",
              jsonObject([
                ["data_type", typeJson(type)],
                ["shape", storeShape],
              ]),
            ],
            ...facts,
          ] as const)),
      ["attributes", record.size === 0 ? undefined : record],
    ]),
  };
}

/** How the original was stored, as far as the array does not say it. */
function storedRecord({ stored }: PendingNode, type: ZarrType, order: "little" | "big"): JsonObject | undefined {
  if (stored === undefined) return undefined;
  const { text, byteOrder, ...rest } = stored;
  return storedToJson({
    ...rest,
    ...(text === undefined || isPlainText({ text }) ? {} : { text }),
    ...(byteOrder === undefined || (order === "big" && hasByteOrder(type)) ? {} : { byteOrder }),
  });
}

/** The filters of the original, where those of the array do not say the same. */
function filtersRecord(wished: readonly Filter[] | undefined, plan: DatasetPlan, type: ZarrType): Json | undefined {
  if (wished === undefined) return undefined;
  const readBack = bytesFilters(planCodecs(plan, type).slice(1), itemSize(type) ?? 1);
  return sameFilters(wished, readBack) ? undefined : filtersToJson(wished);
}

const named = (name: string, configuration: readonly (readonly [string, Json])[]): JsonObject =>
  jsonObject([
    ["name", name],
    ["configuration", jsonObject(configuration)],
  ]);
