import type { DatasetSpec, GroupSpec, LinkSpec } from "./language.ts";

/** What is known of a child of a group before anything of it is read but its attributes. */
export interface ChildFact {
  readonly name: string;
  readonly kind: "group" | "dataset" | "datatype";
  /** Absent on what has no type. */
  readonly type?: string;
  readonly namespace?: string;
  /** Whether a link leads to it. */
  readonly link: boolean;
}

/** The children of a group by the specification that each one answers to. */
export interface ChildMatches {
  /** In the order of datasets, groups, links of the spec; `children` are indices, empty where nothing answers. */
  readonly matches: readonly {
    readonly spec: DatasetSpec | GroupSpec | LinkSpec;
    readonly children: readonly number[];
  }[];
  /** The children that no specification speaks of. */
  readonly unmatched: readonly number[];
}
