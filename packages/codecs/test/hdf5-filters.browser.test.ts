import { expect, test } from "vitest";
import cases from "../../../conformance/fixtures/filters.json" with { type: "json" };
import { decodeChunk, filterFromHdf5 } from "../src/index.ts";
import { fromBase64 } from "./samples.ts";

test.each(cases)("decodes $title in a browser", async ({ filters, mask, stored, decoded }) => {
  const truth = await decodeChunk([{ name: "deflate" }], fromBase64(decoded));
  const pipeline = filters.map(([id, client]) => filterFromHdf5(id as number, client as number[]));
  const result = await decodeChunk(pipeline, fromBase64(stored), { filterMask: mask, size: truth.length });
  expect(result.length === truth.length && result.every((byte, at) => byte === truth[at])).toBe(true);
});
