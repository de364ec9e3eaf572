import type { Dialect } from "./dialect.ts";
import type { Issue } from "./issue.ts";
import type { TypeSpec } from "./language.ts";

/** A namespace as text, the form in which files cache it: JSON by source name, `namespace` among the names. */
export interface NamespaceSource {
  readonly name: string;
  readonly version: string;
  readonly sources: ReadonlyMap<string, string>;
}

/** A namespace parsed: the types that it defines itself, by name, unresolved. */
export interface Namespace {
  readonly name: string;
  readonly version: string;
  readonly doc: string;
  readonly dialect: Dialect;
  readonly types: ReadonlyMap<string, TypeSpec>;
  /** The namespaces that it includes; `types` absent: all of theirs. */
  readonly includes: readonly { readonly namespace: string; readonly types?: readonly string[] }[];
}

/** A type with all that its ancestors say merged in. */
export interface ResolvedType {
  /** The namespace that defines it, which is what files name. */
  readonly namespace: string;
  readonly name: string;
  readonly spec: TypeSpec;
  /** Itself first, the root of its line last. */
  readonly hierarchy: readonly string[];
}

/**
 * The namespaces of one file, or of one program, as a value. Types are resolved when first asked for. A name that is
 * looked up in a namespace is found there or in what that namespace includes.
 */
export interface Catalog {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  /** `undefined` where namespace or type are unknown; what is wrong with a known type is in {@link Catalog.issues}. */
  type(namespace: string, name: string): ResolvedType | undefined;
  /** Whether `name` is `ancestor` or extends it; false where either is unknown. */
  isSubtype(namespace: string, name: string, ancestor: string): boolean;
  /** The direct and indirect subtypes that are known in `namespace`. */
  subtypes(namespace: string, name: string): readonly string[];
  /** What was wrong in the texts and in what has been resolved so far. */
  issues(): readonly Issue[];
}
