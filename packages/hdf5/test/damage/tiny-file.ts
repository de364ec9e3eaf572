/** A file of the oldest form, made by hand: a superblock and a root group's header at 96 with these messages; the rest follows. */
export function tinyFile(messages: readonly (readonly [type: number, body: Uint8Array])[], length: number): Uint8Array {
  const file = new Uint8Array(length);
  const words = new DataView(file.buffer);
  file.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  file.set([8, 8, 0, 4, 0, 16, 0], 13);
  file.fill(255, 32, 40);
  words.setUint32(40, length, true);
  file.fill(255, 48, 56);
  words.setUint32(64, headerAt, true);
  let at = headerAt + 16;
  for (const [type, body] of messages) {
    words.setUint16(at, type, true);
    words.setUint16(at + 2, body.length, true);
    file.set(body, at + 8);
    at += 8 + body.length;
  }
  file[headerAt] = 1;
  words.setUint16(headerAt + 2, messages.length, true);
  words.setUint32(headerAt + 8, at - headerAt - 16, true);
  return file;
}

const headerAt = 96;

/** Numbers of eight bytes each. */
export function longs(...values: readonly number[]): Uint8Array {
  const words = new DataView(new ArrayBuffer(8 * values.length));
  for (const [index, value] of values.entries()) words.setBigUint64(8 * index, BigInt(value), true);
  return new Uint8Array(words.buffer);
}

export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
