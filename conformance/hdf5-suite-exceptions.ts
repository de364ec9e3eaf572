const oddEnum = /"trace": An enum over integers that use only some of their bits/;

/** Files that are not written again, since our readers refuse a part of them, and what the error says. */
export const refused: ReadonlyMap<string, RegExp> = new Map([
  ["h5repack_layouto.h5", /more elements than can be counted exactly/],
  ["h5repack_nested_8bit_enum.h5", oddEnum],
  ["h5repack_nested_8bit_enum_deflated.h5", oddEnum],
]);

const userBlock = "what is in front of an HDF5 file is no part of it";
const unnamed = "no name leads to the committed datatype: a warning says that the type is no longer shared";

function own(path: string): readonly [string[], string] {
  return [[`layout ${path}`, `chunks ${path}`], "virtual datasets become ordinary ones: a warning says so"];
}

/** What is not as in the original, by `compare_hdf5.py`, and why. */
export const differs: ReadonlyMap<string, readonly [differences: readonly string[], reason: string]> = new Map([
  ...["1_vds", "2_vds", "3_1_vds", "3_2_vds", "4_vds", "5_vds"].map(
    (name) => [`${name}.h5`, own("/vds_dset")] as const,
  ),
  ["vds-eiger.h5", own("/VDS-Eiger")],
  ["vds-percival-unlim-maxmin.h5", own("/VDS-Percival-unlim-maxmin")],
  ["h5clear_fsm_persist_user_equal.h5", [["userblock /"], userBlock]],
  ["h5clear_fsm_persist_user_less.h5", [["userblock /"], userBlock]],
  [
    "h5repack_named_dtypes.h5",
    [["datatype /A", "attribute-datatype /M/M/B@A", "attribute-datatype /M/M/B@B"], unnamed],
  ],
  ["tcompound.h5", [["datatype /group2/dset5"], unnamed]],
  ["tcompound2.h5", [["datatype /group2/dset5"], unnamed]],
]);
