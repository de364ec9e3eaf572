import { isHdmfError } from "@hdmf-ts/errors";
import { visible } from "./visible.ts";

/** The system's codes that reach us without a tag, in words. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOENT: "no such file or folder",
  EISDIR: "this is a folder, not a file",
  ENOTDIR: "a part of the path is no folder",
  EMFILE: "too many files are open",
};

const oneLine = (text: string) => visible(text.replace(/\s*[\r\n]+\s*/g, " ").trim());

/** A hint goes on after a semicolon: without its capital, unless that belongs to a name such as HDF5. */
export const asClause = (hint: string): string =>
  /^[A-Z](?![A-Z])/.test(hint) ? hint.charAt(0).toLowerCase() + hint.slice(1) : hint;

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  const words = code !== undefined && !isHdmfError(error) ? systemErrors[code] : undefined;
  const place = (error as NodeJS.ErrnoException).path;
  if (words !== undefined) return place === undefined ? words : `${place}: ${words}`;
  return error.message === "" ? error.name : error.message;
}

/** One line that says what, where and what to do. */
export function errorLine(error: unknown): string {
  const message = oneLine(messageOf(error));
  if (!isHdmfError(error)) return message;
  const source = error.source !== undefined && !message.includes(error.source) ? `${error.source}: ` : "";
  const path = error.path !== undefined && !message.includes(error.path) ? ` (at ${error.path})` : "";
  const hint = error.hint !== undefined ? `; ${asClause(oneLine(error.hint))}` : "";
  return `${source}${message}${path}${hint}`;
}

/** The causes of an error, outermost first, for `--verbose`. */
export function causeLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  let cause: unknown = error;
  while (cause instanceof Error && lines.length < 20) {
    cause = cause.cause;
    if (cause !== undefined) lines.push(`  caused by: ${errorLine(cause)}`);
  }
  return lines;
}
