import { existsSync, readdirSync } from "node:fs";
import { repository } from "./hdmf-dump.ts";

/** The files of others, outside of the repository. */
export const fixtures: string = `${repository}../shared/fixtures/`;
export const hasSchemas: boolean = existsSync(`${fixtures}schema`);

const common = (version: string): string => `schema/hdmf-common-versions/${version}/common/namespace.yaml`;
const core = (version: string): string => `schema/nwb-versions/${version}/core/nwb.namespace.yaml`;
/** What hdmf 6.2 and pynwb 4.2 bring along. */
export const newest: readonly string[] = [
  "schema/installed/hdmf-common-schema-1.10.0/common/namespace.yaml",
  "schema/installed/nwb-schema-2.11.0/core/nwb.namespace.yaml",
];

const versions = hasSchemas ? readdirSync(`${fixtures}schema/hdmf-common-versions`) : [];

/** Namespace files that hdmf loads together, what is included first. */
export const published: readonly (readonly [string, readonly string[]])[] = [
  ...versions.map((version) => [`hdmf-common ${version}`, [common(version)]] as const),
  ["NWB 2.0.1", [core("2.0.1")]],
  ["NWB 2.2.5", [common("1.1.3"), core("2.2.5")]],
  ["NWB 2.5.0", [common("1.5.1"), core("2.5.0")]],
  ["NWB 2.7.0", [common("1.8.0"), core("2.7.0")]],
  ["NWB 2.11.0", newest],
  ["an extension", [...newest, "nwb/generated/ndx/ndx-demo.namespace.yaml"]],
];

/** Small namespaces that hdmf refuses; each needs NWB. */
export const refused: readonly (readonly [string, readonly string[]])[] = (
  hasSchemas ? readdirSync(`${fixtures}schema/matnwb-small`, { recursive: true, encoding: "utf8" }) : []
)
  .filter((name) => name.endsWith("namespace.yaml"))
  .sort()
  .map((name) => [name, [...newest, `schema/matnwb-small/${name}`]] as const);
