import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Dtype } from "@hdmf-ts/array";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeDatatype } from "../src/datatypes/encode-datatype.ts";
import "./all-parts.ts";
import { makeType } from "../src/datatypes/make-type.ts";
import type { Hdf5TypeDetails } from "../src/hdf5-file.ts";
import { newFileSizes } from "../src/io/byte-writer.ts";
import { randomTypes } from "./random-elements.ts";

const python = ".venv-a/bin/python";

const rare: readonly { readonly dtype: Dtype; readonly details: Hdf5TypeDetails }[] = [
  { dtype: ["a", "b"].map((name) => ({ name, dtype: "int16" })), details: { offsets: [5, 1], size: 300 } },
  {
    dtype: ["p", "q"].map((name) => ({ name, dtype: { float: { bytes: 2 } } })),
    details: {
      fields: new Map(["p", "q"].map((name) => [name, { typeMessage: "11200f000200000000001000070800077f000000" }])),
    },
  },
  { dtype: { opaque: 1, tag: "t".repeat(248) }, details: {} },
  {
    dtype: {
      enum: new Map([
        ["least", -(2n ** 63n)],
        ["grün", 5n],
        ["eightlet", 2n ** 63n - 1n],
      ]),
      base: "int64",
    },
    details: {},
  },
  { dtype: Array.from({ length: 2000 }, (_, index) => ({ name: `member ${index}`, dtype: "utf8" })), details: {} },
  { dtype: { array: new Array(32).fill(1), base: "bool" }, details: {} },
];

test.skipIf(!existsSync(python))("HDF5 reads the messages of any type as they were meant", () => {
  const types = [...rare, ...fc.sample(randomTypes, { numRuns: 400, seed: 1 })].map(({ dtype, details }) =>
    makeType(dtype, details, newFileSizes, "The type"),
  );
  const messages = types.map((type) => Buffer.from(encodeDatatype(type, newFileSizes)).toString("hex"));
  const input = JSON.stringify(messages);
  const judged = JSON.parse(
    execFileSync(python, ["conformance/judge_types.py"], { input, encoding: "utf8", maxBuffer: 2 ** 26 }),
  ) as unknown[];
  for (const [index, { dtype, details }] of types.entries()) {
    expect(judged[index], messages[index]).toEqual({
      dtype: dtypeJson(dtype),
      details: details ? detailsJson(details) : null,
    });
  }
});

function dtypeJson(dtype: Dtype): unknown {
  if (typeof dtype === "string") return dtype;
  if (Array.isArray(dtype)) return dtype.map((field) => [field.name, dtypeJson(field.dtype)]);
  if ("enum" in dtype) return { enum: [...dtype.enum].map(([name, value]) => [name, String(value)]), base: dtype.base };
  if ("vlen" in dtype) return { vlen: dtypeJson(dtype.vlen) };
  return "array" in dtype ? { array: dtype.array, base: dtypeJson(dtype.base) } : dtype;
}

function detailsJson({ fields, base, ...rest }: Hdf5TypeDetails): unknown {
  return {
    ...rest,
    ...(fields && { fields: [...fields].map(([name, inner]) => [name, detailsJson(inner)]) }),
    ...(base && { base: detailsJson(base) }),
  };
}
