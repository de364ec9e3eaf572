import type { Issue } from "@hdmf-ts/spec";

/** The only issue of a file for which there is no specification, neither cached nor given. */
export function noSpecificationIssue(): Issue {
  return {
    code: "no-specification",
    severity: "error",
    path: "/",
    message: "the file caches no specification, and none was given",
    hint: "Give one with --spec NAMESPACE.yaml",
  };
}
