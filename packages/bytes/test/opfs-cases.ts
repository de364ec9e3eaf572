import { isHdmfError } from "@hdmf-ts/errors";
import { openSink, opfsSink } from "../src/index.ts";
import { scribble } from "./sink-cases.ts";

async function contentOf(handle: FileSystemFileHandle): Promise<Uint8Array> {
  return new Uint8Array(await (await handle.getFile()).arrayBuffer());
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
  return names.sort();
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function tagOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => (isHdmfError(error) ? error.tag : String(error)),
  );
}

type Run = (handle: FileSystemFileHandle, folder: FileSystemDirectoryHandle) => Promise<void>;

/** What holds for a file of the browser's own storage, on a page and in a worker; each gets an empty file in a folder of its own. */
const runs: ReadonlyMap<string, Run> = new Map<string, Run>([
  [
    "holds what was written in any order and size",
    async (handle) => {
      const sink = openSink(handle);
      const model = await scribble(sink, 5, (found, expected) => must(equal(found, expected), "read back"));
      must((await handle.getFile()).size === 0, "visible before the end");
      await sink.commit({ byteLength: 3_900_000 });
      must(equal(await contentOf(handle), model.subarray(0, 3_900_000)), "content");
    },
  ],
  [
    "leaves nothing beside it, whether it is finished or abandoned",
    async (handle, folder) => {
      const [first, second] = [opfsSink(handle), opfsSink(handle)];
      await first.write(0, new Uint8Array(100_000));
      await second.write(0, new Uint8Array(100_000).fill(1));
      const expected = typeof document === "undefined" ? 3 : 1;
      must((await namesIn(folder)).length === expected, `while writing: ${await namesIn(folder)}`);
      await first.abandon();
      await second.commit({ byteLength: 100_000 });
      await second.abandon();
      must((await namesIn(folder)).join() === handle.name, `beside it: ${await namesIn(folder)}`);
      must(equal(await contentOf(handle), new Uint8Array(100_000).fill(1)), "content");
    },
  ],
  [
    "keeps what was there unless told to overwrite",
    async (handle) => {
      const before = opfsSink(handle);
      await before.write(0, Uint8Array.of(1, 2, 3));
      await before.commit({ byteLength: 3 });
      const sink = opfsSink(handle);
      await sink.write(0, new Uint8Array(100_000).fill(9));
      must((await tagOf(sink.commit({ byteLength: 100_000 }))) === "exists", "exists");
      must(equal(await contentOf(handle), Uint8Array.of(1, 2, 3)), "kept");
      await sink.commit({ byteLength: 100_000, overwrite: true });
      must(equal(await contentOf(handle), new Uint8Array(100_000).fill(9)), "overwritten");
    },
  ],
  [
    "an abort leaves what was there",
    async (handle, folder) => {
      const sink = opfsSink(handle);
      await sink.write(0, new Uint8Array(100_000));
      must((await tagOf(sink.commit({ byteLength: 1, signal: AbortSignal.abort("enough") }))) === "enough", "reason");
      await sink.abandon();
      must((await handle.getFile()).size === 0, "kept");
      must((await namesIn(folder)).join() === handle.name, "beside it");
    },
  ],
  [
    "is an error of ours where it cannot be",
    async (handle, folder) => {
      await folder.removeEntry(handle.name);
      const root = await navigator.storage.getDirectory();
      await root.removeEntry(folder.name, { recursive: true });
      const sink = opfsSink(handle);
      const found = await tagOf(sink.write(0, new Uint8Array(100_000)).then(() => sink.commit({ byteLength: 1 })));
      must(found === "not-found", found);
      await sink.abandon();
    },
  ],
]);

export const opfsCases: readonly string[] = [...runs.keys()];

/** Runs one by its name. */
export async function runOpfsCase(name: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const title = `sinks-${crypto.randomUUID()}`;
  const folder = await root.getDirectoryHandle(title, { create: true });
  try {
    await runs.get(name)?.(await folder.getFileHandle("a.nwb", { create: true }), folder);
  } finally {
    await root.removeEntry(title, { recursive: true }).catch(() => undefined);
  }
}
