import { isJsonArray, isJsonObject, type Json } from "./json-value.ts";

/** A float so that it is read as a float: `1.0`, `1e+300`, `NaN`, `-Infinity`. */
function formatFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Text with everything but printable ASCII escaped. */
function formatText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * JSON as zarr-python writes it: two spaces a level, all but ASCII escaped, floats with a point, NaN and infinities as bare words,
 * which strict readers refuse and the peers need. `indent` 0 gives one line.
 */
export function formatJson(value: Json, indent = 2): string {
  const [colon, newLine] = indent === 0 ? [":", ""] : [": ", "\n"];
  const format = (item: Json, margin: string): string => {
    if (typeof item === "number") return formatFloat(item);
    if (typeof item === "string") return formatText(item);
    if (item === null || typeof item === "boolean" || typeof item === "bigint") return String(item);
    const inner = margin + " ".repeat(indent);
    const block = (open: string, parts: readonly string[], close: string): string =>
      parts.length === 0
        ? open + close
        : `${open}${newLine}${parts.map((part) => inner + part).join(`,${newLine}`)}${newLine}${margin}${close}`;
    if (isJsonArray(item))
      return block(
        "[",
        item.map((part) => format(part, inner)),
        "]",
      );
    return isJsonObject(item)
      ? block(
          "{",
          [...item].map(([key, part]) => formatText(key) + colon + format(part, inner)),
          "}",
        )
      : "null";
  };
  return format(value, "");
}

/** {@link formatJson} as bytes. */
export const jsonBytes = (value: Json, indent = 2): Uint8Array => new TextEncoder().encode(formatJson(value, indent));
