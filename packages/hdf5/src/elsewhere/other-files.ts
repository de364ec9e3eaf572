import {
  type ByteSource,
  type BytesInput,
  type FileResolver,
  folderResolver,
  isByteSource,
  openBytes,
} from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";

/** The files that a file leads to, kept open within a bound, and closed with it. */
export interface OtherFiles<File> {
  /** Works with the bytes of another file. `from` is the path or URL of the file that leads there. */
  withBytes<T>(
    source: string,
    from: string | undefined,
    work: (bytes: ByteSource) => Promise<T>,
    call: Call,
  ): Promise<T>;
  /** Works with another HDF5 file. */
  withFile<T>(source: string, from: string | undefined, work: (file: File) => Promise<T>, call: Call): Promise<T>;
  /** The file that all others are reached from: who names its path gets it, and not a second one. */
  setRoot(file: File): void;
  /** What is asked for afterwards is `closed`. */
  close(): Promise<void>;
}

interface Call {
  readonly signal?: AbortSignal | undefined;
}

interface Opened<V> {
  readonly value: V;
  close(): Promise<void>;
}

interface Entry<V> {
  readonly opened: Promise<Opened<V>>;
  users: number;
}

/** So many are kept open when nobody reads them. */
const mostKept = 64;

/**
 * @param root The path or URL of the file that leads to others; without it, and without `resolver`, all are `denied`.
 * @param openFile Opens an HDF5 file; the source stays open until what is given is closed.
 */
export function otherFiles<File extends { close(): Promise<void> }>(
  root: string | undefined,
  resolver: FileResolver<BytesInput> | undefined,
  openFile: (source: ByteSource, input: BytesInput, signal: AbortSignal) => Promise<File>,
): OtherFiles<File> {
  const ofBytes = new Map<string, Entry<ByteSource>>();
  const ofFiles = new Map<string, Entry<File>>();
  const closing = new AbortController();
  const { signal } = closing;
  const toPath = folderResolver({ root: root ?? "", open: async (path) => path });

  /** What finds a file again, and how it is opened. */
  async function find(source: string, from: string | undefined, call: Call) {
    if (resolver !== undefined) {
      return { key: JSON.stringify([source, from]), open: () => resolver(source, from, { signal }) };
    }
    const path = await toPath(
      source,
      root === undefined ? undefined : from,
      call.signal ? { signal: call.signal } : {},
    );
    return { key: path, open: async () => path };
  }

  async function use<V, T>(
    entries: Map<string, Entry<V>>,
    key: string,
    open: () => Promise<Opened<V>>,
    work: (value: V) => Promise<T>,
    call: Call,
  ): Promise<T> {
    if (signal.aborted) throw closedError(root);
    const entry = entries.get(key) ?? { opened: open(), users: 0 };
    entries.delete(key);
    entries.set(key, entry);
    entry.users++;
    try {
      const { value } = await untilAborted(entry.opened, call.signal);
      if (signal.aborted) throw closedError(root);
      return await work(value);
    } catch (error) {
      // What could not be opened may be tried again.
      entry.opened.catch(() => entries.get(key) === entry && entries.delete(key));
      throw error;
    } finally {
      entry.users--;
      drop(entries);
    }
  }

  async function openSource(
    open: () => Promise<BytesInput>,
  ): Promise<Opened<ByteSource> & { readonly input: BytesInput }> {
    const input = await open();
    const given = isByteSource(input) ? input : undefined;
    const value = given ?? (await openBytes(input, { signal }));
    return { value, input, close: async () => value.close?.() };
  }

  async function openHdf5(open: () => Promise<BytesInput>): Promise<Opened<File>> {
    const { value: source, input, close } = await openSource(open);
    try {
      const value = await openFile(source, input, signal);
      return { value, close: () => Promise.all([value.close(), close()]).then(() => undefined) };
    } catch (error) {
      await close();
      throw error;
    }
  }

  return {
    async withBytes(source, from, work, call) {
      const { key, open } = await find(source, from, call);
      return use(ofBytes, key, () => openSource(open), work, call);
    },
    async withFile(source, from, work, call) {
      const { key, open } = await find(source, from, call);
      return use(ofFiles, key, () => openHdf5(open), work, call);
    },
    setRoot(value) {
      const path = globalThis.process?.getBuiltinModule?.("node:path");
      if (root === undefined || resolver !== undefined || path === undefined) return;
      const opened = Promise.resolve({ value, close: async () => {} });
      ofFiles.set(path.resolve(root), { opened, users: 1 });
    },
    async close() {
      closing.abort(closedError(root));
      const all: Promise<Opened<unknown>>[] = [...ofFiles.values(), ...ofBytes.values()].map(({ opened }) => opened);
      ofFiles.clear();
      ofBytes.clear();
      const settled = await Promise.allSettled(all);
      await Promise.all(settled.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
    },
  };
}

/** Closes those used longest ago that nobody uses. */
function drop<V>(entries: Map<string, Entry<V>>): void {
  for (const [key, entry] of entries) {
    if (entries.size <= mostKept) return;
    if (entry.users > 0) continue;
    entries.delete(key);
    entry.opened.then(({ close }) => close()).catch(() => undefined);
  }
}

/** The opening is shared: who gives up leaves it to the others. */
function untilAborted<T>(opening: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return opening;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function closedError(name: string | undefined): Error {
  const details = name === undefined ? {} : { source: name };
  return hdmfError("closed", `${name === undefined ? "The HDF5 file" : `"${name}"`} is closed`, details);
}
