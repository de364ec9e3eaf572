/** What JSON text becomes here: as `JSON.parse`, but integers beyond 2^53 are bigint and keys are asked for by {@link field}. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** How deep lists and objects may be nested; hdmf's own specifications stay under 20. */
const maxDepth = 64;

/** An own member of an object; `undefined` for what is no object or has no such key, `__proto__` and `constructor` included. */
export function field(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * Parses JSON, and the `NaN` and `Infinity` that Python writes into it.
 * @throws SyntaxError with the offset in its message; for nesting beyond 64 levels too.
 */
export function parseJson(text: string): JsonValue {
  if (!mayHoldLongIntegers(text)) {
    try {
      const value: JsonValue = JSON.parse(text);
      checkDepth(value);
      return value;
    } catch (error) {
      if (error instanceof RangeError) throw new SyntaxError(error.message);
      // The parser below knows Python's words, and says where it fails.
    }
  }
  return parseSlowly(text);
}

/**
 * JSON text without spaces, as {@link parseJson} reads it: bigints as integers, `NaN` and the infinities as Python writes them.
 * @throws SyntaxError for nesting beyond 64 levels, a ring included
 */
export function writeJson(value: JsonValue, depth = 0): string {
  if (depth > maxDepth) throw new SyntaxError(`nested deeper than ${maxDepth} levels`);
  if (isList(value)) return `[${value.map((item) => writeJson(item, depth + 1)).join(",")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member, depth + 1)}`).join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function mayHoldLongIntegers(text: string): boolean {
  return /\d{16}/.test(text);
}

function checkDepth(root: JsonValue): void {
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new RangeError(`nested deeper than ${maxDepth} levels`);
    const next: JsonValue[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const member of isList(value) ? value : Object.values(value)) {
        if (typeof member === "object" && member !== null) next.push(member);
      }
    }
    level = next;
  }
}

const words: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];

function parseSlowly(text: string): JsonValue {
  const space = /[ \t\n\r]*/y;
  const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
  let at = 0;

  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at offset ${at}`);
  };
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const punctuation = (mark: string): boolean => {
    take(space);
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const takeString = (): string => {
    if (text[at] !== '"') fail("a string was expected");
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    try {
      const found = JSON.parse(text.slice(at, end + 1)) as string;
      at = end + 1;
      return found;
    } catch {
      return fail("a string is broken");
    }
  };
  const takeNumber = (): number | bigint => {
    const found = take(number);
    if (!found) return fail("a value was expected");
    const value = Number(found[0]);
    const isInteger = found[1] === undefined && found[2] === undefined;
    return isInteger && !Number.isSafeInteger(value) && found[0].length < 400 ? BigInt(found[0]) : value;
  };
  const takeValue = (depth: number): JsonValue => {
    if (depth > maxDepth) fail(`nested deeper than ${maxDepth} levels`);
    if (punctuation("{")) {
      const members: [string, JsonValue][] = [];
      if (punctuation("}")) return {};
      do {
        take(space);
        const key = takeString();
        if (!punctuation(":")) fail("a colon was expected");
        members.push([key, takeValue(depth + 1)]);
      } while (punctuation(","));
      if (!punctuation("}")) fail("a closing brace was expected");
      return Object.fromEntries(members);
    }
    if (punctuation("[")) {
      const items: JsonValue[] = [];
      if (punctuation("]")) return items;
      do items.push(takeValue(depth + 1));
      while (punctuation(","));
      if (!punctuation("]")) fail("a closing bracket was expected");
      return items;
    }
    if (text[at] === '"') return takeString();
    const word = words.find(([name]) => text.startsWith(name, at));
    if (word) {
      at += word[0].length;
      return word[1];
    }
    return takeNumber();
  };

  const value = takeValue(0);
  take(space);
  if (at < text.length) fail("text after the end");
  return value;
}
