import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askH5wasm, type Truth } from "./hdf5-h5wasm.ts";
import { ask, python, root } from "./peers.ts";

const fixture = (name: string): string => join(root, `conformance/fixtures/hdf5/${name}.h5`);
const truthOf = (path: string): Truth => ask<Truth>(python("a"), "h5wasm_truth.py", [path])[0] as Truth;

interface Planted {
  readonly name: string;
  readonly file: string;
  /** Where in what h5py found something else is put, or nothing. */
  readonly at: readonly (string | number)[];
  readonly to?: unknown;
  /** How the line begins by which the judge tells of it. */
  readonly found: string;
}

const planted: readonly Planted[] = [
  { name: "a number", file: "layouts", at: ["/compact", "value"], to: "0100000002000301", found: "/compact value:" },
  { name: "a type", file: "layouts", at: ["/compact", "dtype"], to: "uint16", found: "/compact dtype:" },
  { name: "a shape", file: "layouts", at: ["/compact", "shape"], to: [2, 2], found: "/compact shape:" },
  { name: "a layout", file: "layouts", at: ["/compact", "layout"], to: "contiguous", found: "/compact layout:" },
  { name: "a level", file: "layouts", at: ["/gzip", "filters", 0, "options"], to: [5], found: "/gzip filters:" },
  { name: "no chunks", file: "layouts", at: ["/gzip", "chunks"], found: "/gzip chunks:" },
  { name: "a maximum", file: "layouts", at: ["/bounded", "maxShape"], to: [null], found: "/bounded maxShape:" },
  { name: "a fill value", file: "layouts", at: ["/filled", "fillValue"], to: "0800", found: "/filled fillValue:" },
  { name: "an order of bytes", file: "layouts", at: ["/fill-big", "details"], found: "/fill-big details:" },
  { name: "no object", file: "links", at: ["/a/data"], found: "/a/data is not there for h5py" },
  { name: "an object more", file: "links", at: ["/b"], to: {}, found: "/b is not there for h5wasm" },
  { name: "a link", file: "links", at: ["/a", "links", 1], to: ["data", { soft: "data" }], found: "/a links:" },
  {
    name: "a text in an attribute in dense storage",
    file: "attributes-dense",
    at: ["/group", "attributes", 1, 1, "value"],
    to: ["fixer"],
    found: "/group@ascii value:",
  },
  {
    name: "an order of bytes in dense storage",
    file: "attributes-dense",
    at: ["/group", "attributes", 2, 1, "details"],
    found: "/group@big details:",
  },
  {
    name: "no attribute",
    file: "attributes-dense",
    at: ["/group", "attributes", 1],
    found: "/group has its attributes in another order",
  },
  {
    name: "a number of the one kind of attribute that is refused in dense storage",
    file: "attributes-dense",
    at: ["/other", "attributes", 0, 1, "value"],
    to: "0000003e",
    found: "/other@float16 value:",
  },
  {
    name: "an attribute more",
    file: "attributes-dense",
    at: ["/group", "attributes", 0],
    to: ["more", { dtype: "int8", shape: [], value: "00" }],
    found: "/group@more is not read",
  },
];

describe.skipIf(!existsSync(python("a")))("the judge by h5wasm", () => {
  test.each(["types", "attributes", "attributes-dense", "layouts", "links", "references", "latest"])(
    "finds nothing in %s",
    async (name) => {
      const path = fixture(name);
      expect((await askH5wasm(path, truthOf(path))).differences).toEqual([]);
    },
  );

  test.each(planted)("finds $name", async ({ file, at, to, found }) => {
    const path = fixture(file);
    const truth = truthOf(path);
    plant(truth.dump, at, to);
    const { differences } = await askH5wasm(path, truth);
    expect(differences).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${found}`))]));
  });
});

describe.skipIf(!existsSync(python("a")))("the judge of copies that deflate packed otherwise", () => {
  test("finds each planted error, and nothing else", () => {
    expect(ask(python("a"), "prove_deflated.py", [])[0]).toEqual({
      "the same": { differences: [], deflated: 0 },
      "another packing": { differences: [], deflated: 2 },
      "a number": {
        differences: [
          ["value", "/data"],
          ["chunk", "/data"],
        ],
        deflated: 1,
      },
      "a chunk that is not packed": { differences: [["filter-mask", "/data"]], deflated: 1 },
      "a chunk that is not there": {
        differences: [
          ["value", "/data"],
          ["places", "/data"],
        ],
        deflated: 0,
      },
      "a number where nothing is packed": {
        differences: [
          ["value", "/data"],
          ["chunk", "/data"],
        ],
        deflated: 0,
      },
    });
  });
});

function plant(into: unknown, at: readonly (string | number)[], to: unknown): void {
  const [key = "", ...rest] = at;
  const part = into as { [name: string | number]: unknown };
  if (rest.length > 0) plant(part[key], rest, to);
  else if (to !== undefined) part[key] = to;
  else if (Array.isArray(into)) into.splice(Number(key), 1);
  else delete part[key];
}
