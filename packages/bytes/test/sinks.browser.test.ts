import { describe, expect, test } from "vitest";
import { fileSink, openSink } from "../src/index.ts";
import { opfsCases, runOpfsCase } from "./opfs-cases.ts";
import { scribble, sinkCases } from "./sink-cases.ts";

const same = (found: Uint8Array, expected: Uint8Array): void =>
  expect(found.length === expected.length && found.every((value, at) => value === expected[at])).toBe(true);

describe.each(sinkCases)("%s in a browser", (_, open) => {
  test.each([1, 2])("holds what was written in any order and size (%i)", async (seed) => {
    const { sink, arrived } = open();
    const model = await scribble(sink, seed, same);
    await sink.commit({ byteLength: 3_900_000 });
    same((await arrived())!, model.subarray(0, 3_900_000));
  });

  test("leaves nothing when it is abandoned", async () => {
    const { sink, arrived } = open();
    await sink.write(0, new Uint8Array(100_000));
    await sink.abandon();
    expect(await arrived()).toBeUndefined();
  });
});

describe("a file of the browser's own storage", () => {
  test.each(opfsCases)("on a page: %s", async (name) => {
    await runOpfsCase(name);
  });

  test.each(opfsCases)("in a worker: %s", async (name) => {
    const worker = new Worker(new URL("./opfs-worker.ts", import.meta.url), { type: "module" });
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
      worker.postMessage(name);
    });
    worker.terminate();
    expect(answer).toBe("ok");
  });
});

test.each([
  ["openSink", () => openSink("data/a.nwb")],
  ["openSink of a file URL", () => openSink("file:///data/a.nwb")],
  ["fileSink", () => fileSink("data/a.nwb")],
])("a path in a browser is refused with what to do instead: %s", (_, open) => {
  expect(open).toThrow(
    expect.objectContaining({ tag: "invalid", hint: expect.stringContaining("FileSystemFileHandle") }),
  );
});
