import type { Canvas } from './canvas.ts'
import type { Random } from './random.ts'

/** Paints the moment `t` (seconds) of a clip. */
export type Frame = (canvas: Canvas, t: number) => void

/** Lays out a picture once (where the stars are, how the hills run) and returns the painter of its frames. */
export type Scene = (setup: { readonly random: Random; readonly seconds: number }) => Frame

/** A full turn. */
export const tau = Math.PI * 2

export const wave = (value: number): number => 0.5 + 0.5 * Math.sin(value)

export const smooth = (low: number, high: number, value: number): number => {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

/** `count` things made by `make`. */
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
