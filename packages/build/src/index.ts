/**
 * The typed objects of a file: which there are, what their specifications say of them, and what they hold by these.
 *
 * @example
 * ```ts
 * const registry = await openRegistry(storage);
 * for (const { path, type } of await typedObjects(storage)) console.log(path, type);
 * const series = await containerAt(storage, registry, "/acquisition/test");
 * console.log(series.fields.get("data__unit"));
 * ```
 */
export type { Behaviour } from "./behaviour.ts";
export type {
  ArrayField,
  Container,
  Field,
  ObjectHandle,
  ObjectsField,
  OtherField,
  ValueField,
} from "./container.ts";
export { createManager } from "./create-manager.ts";
export { type Member, membersOf } from "./members.ts";
export { containerAt } from "./open-container.ts";
export { type OpenRegistryOptions, openRegistry } from "./open-registry.ts";
export { createRegistry, isA, knowsType, type Registry, type RegistryOptions, resolveType } from "./registry.ts";
export { objectIdOf, type TypeName, textOf, textsOf, typeOf } from "./type-of.ts";
export { type TypedObject, type TypedObjectsOptions, typedObjects, type WalkProgress } from "./typed-objects.ts";
export { type SpecWishes, wishesOf } from "./wishes.ts";
