import { hdmfError } from "@hdmf-ts/errors";
import type { Dtype } from "./dtype.ts";
import { isOfType, layoutOf } from "./layout.ts";
import type { NumberArray } from "./nd-array.ts";

/**
 * The `into` of a read where it applies; `undefined` for data that is not one typed array.
 * @throws `invalid` when it is of another type or length.
 */
export function checkInto(dtype: Dtype, count: number, into: NumberArray | undefined): NumberArray | undefined {
  const layout = layoutOf(dtype);
  if (!into || layout.kind !== "numbers") return undefined;
  const length = count * layout.units;
  if (isOfType(into, layout.type) && into.length === length) return into;
  throw hdmfError("invalid", `The memory to read into must be a ${layout.type.name} of ${length} numbers.`);
}
