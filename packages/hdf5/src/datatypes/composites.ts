import { type LazyPart, lazyPart } from "../io/lazy-part.ts";

/** What makes and encodes types that are more than numbers, texts of any length and references: loaded with the first of them. */
export const composites: LazyPart<typeof import("./encode-composites.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./encode-composites.ts"),
);
