import type { LazyArray } from "@hdmf-ts/array";
import type { DatasetFile, DatasetParts } from "../datasets/dataset-source.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { OpenFile } from "../headers/open-file.ts";
import type { Mapping } from "../virtual/mappings.ts";
import type { OtherFiles } from "./other-files.ts";
import { type Recent, recent } from "./recent.ts";

/** An open file as others reach it, and as it reaches others. */
export interface LinkedFile {
  /** The path or URL, which its neighbours are found by; absent where it has none, and leads nowhere. */
  readonly place: string | undefined;
  readonly root: number;
  readonly file: OpenFile;
  readonly data: DatasetFile;
  readonly others: OtherFiles<LinkedFile>;
  /** The links of groups that paths led through. */
  readonly links: Recent<number, ReadonlyMap<string, Hdf5Link>>;
  /** The datasets that paths led to. */
  readonly sources: Recent<number, SourceDataset>;
  /** The virtual datasets that were read. */
  readonly virtuals: Recent<number, VirtualDataset>;
  close(): Promise<void>;
}

/** Where the elements of a virtual dataset are. */
export interface VirtualDataset {
  readonly mappings: readonly Mapping[];
  /** Of a mapping with numbered sources: how many there are, up to the first that does not exist. */
  readonly blocks: readonly (number | undefined)[];
  readonly shape: readonly number[];
}

/** A dataset whose elements are part of a virtual one. */
export interface SourceDataset {
  readonly self: LinkedFile;
  readonly parts: DatasetParts;
  readonly array: LazyArray;
}

export function linkedFile(
  parts: Pick<LinkedFile, "place" | "root" | "file" | "data" | "others" | "close">,
): LinkedFile {
  return { ...parts, links: recent(16), sources: recent(256), virtuals: recent(64) };
}
