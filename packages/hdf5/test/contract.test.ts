import { readdirSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectEqual, expectError } from "../src/testing/check.ts";
import { expectedDumps } from "../src/testing/expected-dumps.ts";
import { hdf5Contract } from "../src/testing.ts";

const folder = "conformance/fixtures/hdf5";
const broken = ["empty.h5", "not-hdf5.h5", "truncated.h5"];

describe("the contract of an engine", () => {
  test("names each case once", () => {
    expect(new Set(hdf5Contract.map(({ name }) => name)).size).toBe(hdf5Contract.length);
  });

  test("has a truth for each fixture, and a fixture for each truth", () => {
    expect([...Object.keys(expectedDumps), ...broken].sort()).toEqual(readdirSync(folder).sort());
  });

  test("stays small", () => {
    const sizes = readdirSync(folder).map((name) => statSync(`${folder}/${name}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(220_000);
  });

  test("fails an engine that opens nothing", async () => {
    const open = () => Promise.reject(new Error("no engine"));
    for (const { run } of hdf5Contract) await expect(run(open)).rejects.toThrow();
  });
});

describe("what the contract compares with", () => {
  test.each([
    ["-0 and 0", Float64Array.of(-0), Float64Array.of(0)],
    ["two NaN", new Float64Array(Uint8Array.of(1, 0, 0, 0, 0, 0, 248, 127).buffer), Float64Array.of(Number.NaN)],
    ["two typed arrays of the same bytes", Int8Array.of(-1), Uint8Array.of(255)],
    [
      "the order of a Map",
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
    ],
    ["null and a missing field", { a: null }, {}],
  ])("tells %s apart", (_, a, b) => {
    expect(() => expectEqual(a, b, "value")).toThrow("value: expected");
  });

  test("wants an error of ours on one line", async () => {
    await expect(expectError(() => Promise.reject(new Error("any")), ["io"], "call")).rejects.toThrow("tagged io");
    await expect(expectError(() => Promise.resolve(), ["io"], "call")).rejects.toThrow("received none");
  });
});
