import { expect, test } from "vitest";
import { openDatasets } from "./datasets-truth.ts";

const path = "conformance/fixtures/reader/unknown-filter.h5";
const truth = Int32Array.from({ length: 24 }, (_, index) => index);
const taken = (bytes: Uint8Array, options: readonly number[]) => bytes.map((byte) => byte - (options[0] ?? 0));

test("a decoder that the caller gives is used for a filter that we do not have, among others", async () => {
  const asked: unknown[] = [];
  const filters = new Map([
    [
      300,
      async (bytes: Uint8Array, { options, maxBytes }: { options: readonly number[]; maxBytes: number }) => {
        asked.push([options, maxBytes]);
        return Buffer.from(taken(bytes, options));
      },
    ],
  ]);
  const { datasets, close } = await openDatasets(path, { filters });
  expect((await datasets.get("added")!.read()).data).toEqual(truth);
  expect(asked).toEqual([
    [[7], 48],
    [[7], 48],
  ]);
  await close();
});

test.each([
  ["is missing", undefined, "unsupported", "filters"],
  ["throws", () => Promise.reject(new Error("no szip")), "malformed", undefined],
  ["returns too little", () => new Uint8Array(4), "malformed", undefined],
  ["returns too much", () => new Uint8Array(400), "malformed", undefined],
  ["returns nothing", () => undefined as unknown as Uint8Array, "invalid", undefined],
])("a decoder that %s is an error of that chunk", async (_, decoder, tag, hint) => {
  const filters = new Map(decoder === undefined ? [] : [[300, decoder]]);
  const { datasets, close } = await openDatasets(path, { filters });
  const error = await datasets
    .get("added")!
    .read()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ tag, message: expect.stringContaining("chunk [0, 0]") });
  if (hint !== undefined) expect(error).toHaveProperty("hint", expect.stringContaining(hint));
  await close();
});

test("a decoder does not take the place of one of ours", async () => {
  const filters = new Map([[2, () => new Uint8Array(48)]]);
  filters.set(300, (bytes: Uint8Array = new Uint8Array()) => bytes.map((byte) => byte - 7));
  const { datasets, close } = await openDatasets(path, { filters });
  expect((await datasets.get("added")!.read()).data).toEqual(truth);
  await close();
});
