export type Color = readonly [number, number, number]

/** `#rrggbb` as three parts in [0, 1]. */
export const hex = (code: string): Color => {
  const value = Number.parseInt(code.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

export const mix = (from: Color, to: Color, share: number): Color => {
  const t = Math.min(1, Math.max(0, share))
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t]
}

export const scaled = (color: Color, by: number): Color => [color[0] * by, color[1] * by, color[2] * by]

const steps = 512

/** Colours along a line of stops, looked up from a table: shaders ask for millions of them. */
export const ramp = (...codes: readonly string[]): ((t: number) => Color) => {
  const stops = codes.map(hex)
  const black: Color = [0, 0, 0]
  const table: Color[] = Array.from({ length: steps + 1 }, (_, step) => {
    const place = (step / steps) * (stops.length - 1)
    const index = Math.min(stops.length - 2, Math.floor(place))
    return mix(stops[Math.max(0, index)] ?? black, stops[index + 1] ?? stops[0] ?? black, place - index)
  })
  return (t) => table[Math.max(0, Math.min(steps, Math.round(t * steps)))] ?? black
}

/** Same, but the last colour runs back into the first. */
export const wheel = (...codes: readonly string[]): ((t: number) => Color) => {
  const line = ramp(...codes, codes[0] ?? '#000000')
  return (t) => line(t - Math.floor(t))
}
