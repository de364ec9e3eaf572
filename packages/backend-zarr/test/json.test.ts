import { isHdmfError } from "@hdmf-ts/errors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, readJson } from "../src/json-read.ts";
import type { Json } from "../src/json-value.ts";
import { formatJson } from "../src/json-write.ts";

describe("the JSON reader", () => {
  test.each<[string, Json]>([
    ["1", 1n],
    ["1.0", 1],
    ["-0", -0],
    ["-0.0", -0],
    ["1e3", 1000],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["18446744073709551615", 18446744073709551615n],
    ['"NaN"', "NaN"],
    ['"h\\u00e9\\n\\/"', "hé\n/"],
    ['"\\udc80"', "\udc80"],
    ["[]", []],
    ["[1, [2.5, null, true, false]]", [1n, [2.5, null, true, false]]],
    ["{}", new Map()],
    [
      '{"__proto__": {"a": 1}, "constructor": 2}',
      new Map<string, Json>([
        ["__proto__", new Map([["a", 1n]])],
        ["constructor", 2n],
      ]),
    ],
    [' \t\r\n{"a":[ ] } \n', new Map([["a", []]])],
  ])("reads %s", (text, value) => expect(parseJson(text, "a.json")).toEqual(value));

  test.each([
    ["", "malformed"],
    ["{", "malformed"],
    ["[1,]", "malformed"],
    ["{1: 2}", "malformed"],
    ["01", "malformed"],
    ["1.", "malformed"],
    ["+1", "malformed"],
    ['"a\nb"', "malformed"],
    ['"\\x"', "malformed"],
    ['"\\u12g4"', "malformed"],
    ["nan", "malformed"],
    ["1 2", "malformed"],
    ["[".repeat(200) + "]".repeat(200), "limit"],
    ["[".repeat(1_000_000), "limit"],
  ] as const)("refuses %.20s", (text, tag) => {
    let error: unknown;
    try {
      parseJson(text, "a.json");
    } catch (caught) {
      error = caught;
    }
    expect(isHdmfError(error, tag)).toBe(true);
    expect((error as Error).message).toContain("a.json");
  });

  test("refuses bytes that are no UTF-8", () => {
    expect(() => readJson(new Uint8Array([0x22, 0xff, 0x22]), "a.json")).toThrow("not UTF-8");
  });
});

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: "binary" }),
    fc.bigInt(),
    fc.double(),
    fc.array(tie("value")),
    fc.array(fc.tuple(fc.string({ unit: "binary" }), tie("value"))).map((entries) => new Map(entries)),
  ),
})).value;

describe("the JSON writer", () => {
  test.each([0, 2])("writes what the reader reads back (indent %i)", (indent) => {
    fc.assert(
      fc.property(json, (value) => {
        expect(parseJson(formatJson(value, indent), "a.json")).toEqual(value);
      }),
    );
  });

  test("agrees with the platform on JSON that both know", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const plain = JSON.parse(formatJson(parseJson(text, "a.json"))) as unknown;
        expect(plain).toEqual(JSON.parse(text, (_, value: unknown) => value));
      }),
    );
  });

  test.each<[Json, string]>([
    [1, "1.0"],
    [-0, "-0.0"],
    [1e21, "1e+21"],
    [0.1, "0.1"],
    [Number.NaN, "NaN"],
    ["é\u007f😀", '"\\u00e9\\u007f\\ud83d\\ude00"'],
    [new Map([["a", [1n]]]), '{\n  "a": [\n    1\n  ]\n}'],
    [[], "[]"],
  ])("writes %s as zarr-python does", (value, text) => expect(formatJson(value)).toBe(text));
});
