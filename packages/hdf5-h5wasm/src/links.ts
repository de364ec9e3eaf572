import { decodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { Hdf5Link } from "@hdmf-ts/hdf5";
import { byteCursor } from "./byte-cursor.ts";
import { referenceAddress } from "./decode.ts";
import { message, type ObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import type { Superblock } from "./superblock.ts";

/** The path of a child; `/` is the root. */
export function childPath(parent: string, name: string): string {
  return parent === "/" ? `/${name}` : `${parent}/${name}`;
}

/**
 * The links of a group, none of them followed: looking at the type of what an external link leads to would open
 * another file.
 */
export function readLinks(file: OpenFile, header: ObjectHeader, path: string): Map<string, Hdf5Link> {
  const userDefined = userDefinedLinks(header);
  const form = formOf(header, file.block);
  const links = new Map<string, Hdf5Link>();
  const names = file.wasm.call(`list group "${path}" of ${file.label}`, (module) =>
    module.get_names(file.id, path, false),
  );
  for (const name of names) {
    checkName(name, path);
    const kind = userDefined.get(name);
    links.set(name, kind === undefined ? readLink(file, childPath(path, name), form) : { userDefined: kind });
  }
  return links;
}

/** Old groups hold no external links (the library turns them into the new form); dense ones keep links outside of the header. */
type GroupForm = "old" | "compact" | "dense";

/** What `get_type` answers for it (H5G_UDLINK). */
const userDefinedType = 4;

function formOf(header: ObjectHeader, block: Superblock): GroupForm {
  const info = header.messages.find(({ type }) => type === message.linkInfo);
  if (info === undefined) return header.messages.some(({ type }) => type === message.symbolTable) ? "old" : "compact";
  const cursor = byteCursor(info.body, "A link info message");
  cursor.skip(1);
  cursor.skip((cursor.uint(1) & 1) === 1 ? 8 : 0);
  return cursor.address(block.offsetBytes) === undefined ? "compact" : "dense";
}

function readLink(file: OpenFile, path: string, form: GroupForm): Hdf5Link {
  return file.wasm.call(`read link "${path}" of ${file.label}`, (module): Hdf5Link => {
    const soft = module.get_symbolic_link(file.id, path);
    if (soft !== null) return { soft: checkText(soft, path) };
    if (form !== "old") {
      const { filename, obj_path } = module.get_external_link(file.id, path);
      if (filename !== undefined) {
        return { external: { source: checkText(filename, path), path: checkText(obj_path ?? "/", path) } };
      }
    }
    if (form === "dense" && module.get_type(file.id, path) === userDefinedType) {
      throw hdmfError("unsupported", `The link "${path}" is of a class that an application defined`, { path });
    }
    return { hard: addressOf(file, path) };
  });
}

/** The address of the object header that a path of hard links leads to. */
export function addressOf(file: OpenFile, path: string): number {
  const bytes = file.wasm.call(`find "${path}" of ${file.label}`, (module) =>
    Uint8Array.from(module.create_object_reference(file.id, path)),
  );
  return referenceAddress(new DataView(bytes.buffer), 0);
}

/** h5wasm replaces what is no UTF-8, and such a name could then lead to another object or to none. */
function checkText(text: string, path: string): string {
  if (!text.includes("\ufffd")) return text;
  throw hdmfError("unsupported", `The link "${path}" is not in UTF-8, which h5wasm cannot read`, { path });
}

function checkName(name: string, parent: string): void {
  if (name.includes("\ufffd")) checkText(name, childPath(parent, name));
  if (name !== "" && name !== "." && !name.includes("/")) return;
  throw hdmfError("malformed", `Group "${parent}" has a link with the impossible name "${name}"`, { path: parent });
}

/** Links of classes that an application defined, among those that the header holds (specification IV.A.2.g). */
function userDefinedLinks(header: ObjectHeader): Map<string, number> {
  const found = new Map<string, number>();
  for (const { type, body } of header.messages) {
    if (type !== message.link) continue;
    const cursor = byteCursor(body, "A link message");
    cursor.skip(1);
    const flags = cursor.uint(1);
    const kind = (flags & 8) !== 0 ? cursor.uint(1) : 0;
    cursor.skip(((flags & 4) !== 0 ? 8 : 0) + ((flags & 16) !== 0 ? 1 : 0));
    const name = decodeUtf8(cursor.take(cursor.uint(1 << (flags & 3))));
    if (kind > 1 && kind !== 64) found.set(name, kind);
  }
  return found;
}
