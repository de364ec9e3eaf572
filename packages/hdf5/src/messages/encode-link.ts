import { encodeUtf8 } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { FieldSizes } from "../datasets/data-layout.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import { encodeTerminated } from "./encode-text.ts";

const mostBytes = 0xffff;

/**
 * Lays out link messages (specification IV.A.2.g), one for each link.
 *
 * @param links Hard ones name addresses of object headers.
 * @param creationOrder The order of creation is tracked: it is that of the links.
 * @throws `limit` for a path of 64 KiB or more; `invalid` for one with a NUL; `unsupported` for a user-defined link, whose data {@link Hdf5Link} does not hold
 */
export function encodeLinks(
  links: ReadonlyMap<string, Hdf5Link>,
  creationOrder: boolean,
  sizes: FieldSizes,
): Uint8Array[] {
  // One writer for all, as there may be very many links.
  const writer = byteWriter(sizes, 48 * links.size);
  const ends = [...links].map(([name, link], order) => {
    putLink(writer, name, link, creationOrder ? order : undefined);
    return writer.at;
  });
  const all = writer.finish();
  return ends.map((end, index) => all.subarray(index === 0 ? 0 : ends[index - 1], end));
}

function putLink(writer: ByteWriter, name: string, link: Hdf5Link, order: number | undefined): void {
  const text = encodeUtf8(name);
  const [kind, value] = storedTarget(name, link);
  const isAscii = text.length === name.length && text.every((byte) => byte < 128);
  const widthCode = text.length < 256 ? 0 : text.length < 65_536 ? 1 : 2;
  const flags = widthCode | (order === undefined ? 0 : 4) | (kind === 0 ? 0 : 8) | (isAscii ? 0 : 16);
  writer.uint(1, 1);
  writer.uint(flags, 1);
  if (kind !== 0) writer.uint(kind, 1);
  if (order !== undefined) writer.uint(order, 8);
  if (!isAscii) writer.uint(1, 1);
  writer.uint(text.length, 1 << widthCode);
  writer.bytes(text);
  if ("hard" in link) writer.address(link.hard);
  else {
    writer.uint(value.length, 2);
    writer.bytes(value);
  }
}

/** The number of a kind of link, and what is kept of it. */
function storedTarget(name: string, link: Hdf5Link): [kind: number, value: Uint8Array] {
  if ("hard" in link) return [0, new Uint8Array(0)];
  if ("userDefined" in link) {
    const what = `The link ${JSON.stringify(name)}`;
    throw hdmfError("unsupported", `${what} is of the user-defined kind ${link.userDefined}, whose data is not known`);
  }
  const [kind, value] =
    "soft" in link
      ? ([1, encodeTerminated(link.soft, "The path of a soft link")] as const)
      : ([64, externalValue(link.external.source, link.external.path)] as const);
  if (value.length <= mostBytes) return [kind, value];
  throw hdmfError("limit", `The path of the link ${JSON.stringify(name.slice(0, 60))} has 64 KiB or more`);
}

/** The version, then the file and the path in it (specification IV.A.2.g, "external link"). */
function externalValue(source: string, path: string): Uint8Array {
  const file = encodeTerminated(source, "The file of an external link");
  const inside = encodeTerminated(path, "The path of an external link");
  const value = new Uint8Array(3 + file.length + inside.length);
  value.set(file, 1);
  value.set(inside, 2 + file.length);
  return value;
}
