import type { Dtype, NdArray, RegionSelection } from "@hdmf-ts/array";

/** A dataset to write, and what zarr-python reads of it (`dump_store.py`). */
export interface Sample extends NdArray {
  readonly name: string;
  /** The numpy dtype. */
  readonly numpy: string;
  readonly values: unknown;
  /** The attribute `_DTYPE`. */
  readonly marked?: string;
}

const sample = (
  name: string,
  dtype: Dtype,
  shape: NdArray["shape"],
  data: NdArray["data"],
  [numpy, marked]: readonly [string, string?],
  values: unknown,
): Sample => ({ name, dtype, shape, data, numpy, values, ...(marked === undefined ? {} : { marked }) });

const region: RegionSelection = { kind: "hyperslabs", rank: 1, coordinates: Float64Array.of(1, 3), count: 3 };
const long = "é".repeat(600);

export const samples: readonly Sample[] = [
  sample("int8", "int8", [3], Int8Array.of(-128, 0, 127), ["int8", "int8"], [-128, 0, 127]),
  sample(
    "uint16",
    "uint16",
    [2, 2],
    Uint16Array.of(1, 2, 3, 65535),
    ["uint16", "uint16"],
    [
      [1, 2],
      [3, 65535],
    ],
  ),
  sample(
    "int64",
    "int64",
    [2],
    BigInt64Array.of(-(2n ** 63n), 9007199254740993n),
    ["int64", "int64"],
    ["-9223372036854775808", "9007199254740993"],
  ),
  sample("uint64", "uint64", [], BigUint64Array.of(2n ** 64n - 1n), ["uint64", "uint64"], "18446744073709551615"),
  sample("float16", "float16", [3], Float32Array.of(1.5, -0, Infinity), ["float16", "float16"], [1.5, -0, "Infinity"]),
  sample("float32", "float32", [1], Float32Array.of(0.1), ["float32", "float32"], [0.10000000149011612]),
  sample("float64", "float64", [2], Float64Array.of(NaN, -Infinity), ["float64", "float64"], ["NaN", "-Infinity"]),
  sample("bool", "bool", [3], Uint8Array.of(1, 0, 1), ["bool", "bool"], [true, false, true]),
  sample(
    "complex",
    { complex: "float64" },
    [2],
    Float64Array.of(1, 2, NaN, -1),
    ["complex128", "complex128"],
    [
      [1, 2],
      ["NaN", -1],
    ],
  ),
  sample("text", "utf8", [3], ["", "é😀", "a\0b"], ["StringDType()", "str"], ["", "é😀", "a\0b"]),
  sample("scalar_text", "utf8", [], ["one"], ["StringDType()", "str"], "one"),
  sample("ascii", "ascii", [1], ["abc"], ["StringDType()", "str"], ["abc"]),
  sample("no_utf8", "utf8", [2], ["x\udc80", "y"], ["StringDType()", "str"], ["x\ufffd", "y"]),
  sample("references", "reference", [2], { ids: ["/int8", ""] }, ["StringDType()", "object_reference"], ["/int8", ""]),
  sample(
    "record",
    [
      { name: "i", dtype: "int32" },
      { name: "t", dtype: "utf8" },
      { name: "r", dtype: "reference" },
      { name: "b", dtype: "bool" },
      {
        name: "p",
        dtype: [
          { name: "x", dtype: "int16" },
          { name: "y", dtype: "float64" },
        ],
      },
    ],
    [2],
    new Map<string, NdArray["data"]>([
      ["i", Int32Array.of(1, -2)],
      ["t", ["a", long]],
      ["r", { ids: ["/int8", "/bool"] }],
      ["b", Uint8Array.of(1, 0)],
      [
        "p",
        new Map<string, NdArray["data"]>([
          ["x", Int16Array.of(3, 4)],
          ["y", Float64Array.of(0.5, 1.5)],
        ]),
      ],
    ]),
    ["[('i', '<i4'), ('t', '<U600'), ('r', '<U512'), ('b', '?'), ('p', [('x', '<i2'), ('y', '<f8')])]"],
    [
      [1, "a", "/int8", true, [3, 0.5]],
      [-2, long, "/bool", false, [4, 1.5]],
    ],
  ),
  sample(
    "enum",
    {
      enum: new Map([
        ["__proto__", 1],
        ["b", 2],
      ]),
      base: "uint8",
    },
    [2],
    Uint8Array.of(2, 1),
    ["uint8", "uint8"],
    [2, 1],
  ),
  sample(
    "opaque",
    { opaque: 2, tag: "t" },
    [2],
    { bytes: Uint8Array.of(1, 0, 255, 3), itemSize: 2 },
    ["|V2", "void"],
    ["hex:0100", "hex:ff03"],
  ),
  sample("bitfield", { bitfield: 1 }, [1], { bytes: Uint8Array.of(5), itemSize: 1 }, ["|V1", "void"], ["hex:05"]),
  sample(
    "odd",
    { integer: { bytes: 3, bits: 20, offset: 2, signed: true } },
    [1],
    { bytes: Uint8Array.of(1, 2, 3), itemSize: 3 },
    ["|V3", "void"],
    ["hex:010203"],
  ),
  sample(
    "datetime",
    { datetime64: "ms" },
    [2],
    BigInt64Array.of(5n, -(2n ** 63n)),
    ["datetime64[ms]", "datetime64"],
    [5, "-9223372036854775808"],
  ),
  sample(
    "timedelta",
    { opaque: 8, tag: "NUMPY:<m8[10s]" },
    [1],
    { bytes: Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0), itemSize: 8 },
    ["timedelta64[10s]", "timedelta64"],
    [7],
  ),
  sample(
    "array",
    { array: [2], base: "int16" },
    [2],
    Int16Array.of(1, 2, 3, 4),
    ["int16", "int16"],
    [
      [1, 2],
      [3, 4],
    ],
  ),
  sample(
    "vlen_bytes",
    { vlen: "uint8" },
    [2],
    { values: Uint8Array.of(1, 2, 3), offsets: Uint32Array.of(0, 1, 3) },
    ["object", "bytes"],
    ["hex:01", "hex:0203"],
  ),
  sample(
    "vlen",
    { vlen: "int16" },
    [3],
    { values: Int16Array.of(1, 2, 3), offsets: Uint32Array.of(0, 2, 2, 3) },
    ["object", "bytes"],
    ["hex:01000200", "hex:", "hex:0300"],
  ),
  sample(
    "vlen_text",
    { vlen: "utf8" },
    [2],
    { values: ["a", "é", ""], offsets: Uint32Array.of(0, 1, 3) },
    ["object", "bytes"],
    ["hex:0100000061", "hex:02000000c3a900000000"],
  ),
  sample(
    "vlen_in_record",
    [
      { name: "v", dtype: { vlen: "int8" } },
      { name: "a", dtype: { array: [2], base: "uint8" } },
      { name: "g", dtype: "region" },
    ],
    [1],
    new Map<string, NdArray["data"]>([
      ["v", { values: Int8Array.of(1, 2), offsets: Uint32Array.of(0, 2) }],
      ["a", Uint8Array.of(8, 9)],
      ["g", { ids: [""], selections: [null] }],
    ]),
    ["object", "bytes"],
    ["hex:020000000102080900000000"],
  ),
  sample(
    "regions",
    "region",
    [2],
    { ids: ["/int8", ""], selections: [region, null] },
    ["StringDType()", "str"],
    ['{"source":".","path":"/int8","region":{"kind":"hyperslabs","rank":1,"coordinates":[1,3],"count":3}}', ""],
  ),
  sample("empty", "float32", [0, 3], new Float32Array(0), ["float32", "float32"], []),
  sample("null", "int16", null, new Int16Array(0), ["int16", "int16"], []),
  sample("zeros", "int32", [4], new Int32Array(4), ["int32", "int32"], [0, 0, 0, 0]),
];

