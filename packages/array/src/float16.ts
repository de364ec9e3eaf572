/** The bits of a float32 of the same value as the float16 of these bits (IEEE 754 binary16), NaN payloads included. */
export function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  let fraction = half & 0x3ff;
  if (exponent === 31) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  let shift = 0;
  while ((fraction & 0x400) === 0) {
    fraction <<= 1;
    shift++;
  }
  return (sign | ((113 - shift) << 23) | ((fraction & 0x3ff) << 13)) >>> 0;
}

/** The bits of the float16 nearest to a float32, ties to even; a NaN keeps the upper bits of its payload. */
export function float16BitsOfFloat32(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7c00 | ((magnitude >> 13) & 0x3ff || 0x200);
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) return sign | roundShift(magnitude - 0x38000000, 13);
  const shift = 126 - (magnitude >> 23);
  if (shift > 24) return sign;
  return sign | roundShift((magnitude & 0x7fffff) | 0x800000, shift);
}

function roundShift(value: number, shift: number): number {
  const half = 1 << (shift - 1);
  const odd = (value >> shift) & 1;
  return (value + half - 1 + odd) >> shift;
}
