import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chooseVersions, createCatalog, type Issue, parseNamespace } from "@hdmf-ts/spec";
import { openHdf5Storage } from "../../backend-hdf5/src/index.ts";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { validate } from "../src/index.ts";

/** The repository, with a slash at the end. */
export const repository: string = fileURLToPath(new URL("../../../", import.meta.url));
export const fixtures: string = `${repository}../shared/fixtures/nwb/`;
const python = `${repository}.venv-a/bin/python`;
export const hasJudge: boolean = existsSync(python);

export interface HdmfError {
  readonly class: string;
  readonly name: string;
  readonly location: string;
  readonly reason: string;
}

export interface Verdict {
  readonly errors: readonly HdmfError[] | null;
  readonly failed?: string;
}

/** Runs a script of `conformance/` and gives what it prints. */
export function runJudge(script: string, ...args: string[]): string {
  const run = spawnSync(python, [`${repository}conformance/${script}`, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/** What hdmf's validator says of each file, by its name. */
export function verdicts(files: readonly string[]): Map<string, Verdict> {
  return parseVerdicts(runJudge("validate_truth.py", ...files));
}

/** What it said when `conformance/validate-truth.jsonl` was recorded. */
export function recordedVerdicts(): Map<string, Verdict> {
  return parseVerdicts(readFileSync(`${repository}conformance/validate-truth.jsonl`, "utf8"));
}

/** The lines that a script of `conformance/` prints of files. */
export function parseVerdicts(lines: string): Map<string, Verdict> {
  const parsed = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return new Map(parsed.map(({ file, errors = null, failed }) => [file, { errors, failed }]));
}

/** What we say of a file, by the specifications that it caches. */
export async function issuesOf(file: string): Promise<Issue[]> {
  const storage = openHdf5Storage(await openHdf5(file), { open: openHdf5 });
  try {
    const sources = chooseVersions(await storage.specifications());
    const catalog = createCatalog(sources.flatMap((source) => parseNamespace(source).namespace ?? []));
    const issues: Issue[] = [];
    for await (const issue of validate(storage, catalog)) issues.push(issue);
    return issues;
  } finally {
    await storage.close();
  }
}

const kinds: Readonly<Record<string, string>> = {
  DtypeError: "dtype",
  MissingError: "missing",
  MissingDataType: "missing",
  ExpectedArrayError: "shape",
  ShapeError: "shape",
  IllegalLinkError: "link",
  IncorrectDataType: "target",
  IncorrectQuantityError: "quantity",
  Error: "time zone",
  "wrong-dtype": "dtype",
  "missing-attribute": "missing",
  "missing-dataset": "missing",
  "missing-group": "missing",
  "missing-link": "missing",
  "wrong-shape": "shape",
  "illegal-link": "link",
  "wrong-target": "target",
  "wrong-quantity": "quantity",
  "missing-time-zone": "time zone",
};

/** Kind and place of each error of hdmf, with the name or type of what is missing. */
export function theirFindings(errors: readonly HdmfError[]): string[] {
  const lines = errors.map((error) => {
    const missing = /^missing data type (\S+)(?: \((.*)\))?$/.exec(error.reason);
    const name = missing
      ? (missing[2] ?? missing[1])
      : error.class === "MissingError"
        ? error.name.split("/").at(-1)
        : "";
    return line(kinds[error.class] ?? error.class, `/${error.location}`, name ?? "");
  });
  return [...new Set(lines)].sort();
}

/** The same of our issues of severity error. */
export function ourFindings(issues: readonly Issue[]): string[] {
  const lines = issues
    .filter(({ severity }) => severity === "error")
    .map(({ code, path, specPath }) => {
      const kind = kinds[code] ?? code;
      return line(kind, path, kind === "missing" ? (specPath?.split("/").at(-1) ?? "") : "");
    });
  return [...new Set(lines)].sort();
}

const line = (kind: string, path: string, name: string): string => `${kind} ${path} ${name}`.trim();