/** An attribute, and what zarr-python reads of it. */
export interface AttributeSample extends NdArray {
  readonly name: string;
  readonly json: unknown;
}

const attribute = (
  name: string,
  dtype: Dtype,
  shape: NdArray["shape"],
  data: NdArray["data"],
  json: unknown,
): AttributeSample => ({
  name,
  dtype,
  shape,
  data,
  json,
});

export const attributeSamples: readonly AttributeSample[] = [
  attribute("text", "utf8", [], ["é"], "é"),
  attribute("ascii", "ascii", [], ["a"], "a"),
  attribute("no_utf8", "utf8", [], ["x\udc80"], "x\ufffd"),
  attribute("texts", "utf8", [1], ["a"], ["a"]),
  attribute("no_texts", "utf8", [0], [], []),
  attribute("no_numbers", "float64", [0], new Float64Array(0), []),
  attribute("no_rows", "int8", [0, 2], new Int8Array(0), []),
  attribute("int8", "int8", [], Int8Array.of(-3), -3),
  attribute("int64", "int64", [], BigInt64Array.of(2n ** 62n), "4611686018427387904"),
  attribute("uint64", "uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 0n), ["18446744073709551615", 0]),
  attribute("float32", "float32", [], Float32Array.of(0.1), 0.10000000149011612),
  attribute("whole", "float64", [2], Float64Array.of(1, -0), [1, -0]),
  attribute("nan", "float64", [], Float64Array.of(NaN), "NaN"),
  attribute("nan_payload", "float64", [], new Float64Array(BigUint64Array.of(0x7ff8000000000001n).buffer), "NaN"),
  attribute("bools", "bool", [2], Uint8Array.of(1, 0), [true, false]),
  attribute("reference", "reference", [], { ids: ["/int8"] }, { _REFERENCE: { source: ".", path: "/int8" } }),
  attribute("null_reference", "reference", [], { ids: [""] }, ""),
  attribute("null", "int32", null, new Int32Array(0), []),
  attribute("enum", { enum: new Map([["a", -1]]), base: "int8" }, [], Int8Array.of(-1), -1),
  attribute("complex", { complex: "float32" }, [], Float32Array.of(1, 2), [1, 2]),
  attribute("opaque", { opaque: 2 }, [], { bytes: Uint8Array.of(1, 2), itemSize: 2 }, "AQI="),
  attribute("vlen", { vlen: "int32" }, [2], { values: Int32Array.of(1, 2), offsets: Uint32Array.of(0, 0, 2) }, [
    [],
    [1, 2],
  ]),
  attribute("array", { array: [2], base: "int8" }, [1], Int8Array.of(1, 2), [[1, 2]]),
  attribute(
    "record",
    [
      { name: "a", dtype: "int8" },
      { name: "t", dtype: "utf8" },
    ],
    [],
    new Map<string, NdArray["data"]>([
      ["a", Int8Array.of(1)],
      ["t", ["x"]],
    ]),
    [1, "x"],
  ),
  attribute("__proto__", "int64", [], BigInt64Array.of(1n), 1),
];
/** An attribute whose name the convention uses: it is in `hdmf-ts.json` alone. */
export const reserved: NdArray = { dtype: "utf8", shape: [], data: ["mine"] };
