import type { Issue } from "./issue.ts";
import type { Place } from "./place.ts";

/** The most specs that one namespace may hold, nested ones and attributes included. */
const maxSpecs = 200_000;

/** The most issues that are kept of one namespace. */
const maxIssues = 1_000;

/** Collects what is wrong in the texts of one namespace, and the keys by which they name types. */
export interface ParseReport {
  readonly issues: Issue[];
  /** Whether a key of the NWB dialect was met. */
  nwb: boolean;
  /** How many more specs may come. */
  room: number;
}

export function createReport(): ParseReport {
  return { issues: [], nwb: false, room: maxSpecs };
}

/** Notes an issue. */
export function note(
  report: ParseReport,
  severity: Issue["severity"],
  code: string,
  place: Place,
  message: string,
  hint?: string,
): void {
  if (report.issues.length < maxIssues) report.issues.push(issueAt(severity, code, place, message, hint));
}

/** An issue of a specification. */
export function issueAt(
  severity: Issue["severity"],
  code: string,
  { spec, namespace, source, pointer }: Place,
  message: string,
  hint?: string,
): Issue {
  return {
    code,
    severity,
    path: `/${spec}`,
    specPath: spec,
    message,
    ...(hint === undefined ? {} : { hint }),
    origin: { namespace, source, pointer },
  };
}

/** Whether another spec may be parsed; the first that may not is noted. */
export function takeRoom(report: ParseReport, place: Place): boolean {
  if (report.room-- > 0) return true;
  if (report.room === -1) note(report, "error", "too-large", place, `more than ${maxSpecs} specifications`);
  return false;
}
