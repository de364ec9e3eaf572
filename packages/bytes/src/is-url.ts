import { hdmfError } from "@hdmf-ts/errors";

/** A text with a scheme as a URL; one letter before the colon is a Windows drive. */
export function urlOf(text: string): URL | undefined {
  if (!/^(?:[a-z][a-z0-9+.-]+:\/\/|file:)/i.test(text)) return undefined;
  try {
    return new URL(text);
  } catch (cause) {
    throw hdmfError("invalid", `${text} is not a valid URL`, { source: text, cause });
  }
}

export function isUrl(value: unknown): value is URL {
  return Object.prototype.toString.call(value) === "[object URL]";
}
