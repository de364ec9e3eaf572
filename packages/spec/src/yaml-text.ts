import { hdmfError } from "@hdmf-ts/errors";
import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
} from "yaml";

/** Something wrong in a YAML text. */
interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A YAML text as JSON, and the way back. */
export interface YamlText {
  /** `undefined` where something is wrong. */
  readonly json: string | undefined;
  readonly problems: readonly YamlProblem[];
  /** Where the key or item stands that a JSON pointer leads to; as near as can be for one that leads nowhere. */
  locate(pointer: string): { readonly line: number; readonly column: number };
}

/** How much may be parsed yet, of all files of one namespace file; NWB core has 130,000 characters and 20,000 tokens. */
export interface YamlBudget {
  characters: number;
  tokens: number;
}

/** A specification has no reason to be longer or deeper. */
const limits = {
  characters: 8_000_000,
  tokens: 1_500_000,
  depth: 64,
  nodes: 1_000_000,
  json: 32_000_000,
  problems: 100,
};

export function yamlBudget(): YamlBudget {
  return { characters: limits.characters, tokens: limits.tokens };
}

/** Ends the work on a text. */
function stop(code: string, message: string, offset: number): Error & { readonly stop: Omit<YamlStop, "message"> } {
  return Object.assign(hdmfError("malformed", message), { stop: { code, offset } });
}

interface YamlStop {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

function stopOf(error: unknown): YamlStop | undefined {
  if (!(error instanceof Error) || !("stop" in error)) return undefined;
  return { ...(error as ReturnType<typeof stop>).stop, message: error.message };
}

/** Parses one text (JSON is YAML too). What is wrong is a problem with its place, never an exception. */
export function parseYaml(text: string, budget: YamlBudget): YamlText {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const problems: YamlProblem[] = [];
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const tell = (code: string, message: string, offset: number): void => {
    if (problems.length < limits.problems) problems.push({ code, message, ...place(offset) });
  };
  const targets = new Map<Alias, Node>();
  const memo: Members = new WeakMap();
  let document: Document | undefined;
  let json: string | undefined;
  try {
    document = compose(text, lines, budget, tell);
    if (problems.length === 0) json = jsonOf(document, targets, tell);
  } catch (error) {
    const stopped = stopOf(error);
    if (stopped === undefined) throw error;
    tell(stopped.code, stopped.message, stopped.offset);
  }
  return {
    json: problems.length === 0 ? json : undefined,
    problems,
    locate: (pointer) => place(offsetOf(document, pointer, targets, memo)),
  };
}

type Tell = (code: string, message: string, offset: number) => void;

function compose(text: string, lines: LineCounter, budget: YamlBudget, tell: Tell): Document | undefined {
  budget.characters -= text.length;
  if (budget.characters < 0) {
    throw stop("too-large", `the texts have more than ${limits.characters} characters together`, 0);
  }
  const parser = new Parser(lines.addNewLine);
  let errors = 0;
  function* tokens(): ReturnType<Parser["next"]> {
    for (const lexeme of new Lexer().lex(text)) {
      if (--budget.tokens < 0) {
        throw stop("too-large", `the texts have more than ${limits.tokens} tokens together`, parser.offset);
      }
      for (const token of parser.next(lexeme)) {
        if (token.type === "error" && ++errors > limits.problems) return;
        yield token;
      }
      // Beside the collections, the document and the value that is being read are on the stack.
      if (parser.stack.length > limits.depth + 2) {
        throw stop("too-deep", `nested deeper than ${limits.depth} levels`, parser.offset);
      }
    }
    yield* parser.end();
  }
  const composer = new Composer({
    intAsBigInt: true,
    prettyErrors: false,
    version: "1.2",
    // The library compares each key with each other one; ours are looked up.
    uniqueKeys: false,
  });
  let found: Document | undefined;
  for (const document of composer.compose(tokens(), true, text.length)) {
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      tell("malformed-yaml", message.split("\n")[0] as string, pos[0]);
    }
    if (found !== undefined) {
      throw stop("malformed-yaml", "a second document begins; a file has one", document.range[0]);
    }
    found = document;
  }
  return found;
}

/** JSON text in which no number is rounded and each key is a text. */
function jsonOf(document: Document | undefined, targets: Map<Alias, Node>, tell: Tell): string {
  const anchors = new Map<string, Node>();
  const pieces: string[] = [];
  let nodes = 0;
  let length = 0;
  const put = (piece: string, offset: number): void => {
    pieces.push(piece);
    length += piece.length;
    if (length > limits.json) throw stop("too-large", "aliases make the text too long", offset);
  };
  // `via` is the outermost alias that led here: what is too much is so because of it.
  const visit = (node: unknown, depth: number, offset: number, via?: number): void => {
    const start = via ?? startOf(node) ?? offset;
    if (++nodes > limits.nodes) throw stop("too-large", `more than ${limits.nodes} values`, start);
    if (depth > limits.depth) throw stop("too-deep", `nested deeper than ${limits.depth} levels`, start);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        tell("malformed-yaml", `*${node.source} stands for nothing: there is no &${node.source} before it`, start);
        return;
      }
      targets.set(node, target);
      visit(target, depth + 1, start, start);
      return;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isMap(node)) {
      const keys = new Set<string>();
      put("{", start);
      for (const { key, value } of node.items) {
        const at = via ?? startOf(key) ?? start;
        const name = keyText(key);
        if (isScalar(key) && key.anchor) anchors.set(key.anchor, key);
        if (name === undefined) tell("malformed-yaml", "a key is a text", at);
        else if (keys.has(name)) tell("duplicate-key", `the key ${JSON.stringify(name)} is there twice`, at);
        else {
          put(`${keys.size > 0 ? "," : ""}${JSON.stringify(name)}:`, at);
          keys.add(name);
          visit(value, depth + 1, at, via);
        }
      }
      put("}", start);
    } else if (isSeq(node)) {
      put("[", start);
      for (const [i, item] of node.items.entries()) {
        if (i > 0) put(",", start);
        visit(item, depth + 1, start, via);
      }
      put("]", start);
    } else put(scalarText(isScalar(node) ? node.value : null), start);
  };
  visit(document?.contents, 0, 0);
  return pieces.join("");
}

function scalarText(value: unknown): string {
  // JSON.stringify would make null of NaN and Infinity; Python's words for them are read.
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  return JSON.stringify(value ?? null) ?? "null";
}

function keyText(key: unknown): string | undefined {
  if (typeof key === "string") return key;
  if (!isScalar(key) || key.value === null || typeof key.value === "object") return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

type Members = WeakMap<YAMLMap, ReadonlyMap<string | undefined, Pair>>;

/** The members of a map by key, made when a place in it is first asked for. */
function membersOf(map: YAMLMap, memo: Members): ReadonlyMap<string | undefined, Pair> {
  const known = memo.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair]));
  memo.set(map, known);
  return known;
}

const startOf = (node: unknown): number | undefined =>
  (node as { readonly range?: readonly [number, number, number] | null } | null | undefined)?.range?.[0];

function offsetOf(
  document: Document | undefined,
  pointer: string,
  targets: ReadonlyMap<Alias, Node>,
  memo: Members,
): number {
  let node: unknown = document?.contents;
  let offset = startOf(node) ?? 0;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    while (isAlias(node)) node = targets.get(node);
    if (isMap(node)) {
      const pair = membersOf(node, memo).get(key);
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}
