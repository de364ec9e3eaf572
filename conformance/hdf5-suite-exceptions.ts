const virtual = /is virtual|keeps its data in other files \(virtual\)/;
const oddEnum = /an enum over something else than plain integers/;

/** Files that are not written again, since our readers refuse a part of them, and what the error says. */
export const refused: ReadonlyMap<string, RegExp> = new Map([
  ["1_vds.h5", virtual],
  ["2_vds.h5", virtual],
  ["3_1_vds.h5", virtual],
  ["3_2_vds.h5", virtual],
  ["4_vds.h5", virtual],
  ["5_vds.h5", virtual],
  ["h5clear_mdc_image.h5", /The object header at 48 is damaged/],
  ["h5repack_layouto.h5", /more elements than can be counted exactly/],
  ["h5repack_nested_8bit_enum.h5", oddEnum],
  ["h5repack_nested_8bit_enum_deflated.h5", oddEnum],
  ["vds-eiger.h5", virtual],
  ["vds-percival-unlim-maxmin.h5", virtual],
]);

const userBlock = "what is in front of an HDF5 file is no part of it";
const nbit = "there is no encoder for nbit: a warning says that it is deflate now";
const unnamed = "no name leads to the committed datatype: a warning says that the type is no longer shared";

/** What is not as in the original, by `compare_hdf5.py`, and why. */
export const differs: ReadonlyMap<string, readonly [differences: readonly string[], reason: string]> = new Map([
  ["h5clear_fsm_persist_user_equal.h5", [["userblock /"], userBlock]],
  ["h5clear_fsm_persist_user_less.h5", [["userblock /"], userBlock]],
  ["h5repack_filters.h5", [["filters /dset_nbit"], nbit]],
  ["h5repack_nbit.h5", [["filters /dset_nbit"], nbit]],
  [
    "h5repack_named_dtypes.h5",
    [["datatype /A", "attribute-datatype /M/M/B@A", "attribute-datatype /M/M/B@B"], unnamed],
  ],
  ["tcompound.h5", [["datatype /group2/dset5"], unnamed]],
  ["tcompound2.h5", [["datatype /group2/dset5"], unnamed]],
  ["tobjref.h5", [["comment /Group1"], "comments of objects are not read"]],
]);
