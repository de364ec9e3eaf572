import { describe, expect, test } from "vitest";
import type { BytesInput } from "../src/index.ts";
import { blobSource, isByteSource, memorySource, openBytes, readAll } from "../src/index.ts";
import { content, sourceCases } from "./source-cases.ts";

describe.each(sourceCases)("%s", (_, open) => {
  test("is read whole and in parts", async () => {
    const source = await open();
    expect(source.byteLength).toBe(1000);
    expect([...(await readAll(source))]).toEqual([...content]);
    expect([...(await source.read(10, 5))]).toEqual([...content.subarray(10, 15)]);
    expect(await source.read(1000, 0)).toHaveLength(0);
  });

  test.each([
    [999, 2],
    [-1, 1],
    [1.5, 1],
  ])("refuses the range at %d of %d bytes", async (offset, length) => {
    await expect((await open()).read(offset, length)).rejects.toMatchObject({ tag: "invalid" });
  });

  test("rejects reads after an abort and after close", async () => {
    const source = await open();
    await expect(source.read(0, 1, { signal: AbortSignal.abort("stop") })).rejects.toBe("stop");
    await source.close?.();
    await expect(source.read(0, 1)).rejects.toMatchObject({ tag: "closed" });
  });
});

test("a source is opened as it is", async () => {
  const source = memorySource(content, "a.nwb");
  expect(await openBytes(source)).toBe(source);
  expect(source.name).toBe("a.nwb");
});

test("a File gives its name", () => {
  expect(blobSource(new File(["x"], "session.nwb"))).toMatchObject({ name: "session.nwb", byteLength: 1 });
});

test.each([
  [memorySource(content), true],
  [{ byteLength: 1, read: () => {} }, true],
  [content, false],
  [new Blob(), false],
  [null, false],
  ["text", false],
])("recognises a source: case %#", (value, truth) => {
  expect(isByteSource(value)).toBe(truth);
});

test.each([[42], [null], [undefined], [{}], [[1, 2]]])("other input is refused: %s", async (input) => {
  await expect(openBytes(input as unknown as BytesInput)).rejects.toMatchObject({ tag: "invalid" });
});
