import { hdmfError } from "@hdmf-ts/errors";
import type { Json } from "./json-value.ts";

const MAX_DEPTH = 128;
const MAX_BYTES = 256 * 1024 * 1024;
const NUMBER = /-?(?:Infinity|(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)/y;
const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them bare in text
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const WORDS: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
];

/**
 * Reads JSON as zarr-python writes it: the bare words `NaN`, `Infinity` and `-Infinity` are numbers, integers are exact.
 * `place` names the text in messages.
 * @throws `malformed` for what is no such JSON, `limit` for more than 128 levels or 256 MiB.
 */
export function readJson(bytes: Uint8Array, place: string): Json {
  if (bytes.length > MAX_BYTES) throw hdmfError("limit", `${place} is larger than ${MAX_BYTES} bytes`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw hdmfError("malformed", `${place} is not UTF-8 text`, { cause });
  }
  return parseJson(text, place);
}

/** {@link readJson} for text. */
export function parseJson(text: string, place: string): Json {
  let at = 0;
  const fail = (expected: string): never => {
    throw hdmfError("malformed", `${place} is not JSON: expected ${expected} at character ${at}`);
  };
  const space = (): void => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const string = (): string => {
    at++;
    let result = "";
    for (;;) {
      PLAIN.lastIndex = at;
      PLAIN.test(text);
      result += text.slice(at, PLAIN.lastIndex);
      at = PLAIN.lastIndex;
      if (text[at] === '"') {
        at++;
        return result;
      }
      if (text[at] !== "\\") fail("a closing quote");
      const letter = text[at + 1] ?? "";
      if (letter === "u") {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) fail("four hexadecimal digits");
        result += String.fromCharCode(Number.parseInt(hex, 16));
        at += 6;
      } else {
        result += ESCAPES.get(letter) ?? fail("an escape");
        at += 2;
      }
    }
  };
  const number = (): Json => {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) return fail("a value");
    at = NUMBER.lastIndex;
    const [digits, fraction, exponent] = match;
    return fraction === undefined && exponent === undefined && !digits.endsWith("y") && digits !== "-0"
      ? BigInt(digits)
      : Number(digits);
  };
  const value = (depth: number): Json => {
    if (depth > MAX_DEPTH) throw hdmfError("limit", `${place} is nested deeper than ${MAX_DEPTH} levels`);
    space();
    const first = text[at];
    if (first === '"') return string();
    if (first === "{") {
      const result = new Map<string, Json>();
      at++;
      space();
      if (text[at] === "}") {
        at++;
        return result;
      }
      for (;;) {
        space();
        if (text[at] !== '"') fail("a name");
        const name = string();
        space();
        if (text[at++] !== ":") fail("a colon");
        result.set(name, value(depth + 1));
        space();
        const end = text[at++];
        if (end === "}") return result;
        if (end !== ",") fail("a comma or }");
      }
    }
    if (first === "[") {
      const result: Json[] = [];
      at++;
      space();
      if (text[at] === "]") {
        at++;
        return result;
      }
      for (;;) {
        result.push(value(depth + 1));
        space();
        const end = text[at++];
        if (end === "]") return result;
        if (end !== ",") fail("a comma or ]");
      }
    }
    for (const [word, meaning] of WORDS)
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    return number();
  };
  const result = value(0);
  space();
  if (at !== text.length) fail("the end");
  return result;
}
