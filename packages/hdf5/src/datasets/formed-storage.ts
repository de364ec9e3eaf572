import { type LazyPart, lazyPart } from "../io/lazy-part.ts";

/** What plans and writes datasets that are more than contiguous: loaded with the first of them. */
export const formedStorage: LazyPart<typeof import("./write-formed.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./write-formed.ts"),
);
