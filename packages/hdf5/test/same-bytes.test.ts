import { describe, test } from "vitest";
import { expectSameBytes } from "./same-bytes.ts";
import { writeSamples } from "./write-samples.ts";

describe("the same calls give the same bytes, in Node", () => {
  test.each(writeSamples)("$name", (sample) => expectSameBytes(sample));
});
