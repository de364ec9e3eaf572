import { execFileSync, spawnSync } from "node:child_process";
import fs, {
  existsSync,
  mkdtempSync,
  promises,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fileSink, memorySink, openSink, streamSink } from "../src/index.ts";
import { collector, scribble, sinkCases } from "./sink-cases.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hdmf-sinks-"));
  path = join(folder, "a.nwb");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const same = (found: Uint8Array, expected: Uint8Array): void => expect(Buffer.compare(found, expected)).toBe(0);
const tag = (name: string) => expect.objectContaining({ tag: name });

const cases = [
  ...sinkCases,
  [
    "a file",
    () => ({ sink: fileSink(path), arrived: async () => (existsSync(path) ? readFileSync(path) : undefined) }),
  ] as const,
];

describe.each(cases)("%s", (_, open) => {
  test.each([1, 2, 3])(
    "holds what was written in any order and size, and gives it back on the way (%i)",
    async (seed) => {
      const { sink, arrived } = open();
      const model = await scribble(sink, seed, same);
      expect(await arrived()).toBeUndefined();
      await sink.commit({ byteLength: 3_900_000 });
      same((await arrived())!, model.subarray(0, 3_900_000));
    },
  );

  test("is cut off, or filled with zeros, to its length", async () => {
    const [short, long] = [open(), open()];
    await short.sink.write(0, new Uint8Array(100_000).fill(5));
    await short.sink.commit({ byteLength: 70_001 });
    same((await short.arrived())!, new Uint8Array(70_001).fill(5));
    await long.sink.write(10, Uint8Array.of(1));
    await long.sink.commit({ byteLength: 200_000, overwrite: true });
    same((await long.arrived())!, new Uint8Array(200_000).fill(1, 10, 11));
  });

  test("may be empty, and is read as zeros where nothing was written", async () => {
    const { sink, arrived } = open();
    same(await sink.read(5, 70_000), new Uint8Array(70_000));
    await sink.commit({ byteLength: 0 });
    expect(await arrived()).toHaveLength(0);
  });

  test("leaves nothing when it is abandoned, at any time and more than once", async () => {
    const { sink, arrived } = open();
    await sink.write(0, new Uint8Array(10));
    const writing = sink.write(100_000, new Uint8Array(100_000));
    await sink.abandon();
    await sink.abandon();
    await writing;
    expect(await arrived()).toBeUndefined();
    await expect(sink.write(0, Uint8Array.of(1))).rejects.toEqual(tag("closed"));
    await expect(sink.commit({ byteLength: 1 })).rejects.toEqual(tag("closed"));
    expect(readdirSync(folder)).toEqual([]);
  });

  test("takes nothing after the end, and abandoning it then does nothing", async () => {
    const { sink, arrived } = open();
    await sink.write(0, Uint8Array.of(1, 2));
    await sink.commit({ byteLength: 2 });
    await sink.abandon();
    same((await arrived())!, Uint8Array.of(1, 2));
    await expect(sink.write(0, Uint8Array.of(1))).rejects.toEqual(tag("closed"));
    await expect(sink.read(0, 1)).rejects.toEqual(tag("closed"));
    await expect(sink.commit({ byteLength: 2 })).rejects.toEqual(tag("closed"));
  });

  test("refuses ranges that are none", async () => {
    const { sink } = open();
    for (const offset of [-1, 0.5, Number.NaN, 2 ** 53])
      await expect(sink.write(offset, Uint8Array.of(1))).rejects.toEqual(tag("invalid"));
    await expect(sink.read(0, -1)).rejects.toEqual(tag("invalid"));
    await expect(sink.commit({ byteLength: -1 })).rejects.toEqual(tag("invalid"));
    await sink.abandon();
  });

  test("an abort before the end rejects with its reason, and nothing appears", async () => {
    const { sink, arrived } = open();
    await sink.write(0, new Uint8Array(3_000_000));
    const signal = AbortSignal.abort("enough");
    await expect(sink.commit({ byteLength: 3_000_000, signal })).rejects.toBe("enough");
    await sink.abandon();
    expect(await arrived()).toBeUndefined();
  });
});

