import type { Dtype, NdArray } from "@hdmf-ts/array";
import { expect, test } from "vitest";
import { valuesJson } from "../src/index.ts";

const nd = (dtype: Dtype, shape: NdArray["shape"], data: NdArray["data"]): NdArray => ({ dtype, shape, data });
const paths = new Map<number | string, string>([
  [48, "/a"],
  ["/b", "/b"],
]);

test.each<[what: string, value: NdArray, json: unknown]>([
  ["an integer", nd("int32", [], Int32Array.of(-3)), -3],
  [
    "64-bit integers, as text beyond 2^53",
    nd("int64", [2], BigInt64Array.of(1n, 9007199254740993n)),
    [1, "9007199254740993"],
  ],
  ["the largest uint64", nd("uint64", [], BigUint64Array.of(2n ** 64n - 1n)), "18446744073709551615"],
  [
    "2^53 - 1 and its negative",
    nd("int64", [2], BigInt64Array.of(2n ** 53n - 1n, 1n - 2n ** 53n)),
    [2 ** 53 - 1, 1 - 2 ** 53],
  ],
  [
    "floats that are no numbers",
    nd("float64", [3], Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)),
    ["NaN", "Infinity", "-Infinity"],
  ],
  ["booleans", nd("bool", [2], Uint8Array.of(0, 1)), [false, true]],
  ["text", nd("utf8", [2], ["", "Zürich \u{1f9e0}"]), ["", "Zürich \u{1f9e0}"]],
  ["bytes that are no UTF-8", nd("ascii", [], ["a\udcff"]), "hex:61ff"],
  ["opaque", nd({ opaque: 2 }, [2], { bytes: Uint8Array.of(0, 255, 1, 2), itemSize: 2 }), ["hex:00ff", "hex:0102"]],
  [
    "complex",
    nd({ complex: "float64" }, [2], Float64Array.of(1, 2, 3, Number.NaN)),
    [
      [1, 2],
      [3, "NaN"],
    ],
  ],
  ["enums as their integers", nd({ enum: new Map([["LEFT", 1]]), base: "int8" }, [1], Int8Array.of(1)), [1]],
  ["references by path, null for none", nd("reference", [2], { ids: Float64Array.of(48, -1) }), [{ path: "/a" }, null]],
  [
    "a reference out of the file",
    nd("reference", [1], { ids: [""], outside: new Map([[0, { source: "x.h5", path: "/y" }]]) }),
    [{ path: "/y", source: "x.h5" }],
  ],
  [
    "regions",
    nd("region", [], {
      ids: ["/b"],
      selections: [{ kind: "points", rank: 1, coordinates: Float64Array.of(1, 2), count: 2 }],
    }),
    { path: "/b", count: 2 },
  ],
  [
    "compounds as objects, a member called __proto__ too",
    nd(
      [
        { name: "x", dtype: "uint8" },
        { name: "__proto__", dtype: "utf8" },
      ],
      [1],
      new Map<string, NdArray["data"]>([
        ["x", Uint8Array.of(7)],
        ["__proto__", ["p"]],
      ]),
    ),
    [JSON.parse('{"x":7,"__proto__":"p"}')],
  ],
  [
    "vlen as lists",
    nd({ vlen: "int8" }, [3], { values: Int8Array.of(1, 2, 3), offsets: Uint32Array.of(0, 2, 2, 3) }),
    [[1, 2], [], [3]],
  ],
  [
    "array members",
    nd({ array: [2, 2], base: "int8" }, [1], Int8Array.of(1, 2, 3, 4)),
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ],
  [
    "a matrix",
    nd("uint8", [2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6)),
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  ["nothing by three", nd("uint8", [0, 3], new Uint8Array()), []],
  ["two by nothing", nd("uint8", [2, 0], new Uint8Array()), [[], []]],
  ["a null space", nd("float64", null, new Float64Array()), null],
])("%s", (_, value, json) => {
  expect(JSON.stringify(valuesJson(value, (id) => paths.get(id)))).toBe(JSON.stringify(json));
});
