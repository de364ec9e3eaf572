import { hdmfError } from "@hdmf-ts/errors";

/** Whether a name stands for one source a block: it holds `%b`. */
export function isNumbered(name: string): boolean {
  return /%b/.test(name.replaceAll("%%", ""));
}

/** The name of a source; `%b` is the number of the block, and `%%` a percent sign. @throws `malformed` for all else after a `%` */
export function sourceName(name: string, block: number | undefined): string {
  return name.replace(/%(.?)/gs, (found, letter: string) => {
    if (letter === "%") return "%";
    if (letter === "b" && block !== undefined) return String(block);
    throw hdmfError("malformed", `The source "${name}" of a virtual dataset has a "${found}" that means nothing`);
  });
}
