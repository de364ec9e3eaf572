import { type AbsentBytes, isAbsentBytes } from "./file-bytes.ts";

/** A part of the reader that is loaded when a parse first needs it: until it is there, the parse finds it absent, as it does bytes. */
export interface LazyPart<T> {
  /** @throws {@link AbsentBytes} until it is there */
  (): T;
  load(): Promise<void>;
}

export function lazyPart<T>(load: () => Promise<T>): LazyPart<T> {
  let part: { readonly loaded: T } | undefined;
  const ready = async (): Promise<void> => {
    part = { loaded: await load() };
  };
  const get = (): T => {
    if (part !== undefined) return part.loaded;
    throw { absent: [], ready: ready() } satisfies AbsentBytes;
  };
  return Object.assign(get, { load: ready });
}

/** Does something that needs lazy parts, again from its start where one had to be loaded first; completes at once where all are there. */
export function whenLoaded<T>(call: () => T): T | Promise<T> {
  try {
    return call();
  } catch (thrown) {
    if (!isAbsentBytes(thrown)) throw thrown;
    return Promise.resolve(thrown.ready).then(() => whenLoaded(call));
  }
}
