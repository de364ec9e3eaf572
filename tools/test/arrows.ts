/**
 * Which package may import which: the table of the design, and `errors`, which all may. The truth for package.json, tsconfig
 * references, biome.json and the imports in the sources.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  bytes: ["errors"],
  array: ["errors"],
  codecs: ["errors"],
  storage: ["array", "errors"],
  hdf5: ["array", "bytes", "codecs", "errors"],
  "hdf5-h5wasm": ["array", "bytes", "errors", "hdf5"],
  spec: ["errors"],
  build: ["array", "errors", "spec", "storage"],
  common: ["array", "build", "errors", "spec", "storage"],
  validate: ["array", "errors", "spec", "storage"],
  "backend-hdf5": ["array", "bytes", "errors", "hdf5", "storage"],
  "backend-zarr": ["array", "bytes", "codecs", "errors", "storage"],
  cli: [
    "array",
    "backend-hdf5",
    "backend-zarr",
    "build",
    "bytes",
    "codecs",
    "common",
    "errors",
    "hdf5",
    "hdf5-h5wasm",
    "spec",
    "spec/codegen",
    "spec/yaml",
    "storage",
    "storage/diff",
    "validate",
  ],
};

/** What may come from outside of the repository, at run time. */
export const thirdParty: Readonly<Record<string, readonly string[]>> = {
  codecs: ["numcodecs"],
  "hdf5-h5wasm": ["h5wasm"],
  "backend-zarr": ["zarrita"],
  spec: ["yaml"],
};
