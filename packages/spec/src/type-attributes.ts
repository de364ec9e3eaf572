import { hdmfDialect, nwbDialect } from "./dialect.ts";

/** The attributes that say which type an object has, and which object it is: of any object, in no specification, and no fields. */
export const typeAttributes: ReadonlySet<string> = /* @__PURE__ */ new Set([
  nwbDialect.typeKey,
  hdmfDialect.typeKey,
  "namespace",
  "object_id",
  ".specloc",
]);
