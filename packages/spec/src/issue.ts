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
  readonly at?: { readonly file: string; readonly line: number; readonly column: number };
}
