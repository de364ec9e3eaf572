import { hdmfError } from "@hdmf-ts/errors";

/** What `convert` writes. */
export type OutputFormat = "hdf5" | "zarr3";

const formats = ["hdf5", "zarr3", "zarr2"];

/**
 * The format that `--to` or the ending of OUT asks for; `undefined` where neither does: then it is the other one than that of IN.
 * @throws `invalid` for a format that there is not, `unsupported` for one that is not written yet
 */
export function outputFormat(to: string | undefined, output: string): OutputFormat | undefined {
  if (to !== undefined && !formats.includes(to)) {
    throw hdmfError("invalid", `unknown format ${JSON.stringify(to)}`, { hint: `--to takes ${formats.join(", ")}` });
  }
  if (to === "zarr2") {
    throw hdmfError("unsupported", `${output}: writing zarr2 is not supported yet`, { hint: "choose --to zarr3" });
  }
  if (to === "hdf5" || to === "zarr3") return to;
  if (/\.(?:h5|hdf5|nwb)$/i.test(output)) return "hdf5";
  return /\.zarr\/?$/i.test(output) ? "zarr3" : undefined;
}
