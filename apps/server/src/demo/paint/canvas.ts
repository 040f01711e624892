import type { Color } from './color.ts'
import { randomOf } from './random.ts'

/** Height of the picture in units of its width. */
export const tall = 16 / 9

export interface Shape {
  readonly x: number
  readonly y: number
  readonly r: number
  readonly color: Color
  readonly alpha?: number
}
export interface Stroke {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly width: number
  readonly color: Color
  readonly alpha?: number
}
type Shader = (x: number, y: number, out: Float32Array) => void

const vignetteOf = (width: number, height: number): Float32Array => {
  const table = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = column / width - 0.5
      const y = row / height - 0.5
      table[row * width + column] = 1 - 0.55 * (x * x + y * y)
    }
  }
  return table
}

/** Adds how much of each column lies between two edges. */
const addSpan = (covered: Float32Array, from: number, to: number): void => {
  const last = Math.min(covered.length - 1, Math.floor(to))
  for (let column = Math.max(0, Math.floor(from)); column <= last; column++) {
    const share = Math.min(column + 1, to) - Math.max(column, from)
    if (share > 0) covered[column] = (covered[column] ?? 0) + share
  }
}

/**
 * A picture of light: parts may exceed 1 and are softened when the frame is developed. The unit is the picture's
 * width, y grows downward to `tall`.
 */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly #light: Float32Array
  readonly #vignette: Float32Array
  readonly #dither: Float32Array
  #grid = new Float32Array(0)

  constructor(width: number) {
    this.width = width
    this.height = Math.round((width * tall) / 2) * 2
    this.#light = new Float32Array(width * this.height * 3)
    this.#vignette = vignetteOf(width, this.height)
    const random = randomOf(7)
    this.#dither = Float32Array.from({ length: 4099 }, () => random.next() + random.next() - 0.5)
  }

  /** Paints every pixel; `step` > 1 asks the shader only on a grid and fills smoothly between. */
  shade(step: number, shader: Shader): void {
    const columns = Math.ceil(this.width / step) + 1
    const rows = Math.ceil(this.height / step) + 1
    if (this.#grid.length < columns * rows * 3) this.#grid = new Float32Array(columns * rows * 3)
    const grid = this.#grid
    const out = new Float32Array(3)
    for (let row = 0, place = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, place += 3) {
        shader((column * step) / this.width, (row * step) / this.width, out)
        grid[place] = out[0] ?? 0
        grid[place + 1] = out[1] ?? 0
        grid[place + 2] = out[2] ?? 0
      }
    }
    this.#enlarge(step, columns)
  }

  #enlarge(step: number, columns: number): void {
    const grid = this.#grid
    const light = this.#light
    const line = new Float32Array(columns * 3)
    for (let row = 0, place = 0; row < this.height; row++) {
      const upper = Math.floor(row / step)
      const down = row / step - upper
      for (let index = 0; index < columns * 3; index++) {
        const above = grid[upper * columns * 3 + index] ?? 0
        line[index] = above + ((grid[(upper + 1) * columns * 3 + index] ?? above) - above) * down
      }
      for (let column = 0; column < this.width; column++) {
        const left = Math.floor(column / step)
        const right = column / step - left
        for (let part = 0; part < 3; part++, place++) {
          const here = line[left * 3 + part] ?? 0
          light[place] = here + ((line[left * 3 + 3 + part] ?? here) - here) * right
        }
      }
    }
  }

  /** A gradient from top to bottom. */
  sky(color: (t: number) => Color): void {
    for (let row = 0, place = 0; row < this.height; row++) {
      const [red, green, blue] = color(row / this.height)
      for (let column = 0; column < this.width; column++) {
        this.#light[place++] = red
        this.#light[place++] = green
        this.#light[place++] = blue
      }
    }
  }

  /** Dims what is there: trails of light that fade. */
  fade(by: number): void {
    const light = this.#light
    for (let place = 0; place < light.length; place++) light[place] = (light[place] ?? 0) * by
  }

  #cover(place: number, color: Color, alpha: number): void {
    const light = this.#light
    light[place] = (light[place] ?? 0) * (1 - alpha) + color[0] * alpha
    light[place + 1] = (light[place + 1] ?? 0) * (1 - alpha) + color[1] * alpha
    light[place + 2] = (light[place + 2] ?? 0) * (1 - alpha) + color[2] * alpha
  }

  /** Adds a soft light that ends at `r`. */
  glow(shape: Shape): void {
    const alpha = shape.alpha ?? 1
    const light = this.#light
    this.#around(shape, (place, distance) => {
      const near = 1 - (distance / shape.r) ** 2
      if (near <= 0) return
      const strength = near * near * near * alpha
      light[place] = (light[place] ?? 0) + shape.color[0] * strength
      light[place + 1] = (light[place + 1] ?? 0) + shape.color[1] * strength
      light[place + 2] = (light[place + 2] ?? 0) + shape.color[2] * strength
    })
  }

  /** A filled circle with a smooth edge. */
  disc(shape: Shape): void {
    const alpha = shape.alpha ?? 1
    this.#around(shape, (place, distance) => {
      const covered = Math.min(1, (shape.r - distance) * this.width + 0.5)
      if (covered > 0) this.#cover(place, shape.color, covered * alpha)
    })
  }

  /** A circle line. */
  ring(shape: Shape & { readonly width: number }): void {
    const alpha = shape.alpha ?? 1
    this.#around({ ...shape, r: shape.r + shape.width }, (place, distance) => {
      const inside = shape.width / 2 - Math.abs(distance - shape.r)
      const covered = Math.min(1, inside * this.width + 0.5)
      if (covered > 0) this.#cover(place, shape.color, covered * alpha)
    })
  }

  #around(shape: Shape, paint: (place: number, distance: number) => void): void {
    const unit = this.width
    const left = Math.max(0, Math.floor((shape.x - shape.r) * unit) - 1)
    const right = Math.min(this.width - 1, Math.ceil((shape.x + shape.r) * unit) + 1)
    const top = Math.max(0, Math.floor((shape.y - shape.r) * unit) - 1)
    const bottom = Math.min(this.height - 1, Math.ceil((shape.y + shape.r) * unit) + 1)
    for (let row = top; row <= bottom; row++) {
      const y = row / unit - shape.y
      for (let column = left; column <= right; column++) {
        const x = column / unit - shape.x
        paint((row * this.width + column) * 3, Math.sqrt(x * x + y * y))
      }
    }
  }

  /** A line with round ends. */
  line(stroke: Stroke): void {
    const [x0, y0] = stroke.from
    const along = stroke.to[0] - x0
    const down = stroke.to[1] - y0
    const square = along * along + down * down || 1e-9
    const half = stroke.width / 2
    const unit = this.width
    const left = Math.max(0, Math.floor((Math.min(x0, stroke.to[0]) - half) * unit) - 1)
    const right = Math.min(this.width - 1, Math.ceil((Math.max(x0, stroke.to[0]) + half) * unit) + 1)
    const top = Math.max(0, Math.floor((Math.min(y0, stroke.to[1]) - half) * unit) - 1)
    const bottom = Math.min(this.height - 1, Math.ceil((Math.max(y0, stroke.to[1]) + half) * unit) + 1)
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const x = column / unit - x0
        const y = row / unit - y0
        const share = Math.min(1, Math.max(0, (x * along + y * down) / square))
        const covered = Math.min(1, (half - Math.hypot(x - share * along, y - share * down)) * unit + 0.5)
        if (covered > 0) this.#cover((row * this.width + column) * 3, stroke.color, covered * (stroke.alpha ?? 1))
      }
    }
  }

  /** Fills everything from `y(x)` down. */
  ground(y: (x: number) => number, color: (depth: number) => Color): void {
    for (let column = 0; column < this.width; column++) {
      const edge = y(column / this.width) * this.width
      for (let row = Math.max(0, Math.floor(edge)); row < this.height; row++) {
        const covered = Math.min(1, row + 1 - edge)
        this.#cover((row * this.width + column) * 3, color((row - edge) / this.width), covered)
      }
    }
  }

  /** A filled polygon (even-odd), smoothed over four lines per row. */
  polygon(points: readonly (readonly [number, number])[], color: Color, alpha = 1): void {
    const unit = this.width
    const ys = points.map((point) => point[1] * unit)
    const top = Math.max(0, Math.floor(Math.min(...ys)))
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys)))
    const covered = new Float32Array(this.width)
    for (let row = top; row <= bottom; row++) {
      covered.fill(0)
      for (let part = 0; part < 4; part++) {
        const crossings = this.#crossings(points, (row + (part + 0.5) / 4) / unit)
        for (let index = 0; index + 1 < crossings.length; index += 2) {
          addSpan(covered, (crossings[index] ?? 0) * unit, (crossings[index + 1] ?? 0) * unit)
        }
      }
      for (let column = 0; column < this.width; column++) {
        const share = covered[column] ?? 0
        if (share > 0) this.#cover((row * this.width + column) * 3, color, Math.min(1, share / 4) * alpha)
      }
    }
  }

  #crossings(points: readonly (readonly [number, number])[], y: number): number[] {
    const found: number[] = []
    for (let index = 0; index < points.length; index++) {
      const [x0, y0] = points[index] ?? [0, 0]
      const [x1, y1] = points[(index + 1) % points.length] ?? [0, 0]
      if (y0 <= y !== y1 <= y) found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0))
    }
    return found.sort((left, right) => left - right)
  }

  /** The frame as 8-bit RGB: highlights rolled off, corners a little darker, dithered against banding. */
  develop(frame: number): Uint8Array {
    const light = this.#light
    const out = new Uint8Array(light.length)
    const dither = this.#dither
    let grain = (frame * 1009) % 4099
    for (let pixel = 0, place = 0; pixel < this.#vignette.length; pixel++) {
      const vignette = this.#vignette[pixel] ?? 1
      const noise = dither[grain] ?? 0
      grain = grain === 4098 ? 0 : grain + 1
      for (let part = 0; part < 3; part++, place++) {
        const value = (light[place] ?? 0) * vignette
        const soft = value < 0.75 ? value : 1 - 0.25 / (1 + (value - 0.75) * 4)
        const byte = soft * 255 + noise
        out[place] = byte < 0 ? 0 : byte > 255 ? 255 : byte
      }
    }
    return out
  }
}
