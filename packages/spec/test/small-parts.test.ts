import { describe, expect, test } from "vitest";
import { chooseVersions, compareVersions, hasTimeZone, isIsoDatetime } from "../src/index.ts";
import { parseJson } from "../src/json.ts";
import { parseDtype } from "../src/parse-dtype.ts";
import { parseQuantity, parseShape } from "../src/parse-parts.ts";

test.each([
  [undefined, 1, 1],
  [1, 1, 1],
  [3, 3, 3],
  ["3", 3, 3],
  ["?", 0, 1],
  ["zero_or_one", 0, 1],
  ["*", 0, null],
  ["zero_or_many", 0, null],
  ["+", 1, null],
  ["one_or_many", 1, null],
])("quantity %j", (written, min, max) => {
  expect(parseQuantity(written)).toEqual({ min, max });
});

test.each([[0], [-1], [1.5], ["many"], ["0"], [true], [[]], [{}]])("%j is no quantity", (written) => {
  expect(parseQuantity(written)).toBeUndefined();
});

test.each<[unknown, unknown, unknown]>([
  [undefined, undefined, {}],
  [null, null, {}],
  [[null], undefined, { shape: [[null]] }],
  [[3, null], ["a", "b"], { shape: [[3, null]], dims: [["a", "b"]] }],
  [[[null], [null, 3]], [["a"], ["a", "b"]], { shape: [[null], [null, 3]], dims: [["a"], ["a", "b"]] }],
  [undefined, ["a", "b"], { shape: [[null, null]], dims: [["a", "b"]] }],
  [undefined, [["a"], ["a", "b"]], { shape: [[null], [null, null]], dims: [["a"], ["a", "b"]] }],
  [[[2], [3]], ["a", "b"], { shape: [[2], [3]], dims: [["a"], ["b"]] }],
  ["scalar", undefined, { shape: [[]] }],
  [["null", 2], undefined, { shape: [[null, 2]] }],
])("shape %j with dims %j", (shape, dims, expected) => {
  expect(parseShape(shape as never, dims as never)).toEqual(expected);
});

test.each<[unknown, unknown]>([
  [[], undefined],
  [[[]], undefined],
  [3, undefined],
  [[1.5], undefined],
  [[-1], undefined],
  [["a"], undefined],
  [[null], ["a", "b"]],
  [[null], "a"],
  [[null, [null]], undefined],
  [{ length: 1 }, undefined],
])("shape %j with dims %j is a problem", (shape, dims) => {
  expect(parseShape(shape as never, dims as never)).toHaveProperty("problem");
});

test.each([
  ["float", "float32"],
  ["double", "float64"],
  ["short", "int16"],
  ["int", "int32"],
  ["long", "int64"],
  ["uint", "uint32"],
  ["text", "utf8"],
  ["utf", "utf8"],
  ["utf-8", "utf8"],
  ["bytes", "ascii"],
  ["datetime", "isodatetime"],
  ["date", "isodatetime"],
  ["numeric", "numeric"],
])("dtype %s is %s", (written, dtype) => {
  expect(parseDtype(written)).toEqual(dtype);
});

test.each<[unknown, unknown]>([
  [
    { target_type: "A", reftype: "object" },
    { targetType: "A", reftype: "object" },
  ],
  [
    { target_type: "A", reftype: "reference" },
    { targetType: "A", reftype: "object" },
  ],
  [{ target_type: "A" }, { targetType: "A", reftype: "object" }],
  [
    { target_type: "A", reftype: "region" },
    { targetType: "A", reftype: "region" },
  ],
  ["object", { targetType: "", reftype: "object" }],
  [[{ name: "x", doc: "d", dtype: "uint" }], [{ name: "x", doc: "d", dtype: "uint32" }]],
])("dtype %j", (written, dtype) => {
  expect(parseDtype(written as never)).toEqual(dtype);
});

