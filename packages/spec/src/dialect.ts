/** The keys by which a family of namespaces names its types, in specifications and in files. */
export interface Dialect {
  readonly name: "hdmf" | "nwb";
  /** The attribute of an object in a file that names its type. */
  readonly typeKey: string;
  readonly defKey: string;
  readonly incKey: string;
  /** The key of a schema element that chooses types. */
  readonly typesKey: string;
  /** What a group or dataset type without `inc` extends. */
  readonly baseGroup?: string;
  readonly baseDataset?: string;
}

/** Plain HDMF: `data_type`. */
export const hdmfDialect: Dialect = {
  name: "hdmf",
  typeKey: "data_type",
  defKey: "data_type_def",
  incKey: "data_type_inc",
  typesKey: "data_types",
};

/** Neurodata Without Borders: `neurodata_type`, and a base for each type (reference: hdmf.md 1.3). */
export const nwbDialect: Dialect = {
  name: "nwb",
  typeKey: "neurodata_type",
  defKey: "neurodata_type_def",
  incKey: "neurodata_type_inc",
  typesKey: "neurodata_types",
  baseGroup: "NWBContainer",
  baseDataset: "NWBData",
};
