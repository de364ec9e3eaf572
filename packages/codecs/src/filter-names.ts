/** HDF5's filter numbers and the neutral names; Zarr codecs of the same name hold the same bytes. */
export const hdf5Names: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [1, "deflate"],
  [2, "shuffle"],
  [3, "fletcher32"],
  [4, "szip"],
  [5, "nbit"],
  [6, "scaleoffset"],
  [307, "bzip2"],
  [32000, "lzf"],
  [32001, "blosc"],
  [32004, "lz4-hdf5"],
  [32008, "bitshuffle"],
  [32015, "zstd"],
  [32026, "blosc2"],
]);