describe("a file", () => {
  test("is hidden beside its place until it is complete", async () => {
    const sink = fileSink(path);
    expect(readdirSync(folder)).toEqual([]);
    await sink.write(0, new Uint8Array(100_000));
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.a\.nwb\.hdmf-ts-[0-9a-f]{8}\.partial$/)]);
    await sink.commit({ byteLength: 100_000 });
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
    expect(statSync(path).nlink).toBe(1);
  });

  test("many small writes that follow each other cost few calls of the system", async () => {
    const write = await spyOn("write");
    const sink = fileSink(path);
    const piece = new Uint8Array(100).fill(3);
    for (let at = 0; at < 240_000; at++) await sink.write(at * 104, piece);
    await sink.commit({ byteLength: 240_000 * 104 });
    expect(write.mock.calls.length).toBeLessThan(30);
    expect(statSync(path).size).toBe(240_000 * 104);
  });

  test("is written from the memory of the caller, without a copy", async () => {
    const write = await spyOn("write");
    const sink = fileSink(path);
    const bytes = new Uint8Array(1_000_000);
    await sink.write(0, bytes);
    expect(write.mock.calls[0]?.[0]).toBe(bytes);
    await sink.abandon();
  });

  test("writes one after the other leave the event loop its turns", async () => {
    const sink = fileSink(path);
    const bytes = new Uint8Array(100_000);
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    let writes = 0;
    while (!turned && writes < 50_000) await sink.write(100_000 * (writes++ % 10), bytes);
    expect(writes).toBeLessThan(50_000);
    await sink.abandon();
  });

  test("a device that is slow does not hold up the event loop for each write", async () => {
    const { writeSync } = fs;
    const slow = vi.spyOn(fs, "writeSync").mockImplementation(((...args: Parameters<typeof writeSync>) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
      return writeSync(...args);
    }) as typeof writeSync);
    const sink = fileSink(path);
    for (let at = 0; at < 64; at++) await sink.write(at * 100_000, new Uint8Array(100_000));
    expect(slow.mock.calls.length).toBeLessThan(3);
    await sink.commit({ byteLength: 6_400_000 });
    expect(statSync(path).size).toBe(6_400_000);
  });

  test.each(["before the first write", "after it"])("that is there already is not replaced: made %s", async (when) => {
    const sink = fileSink(path);
    if (when === "before the first write") writeFileSync(path, "mine");
    await sink.write(0, new Uint8Array(10));
    if (when === "after it") writeFileSync(path, "mine");
    await expect(sink.commit({ byteLength: 10 })).rejects.toMatchObject({ tag: "exists", source: path });
    expect(readFileSync(path, "utf8")).toBe("mine");
    await sink.commit({ byteLength: 10, overwrite: true });
    expect(readFileSync(path)).toHaveLength(10);
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
  });

  test.each([
    ["with", undefined],
    ["without", "EPERM"],
  ])("made by another in the very last moment is not replaced, %s hard links", async (_, code) => {
    const sink = fileSink(path);
    await sink.write(0, new Uint8Array(10));
    const link = promises.link.bind(promises);
    vi.spyOn(promises, "link").mockImplementation(async (...names) => {
      writeFileSync(path, "mine");
      if (code !== undefined) throw systemFailure(code);
      return link(...names);
    });
    await expect(sink.commit({ byteLength: 10 })).rejects.toMatchObject({ tag: "exists", source: path });
    expect(readFileSync(path, "utf8")).toBe("mine");
    await sink.abandon();
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
  });

  test("gets its name where there are no hard links, too", async () => {
    vi.spyOn(promises, "link").mockRejectedValue(systemFailure("ENOTSUP"));
    const sink = fileSink(path);
    await sink.write(0, Uint8Array.of(7));
    await sink.commit({ byteLength: 1 });
    expect([...readFileSync(path)]).toEqual([7]);
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
  });

  test("a symbolic link of the name is replaced, and where it leads is left alone", async () => {
    const other = join(folder, "other");
    writeFileSync(other, "other");
    symlinkSync(other, path);
    const sink = fileSink(path);
    await sink.write(0, Uint8Array.of(7));
    await expect(sink.commit({ byteLength: 1 })).rejects.toEqual(tag("exists"));
    await sink.commit({ byteLength: 1, overwrite: true });
    expect(readFileSync(other, "utf8")).toBe("other");
    expect([...readFileSync(path)]).toEqual([7]);
  });

  test.each([
    ["write", 0],
    ["write", 1],
    ["write", 2],
    ["write", 3],
    ["truncate", 0],
    ["sync", 0],
  ] as const)("leaves nothing, and what was there, when the disk fails: %s %i", async (call, failAt) => {
    writeFileSync(path, "mine");
    const spy = await spyOn(call, failAt);
    const sink = fileSink(path);
    const failure = await (async () => {
      for (let at = 0; at < 4; at++) await sink.write(at * 300_000, new Uint8Array(at === 3 ? 100 : 300_000));
      await sink.commit({ byteLength: 900_100, overwrite: true });
    })().catch((error: unknown) => error);
    expect(spy).toHaveBeenCalled();
    expect(failure).toMatchObject({ tag: "io", source: path, message: expect.stringContaining("no space is left") });
    if (call === "write") await expect(sink.commit({ byteLength: 1, overwrite: true })).rejects.toBe(failure);
    await sink.abandon();
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
  });

  test("leaves nothing on a disk that is full", async (context) => {
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;
    if (!mounted) return context.skip("only root can mount a small disk");
    try {
      const sink = fileSink(path);
      const failure = await (async () => {
        for (let at = 0; at < 40; at++) await sink.write(at * 40_000, new Uint8Array(40_000));
        await sink.commit({ byteLength: 1_600_000 });
      })().catch((error: unknown) => error);
      expect(failure).toMatchObject({ tag: "io", source: path, hint: "free some space" });
      await sink.abandon();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      spawnSync("umount", [folder]);
    }
  });

  test("a failed rename leaves what was there", async () => {
    writeFileSync(path, "mine");
    vi.spyOn(promises, "rename").mockRejectedValue(systemFailure("EIO"));
    const sink = fileSink(path);
    await sink.write(0, new Uint8Array(10));
    await expect(sink.commit({ byteLength: 10, overwrite: true })).rejects.toMatchObject({ tag: "io", source: path });
    await sink.abandon();
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["a.nwb"]);
  });

  test.each([
    ["not-found", () => join(folder, "no", "folder", "a.nwb")],
    ["invalid", () => folder],
    ["invalid", () => join(folder, "a\0b")],
    ["not-found", () => join(folder, "file", "a.nwb")],
  ])("says %s of a place where no file can be", async (expected, place) => {
    writeFileSync(join(folder, "file"), "");
    const sink = fileSink(place());
    await expect(sink.write(0, Uint8Array.of(1)).then(() => sink.read(0, 1))).rejects.toMatchObject({
      tag: expected,
      source: place(),
    });
    await sink.abandon();
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test.skipIf(process.platform === "win32")("a pipe is never replaced", async () => {
    execFileSync("mkfifo", [path]);
    const sink = fileSink(path);
    await expect(sink.commit({ byteLength: 0, overwrite: true })).rejects.toEqual(tag("invalid"));
    await sink.abandon();
    expect(statSync(path).isFIFO()).toBe(true);
  });
});

