import type { Origin } from "./issue.ts";

/** Where a specification stands: in words (`namespace/Type/child`), and in the texts. */
export interface Place extends Origin {
  readonly spec: string;
  /** The key that names the type which is extended or included. */
  readonly incKey?: string;
}

/** The start of a text of a namespace. */
export function placeOfText(namespace: string, source: string): Place {
  return { spec: namespace, namespace, source, pointer: "" };
}

/** The same words, deeper in the text. */
export function within(place: Place, ...keys: readonly (string | number)[]): Place {
  const steps = keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return { ...place, pointer: place.pointer + steps.join("") };
}

/** The same place in the text under its name. */
export function named(place: Place, name: string): Place {
  return { ...place, spec: `${place.spec}/${name}` };
}

/** Of specs as they were written; beside them, so that a spec stays plain data. */
const places: WeakMap<object, Place> = /* @__PURE__ */ new WeakMap();

export function rememberPlace(spec: object, place: Place): void {
  places.set(spec, place);
}

/** Where a spec was written; `undefined` for one that was merged or made by a program. */
export function placeOf(spec: object): Place | undefined {
  return places.get(spec);
}

/** Where a spec says a key; where it stands itself for a key that it does not have. */
export function placeOfKey(spec: object, key: string): Place | undefined {
  const place = placeOf(spec);
  return place && within(place, key);
}

/** Where a spec names the type that it extends, includes or targets. */
export function placeOfType(spec: object): Place | undefined {
  const place = placeOf(spec);
  return place?.incKey === undefined ? place : within(place, place.incKey);
}
