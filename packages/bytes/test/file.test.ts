import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";
import { fileSource, openBytes, pathKind, readAll } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "hdmf-bytes-"));
const path = join(folder, "a file.bin");
/** More than one synchronous read, so that both ways of reading are met. */
const content = Uint8Array.from({ length: 200_000 }, (_, i) => i ^ (i >> 8));

beforeEach(() => writeFileSync(path, content));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["a path", path],
  ["a file URL", pathToFileURL(path)],
  ["a file URL as text", pathToFileURL(path).href],
])("opens %s", async (_, input) => {
  const source = await openBytes(input);
  expect(source).toMatchObject({ byteLength: content.length, name: path });
  expect(Buffer.compare(await readAll(source), content)).toBe(0);
  await source.close?.();
});

test.each([
  [0, 0],
  [0, 1],
  [1000, 65_536],
  [1000, 65_537],
  [200_000, 0],
  [199_999, 1],
])("reads at %i %i bytes", async (offset, length) => {
  const source = await fileSource(path);
  expect(Buffer.compare(await source.read(offset, length), content.subarray(offset, offset + length))).toBe(0);
  await source.close?.();
});

test.each([
  [0, 200_001],
  [200_001, 0],
  [-1, 1],
  [0, -1],
  [0.5, 1],
  [Number.NaN, 1],
  [0, 2 ** 53],
])("refuses the range at %d of %d bytes", async (offset, length) => {
  const source = await fileSource(path);
  await expect(source.read(offset, length)).rejects.toMatchObject({ tag: "invalid", source: path });
  await source.close?.();
});

test.each([10, 100_000])("reads of %i bytes side by side do not disturb each other", async (length) => {
  const source = await fileSource(path);
  const starts = Array.from({ length: 20 }, (_, i) => i * 5000);
  const parts = await Promise.all(starts.map((start) => source.read(start, length)));
  parts.forEach((part, i) => {
    expect(Buffer.compare(part, content.subarray(starts[i]!, starts[i]! + length))).toBe(0);
  });
  await source.close?.();
});

test.each([
  ["grew", () => appendFileSync(path, "x")],
  ["shrank", () => truncateSync(path, 100)],
  ["was touched", () => utimesSync(path, 1, 1)],
])("a file that %s since it was opened is reported, for short and for long reads", async (_, change) => {
  const source = await fileSource(path);
  change();
  await expect(source.read(0, 50)).rejects.toMatchObject({ tag: "changed", source: path });
  await expect(source.read(0, 150_000)).rejects.toMatchObject({ tag: "changed", source: path });
  await source.close?.();
});

test("reads after close are refused, and closing twice is not an error", async () => {
  const source = await fileSource(path);
  await source.close?.();
  await source.close?.();
  await expect(source.read(0, 1)).rejects.toMatchObject({ tag: "closed", source: path });
});

test("an abort before or during a read rejects with its reason", async () => {
  const source = await fileSource(path);
  const abort = new AbortController();
  const reading = source.read(0, 150_000, { signal: abort.signal });
  abort.abort("stop");
  await expect(reading).rejects.toBe("stop");
  await expect(source.read(0, 1, { signal: abort.signal })).rejects.toBe("stop");
  await source.close?.();
});

test("what is not there is not found", async () => {
  const missing = join(folder, "missing.nwb");
  await expect(openBytes(missing)).rejects.toMatchObject({
    tag: "not-found",
    source: missing,
    message: `${missing} does not exist`,
  });
  await expect(openBytes(join(path, "below-a-file"))).rejects.toMatchObject({ tag: "not-found" });
});

test("a folder is called a folder", async () => {
  await expect(openBytes(folder)).rejects.toMatchObject({ tag: "invalid", message: /is a folder/ });
});

test.each([
  ["an empty path", ""],
  ["a path with a NUL", "a\0b"],
])("%s is an error of ours", async (_, text) => {
  const error = await openBytes(text).catch((reason: unknown) => reason);
  expect(["invalid", "not-found"]).toContain((error as { tag: string }).tag);
});

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "a file without permission is denied",
  async () => {
    const secret = join(folder, "secret");
    writeFileSync(secret, "x");
    chmodSync(secret, 0);
    await expect(openBytes(secret)).rejects.toMatchObject({ tag: "denied", source: secret });
  },
);

test.skipIf(process.platform === "win32")("a pipe is refused, and does not wait for a writer", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  await expect(openBytes(pipe)).rejects.toMatchObject({ tag: "invalid" });
});

test("an empty file has no bytes", async () => {
  const empty = join(folder, "empty");
  writeFileSync(empty, "");
  const source = await openBytes(empty);
  expect(source.byteLength).toBe(0);
  expect(await readAll(source)).toHaveLength(0);
  await source.close?.();
});

test("says what is at a path", async () => {
  mkdirSync(join(folder, "sub"), { recursive: true });
  symlinkSync(join(folder, "nowhere"), join(folder, "dead"));
  symlinkSync(join(folder, "sub"), join(folder, "alive"));
  const kinds = [path, join(folder, "sub"), join(folder, "missing"), join(folder, "dead"), join(folder, "alive")];
  expect(await Promise.all(kinds.map(pathKind))).toEqual(["file", "folder", "missing", "missing", "folder"]);
});

test.each([
  [3, 10],
  [100, 150_000],
])("fills memory of the caller, from %d on with %d bytes", async (offset, length) => {
  const source = await fileSource(path);
  const target = new Uint8Array(length + 2).fill(7);
  await source.readInto?.(offset, target.subarray(1, length + 1));
  expect(
    Buffer.compare(
      target,
      Buffer.concat([Uint8Array.of(7), content.subarray(offset, offset + length), Uint8Array.of(7)]),
    ),
  ).toBe(0);
  await expect(source.readInto?.(content.length - 1, new Uint8Array(2))).rejects.toMatchObject({ tag: "invalid" });
  await source.close?.();
});
