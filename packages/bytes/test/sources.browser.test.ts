import { describe, expect, test } from "vitest";
import { blobSource, fileSource, openBytes, pathKind, readAll } from "../src/index.ts";
import { content, sourceCases } from "./source-cases.ts";

describe.each(sourceCases)("%s in a browser", (_, open) => {
  test("is read whole and in parts, and refuses what is outside", async () => {
    const source = await open();
    expect([...(await readAll(source))]).toEqual([...content]);
    expect([...(await source.read(990, 10))]).toEqual([...content.subarray(990)]);
    await expect(source.read(990, 11)).rejects.toMatchObject({ tag: "invalid" });
    await source.close?.();
    await expect(source.read(0, 1)).rejects.toMatchObject({ tag: "closed" });
  });
});

test("a chosen File gives its name", () => {
  expect(blobSource(new File(["x"], "session.nwb")).name).toBe("session.nwb");
});

test.each([
  ["openBytes", () => openBytes("data/a.nwb")],
  ["openBytes of a file URL", () => openBytes("file:///data/a.nwb")],
  ["fileSource", () => fileSource("data/a.nwb")],
  ["pathKind", () => pathKind("data/a.nwb")],
])("a path in a browser is refused with what to do instead: %s", async (_, open) => {
  await expect(open()).rejects.toMatchObject({
    tag: "invalid",
    message: expect.stringContaining("browser"),
    hint: expect.stringContaining("File"),
  });
});

test("a URL is read whole and by ranges", async () => {
  const url = new URL("/conformance/fixtures/contract.h5", location.href);
  const whole = await readAll(await openBytes(url, { download: true }));
  const source = await openBytes(url);
  expect(source.byteLength).toBe(whole.length);
  const starts = Array.from({ length: 12 }, (_, i) => 17_000 + i * 2500);
  const parts = await Promise.all(starts.map((start) => source.read(start, 100)));
  starts.forEach((start, i) => {
    expect([...parts[i]!]).toEqual([...whole.subarray(start, start + 100)]);
  });
  const abort = new AbortController();
  const reading = source.read(20_000, 10_000, { signal: abort.signal });
  abort.abort("enough");
  await expect(reading).rejects.toBe("enough");
  await source.close?.();
  await expect(source.read(0, 1)).rejects.toMatchObject({ tag: "closed" });
});
