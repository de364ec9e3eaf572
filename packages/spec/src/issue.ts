/** Where something stands in the texts of a namespace (`NamespaceSource`). */
export interface Origin {
  readonly namespace: string;
  /** The name of the text. */
  readonly source: string;
  /** A JSON pointer (RFC 6901) into the text: `/groups/0/attributes/2/dtype`. */
  readonly pointer: string;
}

/** One thing that is wrong, as data; `validate` and the specification checks give the same form. */
export interface Issue {
  /** Stable, kebab-case: what a program goes by. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Where in the file or the specification: an absolute path, an attribute after a dot (`/a/data.unit`). */
  readonly path: string;
  /** The rule that is broken: `namespace/Type/child/attribute`. */
  readonly specPath?: string;
  readonly expected?: string;
  readonly received?: string;
  /** One sentence for a person. */
  readonly message: string;
  readonly hint?: string;
  /** Of a specification whose texts are known: where. `./yaml` makes `at` of it. */
  readonly origin?: Origin;
  /** In a file that a person wrote; lines and columns count from 1. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}
