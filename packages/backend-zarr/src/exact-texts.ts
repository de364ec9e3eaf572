import { type ArrayData, type Dtype, encodeUtf8, isText, type NormalizedSelection, type Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import { toBase64 } from "./base64.ts";
import { type JsonObject, jsonObject } from "./json-value.ts";
import { replaced } from "./zarr-array.ts";

/** The true bytes of texts that are no UTF-8, which a Zarr store cannot hold. */
export interface ExactTexts {
  /** The data as the store can hold it; what it cannot is noted by its place. */
  take(data: ArrayData, selection: NormalizedSelection): ArrayData;
  /** What was noted, by index in C order; `undefined` where nothing was. */
  toJson(shape: Shape): JsonObject | undefined;
}

const MAX_BYTES = 64 * 1024 * 1024;
const LONE = /[\ud800-\udfff]/u;

/** @throws `limit` when more than 64 MiB of such texts are written. */
export function exactTexts(dtype: Dtype): ExactTexts {
  const texts = new Map<string, string>();
  let bytes = 0;
  return {
    take(data, selection) {
      if (!isText(dtype)) return data;
      const given = data as readonly string[];
      const bad = given.some((text) => LONE.test(text));
      if (!bad && texts.size === 0) return data;
      given.forEach((text, i) => {
        const place = placeOf(i, selection).join();
        bytes -= (texts.get(place)?.length ?? 0) * 2;
        texts.delete(place);
        if (!LONE.test(text)) return;
        texts.set(place, text);
        bytes += text.length * 2;
      });
      if (bytes > MAX_BYTES) throw hdmfError("limit", "More than 64 MiB of text that is no UTF-8 is not kept");
      return bad ? given.map(replaced) : data;
    },
    toJson(shape) {
      if (texts.size === 0 || shape === null) return undefined;
      return jsonObject(
        [...texts].map(([place, text]) => {
          const at = place === "" ? [] : place.split(",").map(Number);
          const index = at.reduce((sum, position, axis) => sum * (shape[axis] ?? 1) + position, 0);
          return [String(index), toBase64(encodeUtf8(text))] as const;
        }),
      );
    },
  };
}

/** Where the i-th selected element stands in the array. */
function placeOf(index: number, { axes }: NormalizedSelection): number[] {
  const place = new Array<number>(axes.length).fill(0);
  let rest = index;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const at = axes[axis] as NormalizedSelection["axes"][number];
    const position = rest % at.count;
    rest = Math.floor(rest / at.count);
    place[axis] = "indices" in at ? (at.indices[position] ?? 0) : at.start + position * at.step;
  }
  return place;
}
