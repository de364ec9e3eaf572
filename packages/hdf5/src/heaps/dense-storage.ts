import { type LazyPart, lazyPart } from "../io/lazy-part.ts";

/** What reads links and attributes that are kept outside of their header; most files have none. */
export const denseStorage: LazyPart<typeof import("./read-dense-storage.ts")> = /* @__PURE__ */ lazyPart(
  () => import("./read-dense-storage.ts"),
);
