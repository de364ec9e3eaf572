import type { Container } from "./container.ts";

/**
 * What objects of a type, and of those that extend it, can do beyond having fields: data that a package exports and a
 * caller hands to `createRegistry`.
 */
export interface Behaviour {
  readonly namespace: string;
  readonly type: string;
  /** The properties and methods to add to such a container. Those that it already has are not replaced. */
  readonly extend: (container: Container) => object;
}
