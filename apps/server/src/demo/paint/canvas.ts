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
/** `Math.hypot` guards against overflow and is ten times slower; pictures have no such numbers. */
export const length = (x: number, y: number): number => Math.sqrt(x * x + y * y)

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

interface Edge {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly columns: number
  readonly unit: number
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/**
 * Adds one edge of a polygon to a table of coverage differences: the running sum along a row is then the share of each
 * pixel that lies inside. Edges left of the box count in its first column, edges right of it in a spare one.
 */
const addEdge = (covered: Float32Array, edge: Edge): void => {
  const { columns, unit } = edge
  const way = edge.from[1] < edge.to[1] ? 1 : -1
  const [above, below] = way === 1 ? [edge.from, edge.to] : [edge.to, edge.from]
  const high = above[1] * unit - edge.top
  const low = Math.min(below[1] * unit, edge.bottom) - edge.top
  if (low <= 0 || high === below[1] * unit - edge.top) return
  const slope = (below[0] - above[0]) / (below[1] - above[1])
  const spare = columns - 2
  for (let row = Math.max(0, Math.floor(high)); row < low; row++) {
    const start = Math.max(row, high)
    const end = Math.min(row + 1, low)
    const weight = way * (end - start)
    const middle = above[0] * unit - edge.left + slope * ((start + end) / 2 - high)
    const x = Math.min(spare, Math.max(0, middle))
    const column = Math.floor(x)
    const inside = x - column
    const place = row * columns + column
    covered[place] = (covered[place] ?? 0) + weight * (1 - inside)
    covered[place + 1] = (covered[place + 1] ?? 0) + weight * inside
  }
}

/** Steps of the table that turns light into bytes; light above 4 is white anyway. */
const lightSteps = 4096
const byteOfLight = (): Float32Array =>
  Float32Array.from({ length: lightSteps + 1 }, (_, step) => {
    const value = (step / lightSteps) * 4
    return 255 * (value < 0.85 ? value : 1 - 0.15 * Math.exp((0.85 - value) / 0.15))
  })

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
  #covered = new Float32Array(0)
  readonly #bytes = byteOfLight()
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
    if (step === 1) {
      for (let row = 0; row < this.height; row++) {
        light.set(grid.subarray(row * columns * 3, (row * columns + this.width) * 3), row * this.width * 3)
      }
      return
    }
    const line = new Float32Array(columns * 3)
    for (let row = 0, place = 0; row < this.height; row++) {
      const upper = Math.floor(row / step) * columns * 3
      const down = (row % step) / step
      for (let index = 0; index < columns * 3; index++) {
        const above = grid[upper + index] ?? 0
        line[index] = above + ((grid[upper + columns * 3 + index] ?? above) - above) * down
      }
      for (let cell = 0; place < (row + 1) * this.width * 3; cell += 3) {
        const [red = 0, green = 0, blue = 0] = [line[cell], line[cell + 1], line[cell + 2]]
        const toRed = ((line[cell + 3] ?? red) - red) / step
        const toGreen = ((line[cell + 4] ?? green) - green) / step
        const toBlue = ((line[cell + 5] ?? blue) - blue) / step
        for (let right = 0; right < step && place < (row + 1) * this.width * 3; right++, place += 3) {
          light[place] = red + toRed * right
          light[place + 1] = green + toGreen * right
          light[place + 2] = blue + toBlue * right
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
        const covered = Math.min(1, (half - length(x - share * along, y - share * down)) * unit + 0.5)
        if (covered > 0)
          this.#cover((row * this.width + column) * 3, stroke.color, covered * (stroke.alpha ?? 1))
      }
    }
  }

  /** Fills everything from `y(x)` down; the colour depends on the depth below the edge, looked up once per pixel. */
  ground(y: (x: number) => number, color: (depth: number) => Color): void {
    const light = this.#light
    const edges = Float32Array.from(
      { length: this.width },
      (_, column) => y(column / this.width) * this.width,
    )
    const top = Math.max(0, Math.floor(Math.min(...edges)))
    const table = new Float32Array((this.height - top + 2) * 3)
    for (let depth = 0; depth * 3 < table.length; depth++) table.set(color(depth / this.width), depth * 3)
    for (let row = top; row < this.height; row++) {
      for (let column = 0, place = row * this.width * 3; column < this.width; column++, place += 3) {
        const below = row + 1 - (edges[column] ?? 0)
        if (below <= 0) continue
        const at = Math.min(table.length - 3, Math.floor(below) * 3)
        const covered = below < 1 ? below : 1
        for (let part = 0; part < 3; part++) {
          const old = light[place + part] ?? 0
          light[place + part] = old + ((table[at + part] ?? 0) - old) * covered
        }
      }
    }
  }

  /** A filled polygon that does not cross itself, with exact coverage at its edges. */
  polygon(points: readonly (readonly [number, number])[], color: Color, alpha = 1): void {
    const unit = this.width
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const [x, y] of points) {
      left = Math.min(left, x * unit)
      right = Math.max(right, x * unit)
      top = Math.min(top, y * unit)
      bottom = Math.max(bottom, y * unit)
    }
    const box = {
      left: Math.max(0, Math.floor(left)),
      right: Math.min(this.width - 1, Math.ceil(right)),
      top: Math.max(0, Math.floor(top)),
      bottom: Math.min(this.height, Math.ceil(bottom)),
    }
    const columns = box.right - box.left + 3
    const rows = box.bottom - box.top
    if (columns < 4 || rows < 1) return
    if (this.#covered.length < columns * rows) this.#covered = new Float32Array(columns * rows)
    const covered = this.#covered
    covered.fill(0, 0, columns * rows)
    let before = points[points.length - 1] ?? [0, 0]
    for (const point of points) {
      addEdge(covered, { ...box, columns, unit, from: before, to: point })
      before = point
    }
    for (let row = 0; row < rows; row++) {
      let sum = 0
      for (let column = 0; column < columns - 2; column++) {
        sum += covered[row * columns + column] ?? 0
        const share = Math.min(1, Math.abs(sum))
        if (share > 0.004)
          this.#cover(((row + box.top) * this.width + box.left + column) * 3, color, share * alpha)
      }
    }
  }

  /** The frame as 8-bit RGB: highlights rolled off, corners a little darker, dithered against banding. */
  develop(frame: number): Uint8Array {
    const light = this.#light
    const bytes = this.#bytes
    const vignettes = this.#vignette
    const dither = this.#dither
    const out = new Uint8ClampedArray(light.length)
    let grain = (frame * 1009) % 4099
    for (let pixel = 0, place = 0; pixel < vignettes.length; pixel++, place += 3) {
      const gain = (vignettes[pixel] ?? 1) * (lightSteps / 4)
      const noise = dither[grain] ?? 0
      grain = grain === 4098 ? 0 : grain + 1
      out[place] = (bytes[Math.min(lightSteps, (light[place] ?? 0) * gain) | 0] ?? 0) + noise
      out[place + 1] = (bytes[Math.min(lightSteps, (light[place + 1] ?? 0) * gain) | 0] ?? 0) + noise
      out[place + 2] = (bytes[Math.min(lightSteps, (light[place + 2] ?? 0) * gain) | 0] ?? 0) + noise
    }
    return new Uint8Array(out.buffer)
  }
}
