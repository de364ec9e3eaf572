import { jsonText } from "./json-text.ts";
import type { Terminal } from "./terminal.ts";

/** Text is handed on in pieces of about this many characters. */
const pieceLength = 1 << 16;

/** Gathers small pieces into larger writes. */
export async function writePieces(terminal: Terminal, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    await terminal.out(text);
    text = "";
  }
  if (text !== "") await terminal.out(text);
}

/** One JSON object whose last key is a list that is written item by item, a line each. */
export async function writeJson(
  terminal: Terminal,
  head: Readonly<Record<string, unknown>>,
  listKey: string,
  items: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> {
  async function* pieces(): AsyncGenerator<string> {
    const start = JSON.stringify(head).slice(0, -1);
    yield `${start}${start === "{" ? "" : ","}${JSON.stringify(listKey)}:[`;
    let separator = "\n";
    for await (const item of items) {
      yield separator + jsonText(item);
      separator = ",\n";
    }
    yield "\n]}\n";
  }
  await writePieces(terminal, pieces());
}
