import type { Shape } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";

/** How messages name an attribute. */
export function attributeName(name: string, path: string): string {
  return `The attribute ${JSON.stringify(name)} of ${path}`;
}

/** @throws `invalid` for a name that none can have. @param what Names the attribute. */
export function checkAttributeName(name: string, what: () => string): void {
  if (name !== "" && !name.includes("\0")) return;
  throw hdmfError("invalid", `${what()} cannot be: a name is not empty and holds no NUL`);
}

/** @throws `invalid` for another number of elements than the shape has; the null space is not looked at */
export function checkAttributeCount(found: number, count: number, shape: Shape, what: () => string): void {
  if (found === count || shape === null) return;
  throw hdmfError("invalid", `${what()} has ${found} elements, and its shape [${shape.join(", ")}] has ${count}`);
}
