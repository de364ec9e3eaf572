import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

/**
 * The gzip ceiling of each entry point in bytes, bundled for browsers from source, the other packages and lazy parts left out. A number is
 * raised only in the commit that needs it, with the reason.
 */
const ceilings: readonly (readonly [name: string, ceiling: number, external?: readonly string[]])[] = [
  ["errors", 1_000],
  ["bytes", 10_500],
  ["array", 10_100],
  ["codecs", 10_000, ["numcodecs/*"]],
  ["storage", 10_000],
  ["hdf5", 27_500],
  ["hdf5-h5wasm", 20_000, ["h5wasm", "h5wasm/node"]],
  ["spec", 15_000],
  ["build", 30_000],
  ["common", 20_000],
  ["validate", 20_000],
  ["backend-hdf5", 15_000],
  ["backend-zarr", 20_000, ["zarrita"]],
];

/** Bundles a module that stands in a package, where only what that package declares is found; what `import()` loads is left out. */
async function bundle(contents: string, external: readonly string[], home = "cli"): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(`../../packages/${home}`, import.meta.url)), loader: "ts" },
    bundle: true,
    splitting: true,
    metafile: true,
    write: false,
    outdir: "out",
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["@hdmf-ts/source"],
    external: [...external],
    logLevel: "silent",
  });
  const found = new Set<string>();
  const add = (name: string): void => {
    const output = metafile.outputs[name];
    if (output === undefined || found.has(name)) return;
    found.add(name);
    for (const { kind, path } of output.imports) if (kind !== "dynamic-import") add(path);
  };
  add("out/stdin.js");
  return [...found].map((name) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? "").join("\n");
}

test.each(ceilings)("the bundle of %s stays under %i bytes gzipped", async (name, ceiling, external = []) => {
  const others = ceilings.map(([other]) => other).filter((other) => other !== name);
  const text = await bundle(`export * from "../${name}/src/index.ts";`, [
    ...others.flatMap((other) => [`@hdmf-ts/${other}`, `@hdmf-ts/${other}/*`]),
    ...external,
  ]);
  expect(gzipSync(text).length).toBeLessThanOrEqual(ceiling);
  expect(text).not.toMatch(/from ?"node:|require\("/);
});

test("what a program loads to read and to write ordinary HDF5 files stays under 45,000 bytes gzipped", async () => {
  // What `createHdf5File` loads at once; chunks, composite types and newer structures come when they are asked for.
  const contents = `export * from "../hdf5/src/index.ts"; export { editOf } from "../hdf5/src/writer/edit-of.ts";`;
  const others = ceilings.map(([other]) => other).filter((other) => other !== "hdf5");
  const text = await bundle(
    contents,
    others.flatMap((other) => [`@hdmf-ts/${other}`, `@hdmf-ts/${other}/*`]),
  );
  expect(gzipSync(text).length).toBeLessThanOrEqual(45_000);
});

test.each(ceilings)("a bare import of %s bundles to nothing", async (name, _ceiling, external = []) => {
  const text = await bundle(`import "@hdmf-ts/${name}";`, external, name);
  expect(text.trim()).toBe("");
});

test("a bare import of the codec pool bundles to nothing", async () => {
  expect((await bundle('import "@hdmf-ts/codecs/worker";', [], "codecs")).trim()).toBe("");
});

/** What the bundle of an application that reads one format must not hold: traces of the other one and of heavy parts. */
const strangers: readonly (readonly [what: string, contents: string, never: readonly RegExp[]])[] = [
  [
    "an application on HDF5",
    'export * from "@hdmf-ts/backend-hdf5";',
    [/zarr_format/, /numcodecs/, /neurodata_type_inc/, /missing-attribute/],
  ],
  [
    "an application on Zarr",
    'export * from "@hdmf-ts/backend-zarr";',
    [/h5wasm/, /H5Fopen/, /neurodata_type_inc/, /missing-attribute/],
  ],
  [
    "a program that gives no pool",
    'export * from "@hdmf-ts/hdf5"; export * from "@hdmf-ts/codecs";',
    [/codec-worker/, /new Worker/],
  ],
  ["a program that checks", 'export * from "@hdmf-ts/validate";', [/zarr_format/, /h5wasm/, /numcodecs/]],
  ["an extension author's tool", 'export * from "@hdmf-ts/spec";', [/zarr_format/, /h5wasm/, /Float64Array/]],
];

test.each(strangers)("%s holds nothing that it does not need", async (_what, contents, never) => {
  const text = await bundle(contents, ["numcodecs/*", "zarrita", "h5wasm", "h5wasm/node"]);
  for (const stranger of never) expect(text).not.toMatch(stranger);
});
