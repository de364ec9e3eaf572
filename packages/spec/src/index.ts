/**
 * The HDMF specification language: what files and extension authors say of their types.
 *
 * `parseNamespace` reads one namespace from the texts that files cache, `createCatalog` puts several together and resolves
 * inheritance when a type is first asked for; `matchChildren` and `accepts` are where data meets a specification. `namespaceBuilder` makes a
 * namespace, `cachedNamespace` the texts of one that files cache.
 */
export { accepts, type DataDtype, describeDtype } from "./accepts.ts";
export { cachedNamespace } from "./cached-namespace.ts";
export type { Catalog, Namespace, NamespaceSource, ResolvedType } from "./catalog.ts";
export { chooseVersions, compareVersions } from "./choose-versions.ts";
export { createCatalog } from "./create-catalog.ts";
export { type Dialect, hdmfDialect, nwbDialect } from "./dialect.ts";
export { fieldNameOfType } from "./field-name.ts";
export { hasTimeZone, isIsoDatetime } from "./isodatetime.ts";
export type { Issue } from "./issue.ts";
export type { JsonValue } from "./json.ts";
export type * from "./language.ts";
export type { ChildFact, ChildMatches } from "./match.ts";
export { matchChildren } from "./match-children.ts";
export { type NamespaceAbout, type NamespaceBuilder, namespaceBuilder } from "./namespace-builder.ts";
export { parseNamespace } from "./parse-namespace.ts";
export type { PlainSpec } from "./plain-spec.ts";
export { resolveInclusion } from "./resolve-inclusion.ts";
export { typeAttributes } from "./type-attributes.ts";
