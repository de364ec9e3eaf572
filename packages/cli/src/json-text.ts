/** Whether a value holds a -0 somewhere, which `JSON.stringify` would print as 0. */
function hasNegativeZero(value: unknown): boolean {
  if (typeof value === "number") return Object.is(value, -0);
  if (typeof value !== "object" || value === null) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(hasNegativeZero);
}

/** Member by member: slower than `JSON.stringify`, so only for what needs it. */
function exactText(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value))
    return `[${value.map((item) => (item === undefined ? "null" : exactText(item))).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${exactText(item)}`).join(",")}}`;
}

/** JSON text that keeps the sign of zero. */
export function jsonText(value: unknown): string {
  return hasNegativeZero(value) ? exactText(value) : JSON.stringify(value);
}
