import { hdmfError } from "@hdmf-ts/errors";
import type { RangeQuery } from "zarrita";
import { gate } from "./gate.ts";
import { isMissing, nodeFs, systemError } from "./node-fs.ts";
import { quickReader } from "./quick-read.ts";
import type { Keys } from "./store.ts";

/** Open files at a time: far below what systems allow a process. */
const OPEN_FILES = 32;

/**
 * A folder as a store, for reading. No key leaves the folder.
 * @throws `not-found`, `malformed` for a file, `unsupported` for a zip file and where there is no file system.
 */
export async function openFolder(input: string | URL): Promise<Keys> {
  const { fs, files, path, url } = nodeFs(String(input));
  const folder = path.resolve(typeof input === "string" ? input : url.fileURLToPath(input));
  await checkFolder(folder);
  const through = gate(OPEN_FILES);
  const quickly = quickReader(files);
  const place = (key: string): string => {
    if (key.split("/").some((part) => part === "" || part === "." || part === "..") || key.includes("\0"))
      throw hdmfError("denied", `The key ${JSON.stringify(key)} leads out of ${folder}`, { source: folder });
    return path.join(folder, key);
  };
  const get = (key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> => {
    const file = place(key);
    return through(async () => {
      signal?.throwIfAborted();
      try {
        const small = quickly(file);
        if (small !== undefined) return small;
        const bytes = await fs.readFile(file);
        return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw systemError("Reading", file, error);
      }
    });
  };
  const getRange = (key: string, range: RangeQuery, signal?: AbortSignal): Promise<Uint8Array | undefined> => {
    const file = place(key);
    return through(async () => {
      signal?.throwIfAborted();
      try {
        const handle = await fs.open(file, "r");
        try {
          const { size } = await handle.stat();
          const start = "suffixLength" in range ? Math.max(0, size - range.suffixLength) : Math.min(range.offset, size);
          const length = Math.min("suffixLength" in range ? range.suffixLength : range.length, size - start);
          const bytes = new Uint8Array(length);
          let done = 0;
          while (done < length) {
            const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
            if (bytesRead === 0) break;
            done += bytesRead;
          }
          return bytes.subarray(0, done);
        } finally {
          await handle.close();
        }
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw systemError("Reading", file, error);
      }
    });
  };
  return {
    name: folder,
    get,
    getRange,
    async list(inner) {
      const place_ = inner === "" ? folder : place(inner);
      try {
        return await fs.readdir(place_);
      } catch (error) {
        if (isMissing(error)) return [];
        throw systemError("Listing", place_, error);
      }
    },
  };
}

async function checkFolder(folder: string): Promise<void> {
  const { fs } = nodeFs(folder);
  try {
    if ((await fs.stat(folder)).isDirectory()) return;
    const handle = await fs.open(folder, "r");
    const start = new Uint8Array(4);
    await handle.read(start, 0, 4, 0).finally(() => handle.close());
    if (start.join() === "80,75,3,4")
      throw hdmfError("unsupported", `${folder} is a zip file, which is not read as a Zarr store`, {
        source: folder,
        hint: "unpack it and give the folder",
      });
  } catch (error) {
    throw systemError("Opening", folder, error);
  }
  throw hdmfError("malformed", `${folder} is a file, and a Zarr store is a folder`, { source: folder });
}
