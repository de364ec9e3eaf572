import { lookup3 } from "../../src/checksum.ts";

/** A structure of the format in a file: where it is, and where its checksum is, if it has one. */
export interface Structure {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly checksum?: number;
}

const signatures =
  "OHDR OCHK TREE SNOD HEAP GCOL FRHP FHDB FHIB BTHD BTIN BTLF EAHD EAIB EASB EADB FAHD FADB SMTB SMLI".split(" ");
/** How far a checksum is looked for. */
const longest = 600;

/**
 * What describes data: what has a signature, the superblock, and the object headers at `objects`, which may have none.
 *
 * @param most Of each signature, from all over the file: to find where a checksum is takes time.
 */
export function findStructures(file: Uint8Array, objects: readonly number[], most = 40): Structure[] {
  const found: Structure[] = [];
  const text = new TextDecoder("latin1").decode(file);
  for (const name of signatures) {
    const places: number[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 4)) places.push(at);
    const step = Math.max(1, places.length / most);
    for (let index = 0; index < places.length; index += step) {
      found.push(withEnd(file, name, places[Math.floor(index)] as number));
    }
  }
  for (const start of objects) {
    if (file[start] === 1) found.push({ name: "header", start, end: Math.min(file.length, start + 400) });
  }
  const start = Math.max(0, text.indexOf("\x89HDF\r\n\x1a\n"));
  const block = (file[start + 8] ?? 0) < 2 ? { end: start + 96 } : withEnd(file, "superblock", start);
  found.push({ ...block, name: "superblock", start });
  return found.sort((a, b) => a.start - b.start);
}

function withEnd(file: Uint8Array, name: string, start: number): Structure {
  const words = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (name.length === 4 && /^(TREE|SNOD|HEAP|GCOL|FHDB)$/.test(name)) {
    return { name, start, end: Math.min(file.length, start + 400) };
  }
  for (let at = start + 8; at + 4 <= Math.min(file.length, start + longest); at++) {
    if (words.getUint32(at, true) === lookup3(file.subarray(start, at))) return { name, start, end: at, checksum: at };
  }
  return { name, start, end: Math.min(file.length, start + longest) };
}
