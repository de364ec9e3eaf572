/** Whether a value holds a -0 somewhere, which `JSON.stringify` would print as 0. */
function hasNegativeZero(value: unknown): boolean {
  if (typeof value === "number") return Object.is(value, -0);
  if (typeof value !== "object" || value === null) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(hasNegativeZero);
}

/** JSON text that keeps the sign of zero. */
export function jsonText(value: unknown): string {
  if (!hasNegativeZero(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item) ?? "null").join(",")}]`;
  if (typeof value !== "object" || value === null) return "-0";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`).join(",")}}`;
}
