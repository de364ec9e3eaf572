import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import { readLinks } from "../groups/links.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import { readObjectHeader } from "../headers/object-header.ts";
import { kindOf } from "../headers/object-kind.ts";
import type { LinkedFile } from "./linked-file.ts";

/** As many as libhdf5 follows. */
const mostLinks = 16;
const mostSteps = 4096;

/** Where an object is. */
export interface Place {
  readonly self: LinkedFile;
  readonly address: number;
}

interface Walk {
  links: number;
  steps: number;
  readonly call: { readonly signal?: AbortSignal };
}

/**
 * Works with the object at a path, or with `undefined` where nothing is there; links are followed, into other files too.
 * @throws `limit` for links in a circle, `denied` for files that may not be opened, what is wrong with the files on the way
 */
export function withObject<T>(
  self: LinkedFile,
  path: string,
  call: Walk["call"],
  work: (place: Place | undefined) => Promise<T>,
): Promise<T> {
  return descend(self, self.root, namesOf(path), { links: 0, steps: 0, call }, work);
}

/** Works with another HDF5 file, or with `undefined` where it does not exist; the name `.` is that of the file itself. */
export async function withOther<T>(
  self: LinkedFile,
  source: string,
  call: Walk["call"],
  work: (file: LinkedFile | undefined) => Promise<T>,
): Promise<T> {
  if (source === ".") return work(self);
  let found = false;
  const begin = (file: LinkedFile): Promise<T> => {
    found = true;
    return work(file);
  };
  try {
    return await self.others.withFile(source, self.place, begin, call);
  } catch (error) {
    if (found || !isHdmfError(error, "not-found")) throw error;
    return work(undefined);
  }
}

async function descend<T>(
  self: LinkedFile,
  start: number,
  names: readonly string[],
  walk: Walk,
  work: (place: Place | undefined) => Promise<T>,
): Promise<T> {
  let address = start;
  for (const [at, name] of names.entries()) {
    const link = await linkAt(self, address, name, walk);
    if (link === undefined) return work(undefined);
    const rest = names.slice(at + 1);
    if ("hard" in link) address = link.hard;
    else if ("soft" in link) {
      const from = link.soft.startsWith("/") ? self.root : address;
      return descend(self, from, [...namesOf(link.soft), ...rest], walk, work);
    } else if ("external" in link) {
      const { source, path } = link.external;
      return withOther(self, source, walk.call, (file) =>
        file === undefined ? work(undefined) : descend(file, file.root, [...namesOf(path), ...rest], walk, work),
      );
    } else throw hdmfError("unsupported", `The link "${name}" is of a class that an application defined`);
  }
  return work({ self, address });
}

async function linkAt(self: LinkedFile, group: number, name: string, walk: Walk): Promise<Hdf5Link | undefined> {
  if (++walk.steps > mostSteps) throw hdmfError("limit", `Finding "${name}" took more than ${mostSteps} steps`);
  let links = self.links.get(group);
  if (links === undefined) {
    const { bytes, decode } = self.file;
    links = await self.data.run(() => {
      const header = readObjectHeader(bytes, group);
      if (kindOf(header) !== "group") return new Map<string, Hdf5Link>();
      return readLinks(bytes, header, (text) => decode.texts.text(text, 0, text.length)).links;
    }, walk.call);
    self.links.set(group, links);
  }
  const link = links.get(name);
  if (link === undefined || "hard" in link || ++walk.links <= mostLinks) return link;
  throw hdmfError("limit", `More than ${mostLinks} links lead to "${name}", perhaps in a circle`);
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
