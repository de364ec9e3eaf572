import { hdmfError } from "@hdmf-ts/errors";
import type { Filter } from "./codec.ts";
import { damaged } from "./damage.ts";

/** What the client data of HDF5's filter 6 says of the elements. */
export interface ScaleOffsetSettings {
  readonly scale: "decimal" | "integer";
  /** Decimal digits that are kept, or the bits an integer gets; 0 where the encoder chooses. */
  readonly factor: number;
  readonly count: number;
  readonly size: number;
  readonly isSigned: boolean;
  readonly isBigEndian: boolean;
  /** The fill value as 32-bit words, the lowest first. */
  readonly fill?: readonly [low: number, high: number];
}

/** Length of minimal bits (4 bytes), of the length of the minimum (1), and of the room for it. */
export const headerBytes = 21;

export function scaleOffsetSettings(filter: Filter): ScaleOffsetSettings {
  const option = (index: number): number => {
    const value = filter.options?.[index];
    if (value !== undefined) return value >>> 0;
    throw damaged("scaleoffset", `its filter has no setting ${index}`);
  };
  const [scale, kind, size] = [option(0), option(3), option(4)];
  if (scale === 1) throw hdmfError("unsupported", "scaleoffset with a binary exponent is not implemented");
  const isFloat = kind === 1;
  const sizes = isFloat ? [4, 8] : [1, 2, 4, 8];
  if (scale > 2 || kind > 1 || isFloat !== (scale === 0) || !sizes.includes(size))
    throw damaged("scaleoffset", `its settings are ${scale}, ${kind}, ${size}`);
  return {
    scale: isFloat ? "decimal" : "integer",
    factor: option(1) | 0,
    count: option(2),
    size,
    isSigned: option(5) === 1,
    isBigEndian: option(6) === 1,
    ...(option(7) === 1 ? { fill: [option(8), size > 4 ? option(9) : 0] } : {}),
  };
}
