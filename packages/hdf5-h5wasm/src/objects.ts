import { type HdmfError, hdmfError, isDamage, isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Group, Hdf5Link, Hdf5Object, Hdf5ObjectsOptions } from "@hdmf-ts/hdf5";
import { readAttributes } from "./attributes.ts";
import { makeDataset } from "./dataset.ts";
import { readType } from "./header-facts.ts";
import { childPath, readLinks } from "./links.ts";
import { message, type ObjectHeader, readObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { toDetails, toDtype } from "./stored-type.ts";

type OnDamage = NonNullable<Hdf5ObjectsOptions["onDamage"]>;

/** Objects by address, over a library that knows them by path only. */
export interface ObjectTable {
  /**
   * Without `onDamage` there is always an object.
   * @throws `not-found` where no path of hard links leads to the address.
   */
  read(address: number, onDamage: OnDamage | undefined): Hdf5Object | undefined;
}

/** Remembers the path of each address as groups are listed; what is still unknown is searched for through the whole file. */
export function objectTable(file: OpenFile, root: number): ObjectTable {
  const paths = new Map([[root, "/"]]);
  const listed = new Set<number>();

  const listGroup = (header: ObjectHeader, path: string): Map<string, Hdf5Link> => {
    const links = readLinks(file, header, path);
    for (const [name, link] of links) {
      if ("hard" in link && !paths.has(link.hard)) paths.set(link.hard, childPath(path, name));
    }
    listed.add(header.address);
    return links;
  };

  const pathOf = (address: number): string => {
    // Entries that are added on the way are visited too.
    for (const [known, path] of paths.has(address) ? [] : paths) {
      if (listed.has(known)) continue;
      listed.add(known);
      try {
        const header = readObjectHeader(file.raw, file.block, known);
        if (kindOf(header) === "group") listGroup(header, path);
      } catch (error) {
        // What is damaged leads nowhere.
        if (!isDamage(error)) throw error;
      }
      if (paths.has(address)) break;
    }
    const path = paths.get(address);
    if (path !== undefined) return path;
    throw hdmfError("not-found", `There is no object at address ${address} of ${file.label}`, {
      ...(file.name === undefined ? {} : { source: file.name }),
      hint: "The reference that led there points to nothing",
    });
  };

  return {
    read(address, onDamage) {
      let path: string | undefined;
      try {
        path = pathOf(address);
        return readObject(address, path, onDamage);
      } catch (thrown) {
        const error = path === undefined ? thrown : inFile(thrown, file, path);
        if (onDamage === undefined || !isDamage(error)) throw error;
        onDamage({ address, error });
        return undefined;
      }
    },
  };

  function readObject(address: number, path: string, onDamage: OnDamage | undefined): Hdf5Object {
    const header = readObjectHeader(file.raw, file.block, address);
    const kind = kindOf(header);
    if (kind === undefined) {
      throw hdmfError("malformed", `The object "${path}" at ${address} of ${file.label} is of no known kind`, {
        path,
      });
    }
    const attributes = readAttributes(
      file,
      header,
      path,
      onDamage &&
        ((attribute, error) => onDamage({ address, attribute, error: inFile(error, file, path) as HdmfError })),
    );
    if (kind === "dataset") return makeDataset(file, header, path, attributes);
    if (kind === "group") return makeGroup(header, attributes, listGroup(header, path));
    const found = header.messages.find(({ type }) => type === message.datatype);
    const { type } = readType(file, found?.body ?? new Uint8Array(), false, `datatype "${path}"`);
    const details = toDetails(type);
    return { kind, address, attributes, dtype: toDtype(type), ...(details === undefined ? {} : { details }) };
  }
}

/** The same error, with the file and the object in it where it does not know them. */
function inFile(error: unknown, file: OpenFile, path: string): unknown {
  if (!isHdmfError(error) || error.source !== undefined || error.message.includes(file.label)) return error;
  const { tag, message: text, hint } = error;
  return hdmfError(tag, `${text} (object "${path}" of ${file.label})`, {
    path,
    cause: error,
    ...(file.name === undefined ? {} : { source: file.name }),
    ...(hint === undefined ? {} : { hint }),
  });
}

const groupMessages: ReadonlySet<number> = /* @__PURE__ */ new Set([
  message.symbolTable,
  message.linkInfo,
  message.link,
  message.groupInfo,
]);

function kindOf(header: ObjectHeader): Hdf5Object["kind"] | undefined {
  const types = new Set(header.messages.map(({ type }) => type));
  if (types.has(message.layout)) return "dataset";
  for (const type of types) if (groupMessages.has(type)) return "group";
  return types.has(message.datatype) ? "datatype" : undefined;
}

function makeGroup(
  header: ObjectHeader,
  attributes: Hdf5Group["attributes"],
  links: ReadonlyMap<string, Hdf5Link>,
): Hdf5Group {
  const info = header.messages.find(({ type }) => type === message.linkInfo);
  const creationOrder = info !== undefined && ((info.body[1] ?? 0) & 3) === 3;
  return { kind: "group", address: header.address, attributes, links, creationOrder };
}
