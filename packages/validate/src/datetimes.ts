import { hasTimeZone, type Issue, isIsoDatetime } from "@hdmf-ts/spec";
import type { Finding } from "./findings.ts";

type Add = (finding: Omit<Finding, "specPath" | "attribute">) => void;

/**
 * Whether texts are ISO 8601 dates with a time zone. hdmf looks at the form of the first text only, and at time zones only where the texts
 * are at hand (scalars, attributes): what it would not find has the severity `later`. Returns whether anything was wrong.
 */
export function checkDatetimes(texts: readonly string[], later: Issue["severity"], add: Add, isStart = true): boolean {
  const malformed = texts.findIndex((text) => !isIsoDatetime(text));
  const isFirst = isStart && malformed === 0;
  if (isFirst || malformed > 0 || (malformed === 0 && !isStart)) {
    add({
      code: "wrong-dtype",
      severity: isFirst ? "error" : "warning",
      expected: "isodatetime",
      received: shorten(texts[malformed]!),
      message: "a text shall be an ISO 8601 date and time",
    });
    if (isFirst) return true;
  }
  const zoneless = texts.find((text) => !hasTimeZone(text));
  if (zoneless !== undefined) {
    add({
      code: "missing-time-zone",
      severity: later,
      expected: "isodatetime",
      received: shorten(zoneless),
      message: "a date and time lacks its time zone",
      hint: "End it with Z or an offset such as +01:00",
    });
  }
  return zoneless !== undefined || malformed >= 0;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
