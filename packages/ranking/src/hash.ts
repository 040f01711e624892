/** The finaliser of MurmurHash3: every bit of the integer moves half of the others. */
export const mix = (value: number): number => {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A place for a combination of integers; `field` keeps fields with the same values apart. No strings are built. */
export const place = (field: number, first: number, second = 0): number =>
  mix(mix(mix(Math.imul(field + 1, 0x9e3779b1)) ^ first) + Math.imul(second + 1, 0x85ebca77))
