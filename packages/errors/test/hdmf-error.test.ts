import { expect, test } from "vitest";
import { hdmfError, isHdmfError } from "../src/index.ts";

test("an error carries its tag, place, hint and cause", () => {
  const cause = new Error("EACCES");
  const error = hdmfError("denied", "cannot read a.nwb", { source: "a.nwb", path: "/a", hint: "ask its owner", cause });
  expect(error).toMatchObject({ tag: "denied", source: "a.nwb", path: "/a", hint: "ask its owner", cause });
  expect(error).toBeInstanceOf(Error);
});

test.each([
  ["an error of ours", hdmfError("io", "x"), [], true],
  ["an error of ours with one of the tags", hdmfError("io", "x"), ["closed", "io"] as const, true],
  ["an error of ours with another tag", hdmfError("io", "x"), ["closed"] as const, false],
  ["a plain error", new Error("x"), [], false],
  ["an object that pretends", { tag: "io", message: "x" }, [], false],
  ["null", null, [], false],
])("the guard on %s", (_, value, tags, truth) => {
  expect(isHdmfError(value, ...tags)).toBe(truth);
});
