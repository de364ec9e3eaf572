import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Dataset } from "../src/hdf5-file.ts";
import { messageType } from "../src/headers/message-type.ts";
import { type ObjectHeader, readObjectHeader } from "../src/headers/object-header.ts";
import { readObject } from "../src/headers/objects.ts";
import type { OpenFile } from "../src/headers/open-file.ts";
import { openFileOver } from "../src/headers/open-file-over.ts";
import { Cursor } from "../src/io/cursor.ts";
import { readSuperblock } from "../src/io/superblock.ts";
import { wholeFile } from "./reader-heaps.ts";

/** All HDF5 files of a folder and those in it, by their path; none where it is absent. */
export function hdf5Files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names
    .filter((name) => /\.(h5|hdf5|nwb)$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** A file down to its headers, wholly in memory. */
export interface RawFile {
  readonly path: string;
  readonly file: OpenFile;
  readonly superblock: number;
  readonly headers: readonly ObjectHeader[];
}

/** The parts of an attribute message as they stand there. */
export interface RawAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly typeShared: boolean;
  readonly space: Uint8Array;
  readonly spaceShared: boolean;
  readonly value: Uint8Array;
}

/** Undefined where the file itself is refused; objects that are refused are left out. */
export function openRaw(path: string): RawFile | undefined {
  const all = new Uint8Array(readFileSync(path));
  return orUndefined(() => {
    const superblock = readSuperblock(wholeFile(all), path);
    const { base, root, sizeOfOffsets: offsets, sizeOfLengths: lengths } = superblock;
    const file = openFileOver(wholeFile(all.subarray(base), { offsets, lengths }), superblock);
    const seen = new Set([root]);
    const headers: ObjectHeader[] = [];
    for (const address of seen) {
      const header = orUndefined(() => readObjectHeader(file.bytes, address));
      if (header === undefined) continue;
      headers.push(header);
      const object = orUndefined(() =>
        readObject(file, address, (found, attributes) => ({ ...notRead, address: found.address, attributes })),
      );
      if (object?.kind !== "group") continue;
      for (const link of object.links.values()) if ("hard" in link) seen.add(link.hard);
    }
    return { path, file, superblock: all[base + 8]!, headers };
  });
}

const notRead: Omit<Hdf5Dataset, "address" | "attributes"> = {
  kind: "dataset",
  dtype: "int8",
  shape: null,
  layout: "compact",
  filters: [],
  read: () => Promise.reject(new Error("not needed")),
  blocks: () => {
    throw new Error("not needed");
  },
};

/** The attributes that stand in a header itself, and are not shared. */
export function rawAttributes({ messages }: ObjectHeader): RawAttribute[] {
  return messages
    .filter(({ type, shared }) => type === messageType.attribute && !shared)
    .map(({ body }) => {
      const cursor = new Cursor(body, "An attribute");
      const version = cursor.uint(1);
      const flags = cursor.uint(1);
      const [nameLength, typeLength, spaceLength] = [cursor.uint(2), cursor.uint(2), cursor.uint(2)];
      if (version === 3) cursor.skip(1);
      const take = (length: number): Uint8Array => {
        const part = cursor.take(length);
        if (version === 1) cursor.skip((8 - (length % 8)) % 8);
        return part;
      };
      const name = new TextDecoder().decode(take(nameLength)).replace(/\0.*$/, "");
      const type = take(typeLength);
      const space = take(spaceLength);
      const value = cursor.take(cursor.left);
      return {
        name,
        type,
        typeShared: version > 1 && (flags & 1) !== 0,
        space,
        spaceShared: version > 1 && (flags & 2) !== 0,
        value,
      };
    });
}

/** What `make` gives, unless the reader refuses it. */
export function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (isHdmfError(error)) return undefined;
    throw error;
  }
}
