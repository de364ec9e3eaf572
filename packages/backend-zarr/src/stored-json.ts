import type { Stored, StoredText } from "@hdmf-ts/storage";
import { asLengths, isJsonObject, type Json, type JsonObject, jsonObject } from "./json-value.ts";

const LAYOUTS = ["compact", "contiguous", "chunked", "external", "virtual"] as const;
const PADDINGS = ["nullterm", "nullpad", "spacepad"] as const;

/** `Stored` as JSON; `undefined` where it says nothing. */
export function storedToJson(stored: Stored): JsonObject | undefined {
  const { byteOrder, text, layout, fields, base, order, offsets, size, typeMessage, comment } = stored;
  const result = jsonObject([
    ["byteOrder", byteOrder],
    [
      "text",
      text &&
        jsonObject([
          ["length", typeof text.length === "number" ? BigInt(text.length) : text.length],
          ["padding", text.padding],
        ]),
    ],
    ["layout", layout],
    ["fields", fields && jsonObject([...fields].map(([name, field]) => [name, storedToJson(field)] as const))],
    ["base", base && storedToJson(base)],
    ["order", order],
    ["offsets", offsets?.map(BigInt)],
    ["size", size === undefined ? undefined : BigInt(size)],
    ["typeMessage", typeMessage],
    ["comment", comment],
  ]);
  return result.size === 0 ? undefined : result;
}

/** The opposite; what is not understood is left out. */
export function storedFromJson(json: Json | undefined, depth = 0): Stored | undefined {
  if (!isJsonObject(json) || depth > 32) return undefined;
  const text = readText(json.get("text"));
  const layout = LAYOUTS.find((known) => known === json.get("layout"));
  const fields = json.get("fields");
  const base = storedFromJson(json.get("base"), depth + 1);
  const offsets = asLengths(json.get("offsets"), 65_536);
  const size = json.get("size");
  const typeMessage = json.get("typeMessage");
  const comment = json.get("comment");
  const stored: Stored = {
    ...(json.get("byteOrder") === "big" ? { byteOrder: "big" } : {}),
    ...(text === undefined ? {} : { text }),
    ...(layout === undefined ? {} : { layout }),
    ...(isJsonObject(fields)
      ? { fields: new Map([...fields].map(([name, field]) => [name, storedFromJson(field, depth + 1) ?? {}] as const)) }
      : {}),
    ...(base === undefined ? {} : { base }),
    ...(json.get("order") === "creation" ? { order: "creation" } : {}),
    ...(offsets === undefined ? {} : { offsets }),
    ...(typeof size === "bigint" ? { size: Number(size) } : {}),
    ...(typeof typeMessage === "string" ? { typeMessage } : {}),
    ...(typeof comment === "string" ? { comment } : {}),
  };
  return Object.keys(stored).length === 0 ? undefined : stored;
}

function readText(json: Json | undefined): StoredText | undefined {
  if (!isJsonObject(json)) return undefined;
  const length = json.get("length");
  const padding = PADDINGS.find((known) => known === json.get("padding"));
  if (padding === undefined) return undefined;
  if (length === "variable") return { length, padding };
  return typeof length === "bigint" && length >= 0n ? { length: Number(length), padding } : undefined;
}
