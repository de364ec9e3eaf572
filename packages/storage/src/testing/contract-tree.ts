import type { Dtype, Filter, NdArray } from "@hdmf-ts/array";
import type { Child } from "../node.ts";
import type { CachedNamespace, Capability } from "../storage.ts";
import { attributeSamples, numberSamples, otherSamples } from "./contract-values.ts";

/** An object of the contract tree; in its values the ids of references are paths, `""` is null. */
export interface ContractObject {
  readonly path: string;
  readonly kind: "group" | "dataset" | "datatype";
  readonly attributes?: ReadonlyMap<string, NdArray>;
  /** Of a dataset: all its elements. */
  readonly value?: NdArray;
  /** Of a dataset: how many elements are written, the rest is the fill value; all unless told. */
  readonly written?: number;
  readonly maxShape?: readonly (number | null)[];
  readonly chunks?: readonly number[];
  readonly filters?: readonly Filter[];
  readonly fillValue?: NdArray;
  /** Of a committed datatype, and the path of it for a dataset. */
  readonly dtype?: Dtype;
  readonly datatype?: string;
  readonly needs?: readonly Capability[];
}

/** A further name, or a link by path. */
export interface ContractLink {
  readonly path: string;
  /** The id of a hard link is the path of the object. */
  readonly child: Child;
  readonly needs?: readonly Capability[];
}

export interface ContractTree {
  /** Groups before what is in them. */
  readonly objects: readonly ContractObject[];
  readonly links: readonly ContractLink[];
  readonly specifications: readonly CachedNamespace[];
}

/** Where the external link of the contract tree leads, in the storage that {@link contractTarget} describes. */
export const targetPath = "/outside/data";

/** Names that are special in JavaScript, in Zarr or in a shell, and mean nothing here. */
const names = [
  "__proto__",
  "constructor",
  "toString",
  "with space",
  "ünïcödé",
  "日本",
  ".hidden",
  "a.b",
  "%41",
  "c",
  "0",
];

function range(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index);
}

/**
 * A tree with one of everything that a storage may hold. `targetSource` is the source of its external link; the same tree as HDF5 is
 * conformance/fixtures/contract.h5, made with h5py.
 */
export function contractTree(targetSource = "contract-target.h5"): ContractTree {
  const committed: Dtype = [
    { name: "a", dtype: "int32" },
    { name: "b", dtype: "float64" },
  ];
  const needs: Record<string, readonly Capability[]> = { vlen: ["vlen"], regions: ["region-references"] };
  const scalar = (dtype: Dtype, data: NdArray["data"]): NdArray => ({ dtype, shape: [], data });
  const group = (path: string): ContractObject => ({ path, kind: "group" });
  const samples = (folder: string, values: ReadonlyMap<string, NdArray>): ContractObject[] =>
    [...values].map(([name, value]) => ({
      path: `${folder}/${name}`,
      kind: "dataset",
      value,
      needs: needs[name] ?? [],
    }));
  return {
    objects: [
      group("/arrays"),
      {
        path: "/arrays/grid",
        kind: "dataset",
        value: { dtype: "int32", shape: [5, 7], data: range(35) },
        chunks: [2, 3],
        maxShape: [null, 7],
        attributes: new Map([["unit", scalar("utf8", ["V"])]]),
      },
      {
        path: "/arrays/long",
        kind: "dataset",
        value: { dtype: "float64", shape: [4096], data: Float64Array.from(range(4096), (value) => value / 2) },
        chunks: [256],
        filters: [
          { name: "shuffle", id: 2 },
          { name: "deflate", id: 1, options: [4] },
        ],
      },
      {
        path: "/arrays/filled",
        kind: "dataset",
        value: { dtype: "int16", shape: [6], data: Int16Array.of(1, 2, 7, 7, 7, 7) },
        written: 2,
        chunks: [2],
        fillValue: scalar("int16", Int16Array.of(7)),
      },
      {
        path: "/arrays/none",
        kind: "dataset",
        value: { dtype: "float32", shape: [0, 3], data: new Float32Array(0) },
        chunks: [4, 3],
        maxShape: [null, 3],
      },
      { path: "/arrays/empty", kind: "dataset", value: { dtype: "utf8", shape: [0], data: [] } },
      { path: "/arrays/scalar", kind: "dataset", value: scalar("float64", Float64Array.of(0.1)) },
      { path: "/arrays/text", kind: "dataset", value: scalar("utf8", ["one text"]) },
      {
        path: "/arrays/null",
        kind: "dataset",
        value: { dtype: "float32", shape: null, data: new Float32Array(0) },
        needs: ["null-space"],
      },
      { path: "/attributes", kind: "group", attributes: attributeSamples() },
      group("/links"),
      group("/names"),
      ...names.map((name) => group(`/names/${name}`)),
      group("/numbers"),
      ...samples("/numbers", numberSamples()),
      group("/others"),
      ...samples("/others", otherSamples()),
      group("/types"),
      { path: "/types/pair", kind: "datatype", dtype: committed, needs: ["committed-datatypes"] },
      {
        path: "/types/use",
        kind: "dataset",
        value: {
          dtype: committed,
          shape: [2],
          data: new Map([
            ["a", Int32Array.of(1, 2) as NdArray["data"]],
            ["b", Float64Array.of(0.5, -0.5)],
          ]),
        },
        datatype: "/types/pair",
        needs: ["committed-datatypes"],
      },
    ],
    links: [
      { path: "/links/cycle", child: { hard: "/links" }, needs: ["hard-links"] },
      { path: "/links/hard", child: { hard: "/arrays/grid" }, needs: ["hard-links"] },
      { path: "/links/soft", child: { soft: "/arrays/grid" } },
      { path: "/links/soft-group", child: { soft: "/arrays" } },
      { path: "/links/relative", child: { soft: "soft-group/scalar" } },
      { path: "/links/dead", child: { soft: "/arrays/nowhere/deeper" }, needs: ["dangling-links"] },
      { path: "/links/loop-a", child: { soft: "/links/loop-b" }, needs: ["dangling-links"] },
      { path: "/links/loop-b", child: { soft: "/links/loop-a" }, needs: ["dangling-links"] },
      {
        path: "/links/outside",
        child: { external: { source: targetSource, path: targetPath } },
        needs: ["external-links"],
      },
      {
        path: "/links/outside-dead",
        child: { external: { source: `no-${targetSource}`, path: "/x" } },
        needs: ["external-links", "dangling-links"],
      },
    ],
    specifications: [
      {
        name: "contract",
        version: "1.0.0",
        sources: new Map([
          ["contract.base", '{"groups":[]}'],
          ["namespace", '{"namespaces":[{"name":"contract","version":"1.0.0"}]}'],
        ]),
      },
      { name: "contract", version: "2.0.0", sources: new Map([["namespace", '{"namespaces":[]}']]) },
    ],
  };
}

/** What the external link of the contract tree leads to. */
export function contractTarget(): NdArray {
  return { dtype: "int16", shape: [3], data: Int16Array.of(10, 20, 30) };
}