test.each([["int128"], ["toString"], ["__proto__"], [[]], [5], [{}], [{ reftype: "object" }], [[{ dtype: "int" }]]])(
  "%j is no dtype",
  (written) => {
    expect(parseDtype(written as never)).toBeUndefined();
  },
);

// Verdicts of hdmf's regular expression and of its check for time zones.
test.each([
  ["2024-01-02T03:04:05Z", true, true],
  ["2024-01-02T03:04:05.123456+01:00", true, true],
  ["2024-01-02T03:04:05-23:59", true, true],
  ["2024-01-02T03:04:05", true, false],
  ["2024-01-02", true, false],
  ["2024-02-31", true, false],
  ["-2024-01-02", true, false],
  ["12024-01-02", true, false],
  ["2024-13-02", false, false],
  ["2024-1-2", false, false],
  ["2024-01-02 03:04:05Z", false, true],
  ["2024-01-02T24:00:00Z", false, true],
  ["2024-01-02T03:04Z", false, true],
  ["2024-01-02T03:04:05+0100", false, true],
  ["notadate", false, false],
  ["", false, false],
])("%j is a date: %s, with a time zone: %s", (text, isDate, hasZone) => {
  expect([isIsoDatetime(text), hasTimeZone(text)]).toEqual([isDate, hasZone]);
});

test("versions are ordered as semantic versions, what is none first", () => {
  const ordered = [
    "None",
    "unversioned",
    "a",
    "0.9.0",
    "1.0.0-alpha",
    "1.0.0-alpha.2",
    "1.0.0-beta",
    "1.0.0",
    "1.2.0",
    "1.10.0",
    "2.0.0b",
    "2.0.0",
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
});

test("the highest version of each namespace is chosen", () => {
  const sources = new Map<string, string>();
  const versions = ["core 2.9.0", "common 1.8.0", "core 2.11.0", "common unversioned", "core 2.10.1", "own None"];
  const given = versions.map((each) => ({ name: each.split(" ")[0]!, version: each.split(" ")[1]!, sources }));
  expect(chooseVersions(given).map(({ name, version }) => `${name} ${version}`)).toEqual([
    "core 2.11.0",
    "common 1.8.0",
    "own None",
  ]);
});

describe("JSON", () => {
  test.each<[string, unknown]>([
    ['{"a": [1, 2.5, "x", true, null]}', { a: [1, 2.5, "x", true, null] }],
    ["9007199254740993", 9007199254740993n],
    ["[-9223372036854775808, 1e3, 1.25]", [-9223372036854775808n, 1000, 1.25]],
    [
      '{"a": NaN, "b": -Infinity, "c": Infinity}',
      { a: Number.NaN, b: Number.NEGATIVE_INFINITY, c: Number.POSITIVE_INFINITY },
    ],
    ['"\\u00e9\\n\\"" ', 'é\n"'],
    [`["${"x".repeat(1_000_000)}", 12345678901234567]`, ["x".repeat(1_000_000), 12345678901234567n]],
    ['["1234567890123456789", {"x": {}}, []]', ["1234567890123456789", { x: {} }, []]],
  ])("%.60s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test.each([
    [""],
    ["{"],
    ["[1,]"],
    ["{a: 1}"],
    ["nul"],
    ['"open'],
    ["1 2"],
    ['{"a" 1}'],
    ["[1234567890123456789"],
    ["["],
    ["[".repeat(1_000_000)],
    [`${"[".repeat(70)}${"]".repeat(70)}`],
    [`${'{"a":'.repeat(70)}1234567890123456789${"}".repeat(70)}`],
  ])("%.40s is refused", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test("__proto__ is a key like any other", () => {
    for (const text of ['{"__proto__": {"a": 1}}', '{"__proto__": {"a": 1}, "b": 12345678901234567890}']) {
      const value = parseJson(text) as object;
      expect(Object.hasOwn(value, "__proto__")).toBe(true);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });
});
