import type { Manager } from "@hdmf-ts/storage";
import type { Container } from "./container.ts";
import { containerAt } from "./open-container.ts";
import { type OpenRegistryOptions, openRegistry } from "./open-registry.ts";

/**
 * The manager that a backend's IO takes: opens the registry of a file, and the container of its root.
 *
 * @example
 * ```ts
 * const io = await createHDF5IO({ engine: openHdf5, manager: createManager() }).open("a.nwb");
 * const file = await io.read();
 * ```
 */
export function createManager(options: OpenRegistryOptions = {}): Manager<Container> {
  return { construct: async (storage) => containerAt(storage, await openRegistry(storage, options), "/", options) };
}
