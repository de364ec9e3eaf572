import { type Dtype, type NdArray, type Shape, sameDtype } from "@hdmf-ts/array";
import { datasetError } from "./write-errors.ts";

/**
 * Where a block stands that extends a dataset along `axis`.
 * @throws `invalid` for a block of another type or rank, or whose other axes are not as long
 */
export function appendedStart(
  { dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape },
  axis: number,
  given: Pick<NdArray, "dtype" | "shape">,
  path: string,
): number[] {
  if (!sameDtype(given.dtype, dtype)) throw datasetError(path, "invalid", "what is appended has another type");
  const lengths = given.shape;
  if (shape === null || lengths === null || shape[axis] === undefined)
    throw datasetError(path, "invalid", `it has no axis ${axis} to append to`);
  if (lengths.length !== shape.length || lengths.some((length, at) => at !== axis && length !== shape[at]))
    throw datasetError(
      path,
      "invalid",
      `[${lengths.join(", ")}] cannot be appended along axis ${axis} of [${shape.join(", ")}]`,
    );
  return shape.map((length, at) => (at === axis ? length : 0));
}
