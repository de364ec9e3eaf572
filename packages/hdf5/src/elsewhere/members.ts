import type { ByteSource } from "@hdmf-ts/bytes";
import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { Superblock } from "../io/superblock.ts";
import type { OtherFiles } from "./other-files.ts";

type Others = Pick<OtherFiles<unknown>, "withBytes">;
type Call = { readonly signal?: AbortSignal };

const mostMembers = 65_536;

/**
 * The files of a family (specification II.B) as one source, which begins with the given one; that one alone where it is all, or where the
 * others are not those of a family. Old files do not say that they are of a family: there a name that counts from 0 tells it, and a next
 * file that is no HDF5 file by itself.
 *
 * @throws `not-found`, `denied` for members that cannot be opened, `malformed` for those of another size, `unsupported`, `limit`
 */
export async function joinMembers(
  first: ByteSource,
  { needed, family }: Superblock,
  place: string | undefined,
  others: Others,
  call: Call,
): Promise<ByteSource> {
  const size = family?.memberSize ?? first.byteLength;
  const nameOf = memberNames(first.name);
  const count = Math.ceil(needed / size);
  if (count <= 1) return first;
  if (nameOf === undefined && family !== undefined) {
    const message = `${first.name ?? "The file"} is one of ${count} files, whose names do not follow from its own`;
    throw hdmfError("unsupported", message, { hint: "Give the first by its path, whose number is 0, such as a00.h5" });
  }
  if (nameOf === undefined || (count > mostMembers && family === undefined)) return first;
  if (count > mostMembers) throw hdmfError("limit", `The file is one of ${count} files; ${mostMembers} are the most`);
  if (first.byteLength !== size) throw wrongSize(nameOf(0), first.byteLength, size);
  let last = 0;
  try {
    for (let member = 1; member < count; member++) {
      last = await others.withBytes(nameOf(member), place, async (source) => source.byteLength, call);
      if (family === undefined && (await isHdf5(nameOf(member), place, others, call))) return first;
      if (member < count - 1 && last !== size) throw wrongSize(nameOf(member), last, size);
    }
  } catch (error) {
    if (family === undefined && isHdmfError(error, "not-found", "denied", "malformed")) return first;
    throw error;
  }
  return {
    ...(first.name === undefined ? {} : { name: first.name }),
    byteLength: (count - 1) * size + last,
    async read(offset, length, options = {}) {
      const bytes = new Uint8Array(length);
      for (let at = offset; at < offset + length; ) {
        const member = Math.floor(at / size);
        const from = at - member * size;
        const part = Math.min(size - from, offset + length - at);
        const read = (source: ByteSource) => source.read(from, part, options);
        const found = member === 0 ? await read(first) : await others.withBytes(nameOf(member), place, read, options);
        bytes.set(found, at - offset);
        at += part;
      }
      return bytes;
    },
  };
}

/** The file names of the members by their numbers: the last digits of the first name that are all 0 count them. */
function memberNames(path: string | undefined): ((member: number) => string) | undefined {
  const name = path?.split(/[\\/]/).at(-1) ?? "";
  const zeros = [...name.matchAll(/\d+/g)].filter(([digits]) => /^0+$/.test(digits)).at(-1);
  if (zeros === undefined) return undefined;
  const [before, after] = [name.slice(0, zeros.index), name.slice(zeros.index + zeros[0].length)];
  return (member) => before + String(member).padStart(zeros[0].length, "0") + after;
}

function isHdf5(name: string, place: string | undefined, others: Others, call: Call): Promise<boolean> {
  const read = async (source: ByteSource): Promise<boolean> => {
    const start = await source.read(0, Math.min(8, source.byteLength), call);
    return String.fromCharCode(...start) === "\x89HDF\r\n\x1a\n";
  };
  return others.withBytes(name, place, read, call);
}

function wrongSize(name: string, found: number, size: number): Error {
  return hdmfError("malformed", `The file "${name}" is one of several of ${size} bytes, and has ${found}`, {
    source: name,
    hint: "Copy or download the file again",
  });
}
