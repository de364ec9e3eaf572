/** The samples that conformance/make_codec_fixtures.py encodes, by the same formulas. */
export const samples: ReadonlyMap<string, Uint8Array> = new Map([
  ["stairs1", stairs(1000, 1)],
  ["stairs2", stairs(2501, 2)],
  ["stairs4", stairs(2503, 4)],
  ["stairs8", stairs(1104, 8)],
  ["stairs3", stairs(700, 3)],
  ["noise", noise(1500)],
  ["odd", stairs(13, 1)],
  ["zeros", new Uint8Array(40_000)],
]);

export function stairs(count: number, size: number): Uint8Array {
  const bytes = new Uint8Array(count * size);
  const range = 256n ** BigInt(size);
  for (let i = 0; i < count; i++) {
    let value = (((BigInt(Math.floor(i / 24)) * 2654435761n) % range) + BigInt(i % 3)) % range;
    for (let byte = 0; byte < size; byte++) {
      bytes[i * size + byte] = Number(value & 255n);
      value >>= 8n;
    }
  }
  return bytes;
}

export function noise(count: number): Uint8Array {
  let state = 1n;
  return Uint8Array.from({ length: count }, () => {
    state = (state * 1103515245n + 12345n) % 2n ** 31n;
    return Number((state >> 16n) & 255n);
  });
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
