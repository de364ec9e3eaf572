import type { ArrayData, LazyArray } from "@hdmf-ts/array";
import type { ArrayMeta } from "./metadata.ts";
import type { Keys } from "./store.ts";
import type { ZarrType } from "./zarr-type.ts";

/** The brand under which an array of a store knows where it comes from. */
export const ARRAY_ORIGIN: unique symbol = /* @__PURE__ */ Symbol.for("hdmf-ts.zarr-array") as never;

interface ArrayOrigin {
  readonly keys: Keys;
  readonly path: string;
  readonly meta: ArrayMeta;
  readonly type: ZarrType;
  /** The fill value as the Zarr type has it. */
  readonly fill: ArrayData;
}

/** Where an array comes from; `undefined` for one of another storage. */
export const originOf = (array: LazyArray): ArrayOrigin | undefined =>
  (array as { readonly [ARRAY_ORIGIN]?: ArrayOrigin })[ARRAY_ORIGIN];
