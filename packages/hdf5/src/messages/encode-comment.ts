import { encodeTerminated } from "./encode-text.ts";

/** Lays out an object comment message (specification IV.A.2.n). @throws `invalid` for one with a NUL, naming the object at `path` */
export function encodeComment(comment: string, path: string): Uint8Array {
  const text = encodeTerminated(comment, `The comment of ${path}`);
  const body = new Uint8Array(text.length + 1);
  body.set(text);
  return body;
}
