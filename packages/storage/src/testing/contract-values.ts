import type { ArrayData, Dtype, NdArray, NumberArray } from "@hdmf-ts/array";

/** One dimension of whatever `data` holds. */
function list(dtype: Dtype, length: number, data: ArrayData): NdArray {
  return { dtype, shape: [length], data };
}

function numbers(dtype: Dtype, data: NumberArray): NdArray {
  return list(dtype, data.length, data);
}

const float16: readonly number[] = [0, -0, 1.5, -65504, 2 ** -24, Number.NaN, Infinity, -Infinity];
const float32: readonly number[] = [0, -0, 0.5, -(2 ** 127), 2 ** -149, Number.NaN, Infinity, -Infinity];
const float64: readonly number[] = [0, -0, 0.1, Number.MAX_VALUE, Number.MIN_VALUE, Number.NaN, Infinity, -Infinity];

/** One dataset for each kind of number, by name, with the extremes. */
export function numberSamples(): ReadonlyMap<string, NdArray> {
  const big = 2n ** 63n;
  return new Map<string, NdArray>([
    ["int8", numbers("int8", Int8Array.of(-128, -1, 0, 127))],
    ["int16", numbers("int16", Int16Array.of(-32768, -1, 0, 32767))],
    ["int32", numbers("int32", Int32Array.of(-(2 ** 31), -1, 0, 2 ** 31 - 1))],
    ["int64", numbers("int64", BigInt64Array.of(-big, -1n, 9007199254740993n, big - 1n))],
    ["uint8", numbers("uint8", Uint8Array.of(0, 1, 128, 255))],
    ["uint16", numbers("uint16", Uint16Array.of(0, 1, 32768, 65535))],
    ["uint32", numbers("uint32", Uint32Array.of(0, 1, 2 ** 31, 2 ** 32 - 1))],
    ["uint64", numbers("uint64", BigUint64Array.of(0n, 1n, big, 2n * big - 1n))],
    ["float16", numbers("float16", Float32Array.from(float16))],
    ["float32", numbers("float32", Float32Array.from(float32))],
    ["float64", numbers("float64", Float64Array.from(float64))],
    ["bool", numbers("bool", Uint8Array.of(1, 0, 0, 1))],
    ["complex", list({ complex: "float32" }, 2, Float32Array.of(1, -2, 0.5, Infinity))],
  ]);
}

/** The other kinds, by name; references are paths. */
export function otherSamples(): ReadonlyMap<string, NdArray> {
  const colours = new Map([
    ["red", 0],
    ["green", 1],
    ["__proto__", 42],
  ]);
  const record: Dtype = [
    { name: "id", dtype: "int32" },
    { name: "label", dtype: "utf8" },
    { name: "target", dtype: "reference" },
  ];
  const point: Dtype = [
    { name: "x", dtype: "float64" },
    { name: "pair", dtype: { array: [2], base: "int16" } },
    { name: "code", dtype: "ascii" },
  ];
  const entries: [string, NdArray][] = [
    ["utf8", list("utf8", 5, ["plain", "", "höhe µV", "日本語 😀", "bad \udcff\udc80 bytes"])],
    ["ascii", list("ascii", 3, ["abcde", "", "xy"])],
    ["enum", numbers({ enum: colours, base: "int16" }, Int16Array.of(0, 42, 1))],
    ["opaque", list({ opaque: 3, tag: "three" }, 2, { bytes: Uint8Array.of(1, 2, 3, 0, 255, 254), itemSize: 3 })],
    ["bitfield", list({ bitfield: 2 }, 2, { bytes: Uint8Array.of(1, 128, 255, 0), itemSize: 2 })],
    [
      "record",
      list(
        record,
        3,
        new Map<string, ArrayData>([
          ["id", Int32Array.of(1, -2, 3)],
          ["label", ["one", "", "drei ü"]],
          ["target", { ids: ["/arrays/grid", "", "/"] }],
        ]),
      ),
    ],
    [
      "point",
      list(
        point,
        2,
        new Map<string, ArrayData>([
          ["x", Float64Array.of(0.25, Number.NaN)],
          ["pair", Int16Array.of(1, 2, -3, 4)],
          ["code", ["ab", ""]],
        ]),
      ),
    ],
    ["vlen", list({ vlen: "int32" }, 3, { values: Int32Array.of(1, 2, 3, -5), offsets: Float64Array.of(0, 3, 3, 4) })],
    ["references", list("reference", 4, { ids: ["/arrays/grid", "/", "", "/names"] })],
    [
      "regions",
      list("region", 2, {
        ids: ["/arrays/grid", ""],
        selections: [{ kind: "hyperslabs", rank: 2, coordinates: Float64Array.of(1, 0, 2, 3), count: 8 }, null],
      }),
    ],
  ];
  return new Map(entries);
}

/** One attribute of each kind, by name. */
export function attributeSamples(): ReadonlyMap<string, NdArray> {
  const pair: Dtype = [
    { name: "a", dtype: "int32" },
    { name: "b", dtype: "utf8" },
  ];
  const scalar = (dtype: Dtype, data: ArrayData): NdArray => ({ dtype, shape: [], data });
  return new Map<string, NdArray>([
    ["int8", scalar("int8", Int8Array.of(-7))],
    ["int64", scalar("int64", BigInt64Array.of(-(2n ** 63n)))],
    ["uint64", scalar("uint64", BigUint64Array.of(2n ** 64n - 1n))],
    ["float32", scalar("float32", Float32Array.of(0.1))],
    ["float64", { dtype: "float64", shape: [2, 2], data: Float64Array.of(1, Number.NaN, Infinity, -0) }],
    ["bool", scalar("bool", Uint8Array.of(1))],
    ["text", scalar("utf8", ["höhe 日本"])],
    ["empty text", scalar("utf8", [""])],
    ["ascii", scalar("ascii", ["plain"])],
    ["texts", list("utf8", 3, ["a", "", "ç"])],
    ["numbers", list("int32", 3, Int32Array.of(1, -2, 3))],
    ["nothing", list("int32", 0, new Int32Array(0))],
    ["enum", scalar({ enum: new Map([["off", 0]]), base: "uint8" }, Uint8Array.of(0))],
    [
      "pair",
      scalar(
        pair,
        new Map<string, ArrayData>([
          ["a", Int32Array.of(5)],
          ["b", ["five"]],
        ]),
      ),
    ],
    ["reference", scalar("reference", { ids: ["/arrays/grid"] })],
    ["references", list("reference", 2, { ids: ["/", ""] })],
    ["null", { dtype: "float32", shape: null, data: new Float32Array(0) }],
    ["__proto__", scalar("int16", Int16Array.of(1))],
    ["constructor", scalar("utf8", ["no function"])],
  ]);
}
