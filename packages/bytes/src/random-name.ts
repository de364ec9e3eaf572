/** Eight random hexadecimal digits, for the names of files that must not meet others. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