describe("a stream", () => {
  test.each([0, 1, 2])("that fails at piece %i is aborted, and the error says so", async (failAt) => {
    const { stream, arrived } = collector(failAt);
    const sink = streamSink(stream);
    await sink.write(0, new Uint8Array(3_000_000));
    await expect(sink.commit({ byteLength: 3_000_000 })).rejects.toMatchObject({
      tag: "io",
      message: expect.stringContaining("the line is dead"),
    });
    await sink.abandon();
    expect(await arrived()).toBeUndefined();
  });

  test("is aborted when the file is abandoned", async () => {
    const { stream, aborted } = collector();
    const sink = streamSink(stream);
    await sink.write(0, new Uint8Array(3));
    await sink.abandon();
    expect(aborted()).toEqual(tag("closed"));
  });

  test("is aborted with the signal's reason when that comes during the writing", async () => {
    const abort = new AbortController();
    let reason: unknown;
    const sink = streamSink(
      new WritableStream<Uint8Array>({
        write: () => abort.abort("enough"),
        abort(why) {
          reason = why;
        },
      }),
    );
    await sink.write(0, new Uint8Array(3_000_000));
    await expect(sink.commit({ byteLength: 3_000_000, signal: abort.signal })).rejects.toBe("enough");
    expect(reason).toBe("enough");
    await sink.abandon();
  });

  test("that another writes to is refused", () => {
    const { stream } = collector();
    stream.getWriter();
    expect(() => streamSink(stream)).toThrow(tag("invalid"));
  });

  test("waits on the disk without a name", async () => {
    const before = new Set(readdirSync(tmpdir()));
    const sink = streamSink(collector().stream);
    await sink.write(0, new Uint8Array(100_000));
    const made = readdirSync(tmpdir()).filter((name) => /^hdmf-ts-[0-9a-f]+\.partial$/.test(name) && !before.has(name));
    expect(made).toEqual([]);
    await sink.abandon();
  });
});

