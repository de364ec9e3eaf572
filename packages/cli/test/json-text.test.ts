import { expect, test } from "vitest";
import { jsonText } from "../src/json-text.ts";

test.each([
  [-0, "-0"],
  [[0, -0, 1], "[0,-0,1]"],
  [{ a: [{ b: -0, c: undefined }], d: "x" }, '{"a":[{"b":-0}],"d":"x"}'],
  [{ a: 0, b: undefined, c: null }, '{"a":0,"c":null}'],
  [JSON.parse('{"__proto__":[-0]}'), '{"__proto__":[-0]}'],
])("%j keeps its zeros as they are", (value, text) => {
  expect(jsonText(value)).toBe(text);
});
