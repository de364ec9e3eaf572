/** The next multiple of 8: structures of a file begin at such, and many are padded to one. */
export function aligned(length: number): number {
  return 8 * Math.ceil(length / 8);
}