describe("openSink", () => {
  test.each([
    ["a path", () => path],
    ["a file URL", () => pathToFileURL(path)],
    ["a file URL as text", () => pathToFileURL(path).href],
  ])("takes %s", async (_, output) => {
    const sink = openSink(output());
    expect(sink.name).toBe(path);
    await sink.write(0, Uint8Array.of(1));
    await sink.commit({ byteLength: 1 });
    expect([...readFileSync(path)]).toEqual([1]);
  });

  test("takes a stream and a sink", async () => {
    const { stream, arrived } = collector();
    const sink = openSink(stream);
    await sink.write(0, Uint8Array.of(1));
    await sink.commit({ byteLength: 1 });
    same((await arrived())!, Uint8Array.of(1));
    const memory = memorySink();
    expect(openSink(memory)).toBe(memory);
    expect(() => memory.bytes()).toThrow(tag("invalid"));
  });

  test.each([
    ["an http URL", "https://example.org/a.nwb", "unsupported"],
    ["no URL", "http://", "invalid"],
    ["a number", 5 as never, "invalid"],
    ["nothing", undefined as never, "invalid"],
    ["a source", new Uint8Array(3) as never, "invalid"],
  ])("refuses %s", (_, output, expected) => {
    expect(() => openSink(output)).toThrow(tag(expected));
  });
});

function systemFailure(code: string): Error {
  return Object.assign(new Error(`${code}: as the test wants it`), { code });
}

/** Watches a call of open files, `write` in both of its ways; the one numbered `failAt` finds no space. */
async function spyOn(call: "write" | "truncate" | "sync", failAt = Number.POSITIVE_INFINITY) {
  const handle = await promises.open(join(folder), "r");
  const prototype = Object.getPrototypeOf(handle) as Record<typeof call, (...args: unknown[]) => Promise<unknown>>;
  await handle.close();
  const seen = vi.fn((_bytes: unknown) => {
    if (seen.mock.calls.length === failAt + 1) throw systemFailure("ENOSPC");
  });
  const [original, writeSync] = [prototype[call], fs.writeSync as (...args: unknown[]) => number];
  vi.spyOn(prototype, call).mockImplementation(async function (this: unknown, ...args: unknown[]) {
    seen(args[0]);
    return original.apply(this, args);
  });
  if (call === "write")
    vi.spyOn(fs, "writeSync").mockImplementation((...args: unknown[]) => {
      seen(args[1]);
      return writeSync(...args);
    });
  return seen;
}
