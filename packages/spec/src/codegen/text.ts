/** What would end a line or steer a reader's eye: controls, formats (text direction among them), separators, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escapeUnseen = (text: string): string =>
  text.replace(unseen, (found) => {
    const code = found.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });

/** A text as a string literal. */
export const literal = (text: string): string => escapeUnseen(JSON.stringify(text));

/** A name as that of a property: in quotes where it is no identifier. */
export const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

/**
 * Text of a stranger as the comment of what follows; nothing for an empty one. It can neither end the comment nor speak to a compiler: an `@`
 * at the beginning of a word is escaped, as TSDoc does it.
 */
export function comment(text: string, indent: string): string {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => escapeUnseen(line.replace(/\t/g, " ")).trimEnd())
    .map((line) => line.replace(/\*\//g, "*\\/").replace(/(?<![\w\\])@/g, "\\@"));
  while (lines.length > 0 && lines[0]!.trim() === "") lines.shift();
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]!.trim()} */\n`;
  const body = lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}

/** The same within a line. */
export const inlineComment = (text: string): string => comment(text.replace(/\s+/g, " "), "").replace("\n", " ");

/** The names of the interfaces of namespaces: `ndx-foo` is `NdxFooTypes`; of two that come to the same name, the second one has a number. */
export function interfaceNames(namespaces: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const namespace of namespaces) {
    const words = namespace.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const stem = /^\d/.test(joined) ? `_${joined}` : joined || "Namespace";
    let name = `${stem}Types`;
    for (let i = 2; taken.has(name); i++) name = `${stem}${i}Types`;
    taken.add(name);
    names.set(namespace, name);
  }
  return names;
}

/** The order of names that depends on no language of the machine. */
export const byText = (a: string, b: string): number => Number(a > b) - Number(a < b);
