const INCREMENT = 256 * 1024;
const LEAST = 128 * 1024;
const MOST = 64 * 1024 * 1024;

/**
 * The chunks that zarr-python chooses: about 256 KiB for 1 MiB of data, doubled for each factor of ten, between 128 KiB and 64 MiB;
 * axes are halved in turn, the first one first.
 */
export function guessChunks(shape: readonly number[], itemSize: number): number[] {
  const chunks = shape.map((length) => Math.max(1, length));
  if (itemSize === 0 || chunks.length === 0) return chunks;
  const bytes = (): number => chunks.reduce((product, length) => product * length, itemSize);
  const target = Math.min(MOST, Math.max(LEAST, INCREMENT * 2 ** Math.log10(bytes() / (1024 * 1024))));
  for (let axis = 0; ; axis = (axis + 1) % chunks.length) {
    const now = bytes();
    if ((now < target || Math.abs(now - target) / target < 0.5) && now < MOST) break;
    if (chunks.every((length) => length === 1)) break;
    chunks[axis] = Math.ceil((chunks[axis] ?? 1) / 2);
  }
  return chunks;
}
