import { length, tall } from '../paint/canvas.ts'
import { hex, mix, ramp, scaled, wheel } from '../paint/color.ts'
import { cloud, noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

export const kaleidoscope: Scene = () => {
  const hue = wheel('#1b1145', '#5f0f8c', '#e0218a', '#ff9e3d', '#fff1a8', '#27d3c3', '#1446a0')
  return (canvas, t) => {
    canvas.shade(2, (x, y, out) => {
      const dx = x - 0.5
      const dy = y - tall / 2
      const far = length(dx, dy)
      const slice = tau / 10
      const raw = Math.atan2(dy, dx) + t * 0.12
      const angle = Math.abs((((raw % slice) + slice) % slice) - slice / 2)
      const px = Math.cos(angle) * far * 3.2
      const py = Math.sin(angle) * far * 3.2
      const bend = noise(px * 1.5 + t * 0.35, py * 1.5 - t * 0.22)
      const value =
        noise(px * 2.2 + bend * 2.6 - t * 0.3, py * 2.6 + bend * 1.8) + 0.35 * Math.sin(far * 14 - t * 1.6)
      const color = hue(value * 0.85 + t * 0.05)
      const facet = 0.72 + 0.5 * smooth(0.47, 0.5, noise(px * 6, py * 6))
      for (let part = 0; part < 3; part++) out[part] = (color[part] ?? 0) * facet
    })
  }
}

export const mandala: Scene = () => {
  const petals = ['#ffb4a2', '#e5989b', '#b5838d', '#6d6875', '#ffcdb2', '#84a59d'].map(hex)
  return (canvas, t) => {
    canvas.sky(ramp('#22223b', '#2f2b4a', '#22223b'))
    for (let circle = 6; circle >= 0; circle--) {
      const count = 6 + circle * 3
      const open =
        smooth(circle * 0.32, circle * 0.32 + 1.2, t + 0.6) * (0.94 + 0.06 * Math.sin(t * 2 - circle))
      const color = petals[circle % 6] ?? hex('#ffffff')
      for (let petal = 0; petal < count; petal++) {
        const angle = (petal / count) * tau + t * 0.22 * (circle % 2 === 0 ? 1 : -1)
        const near = circle * 0.062 * open
        const long = (0.13 + circle * 0.012) * open
        const wide = (0.36 / count + 0.012) * open * (1 + circle * 0.22)
        const at = (u: number, v: number): [number, number] => [
          0.5 + Math.cos(angle) * (near + u * long) - Math.sin(angle) * v * wide,
          tall / 2 + Math.sin(angle) * (near + u * long) + Math.cos(angle) * v * wide,
        ]
        const outline = many(14, (step) =>
          at(
            wave((step / 14) * tau - Math.PI / 2),
            0.5 * Math.sin((step / 14) * tau) * (0.6 + 0.4 * wave((step / 14) * tau)),
          ),
        )
        canvas.polygon(outline, color, 0.88)
        canvas.line({
          from: at(0.1, 0),
          to: at(0.8, 0),
          width: 0.0035,
          color: mix(color, [1, 1, 1], 0.5),
          alpha: 0.7,
        })
        canvas.disc({ x: at(1.12, 0)[0], y: at(1.12, 0)[1], r: 0.006, color: hex('#ffe5d9') })
      }
    }
    canvas.glow({ x: 0.5, y: tall / 2, r: 0.2, color: hex('#ffd6a5'), alpha: 0.55 })
  }
}

export const moire: Scene = () => (canvas, t) => {
  canvas.shade(1, (x, y, out) => {
    const ax = x - 0.5 - 0.16 * Math.sin(t * 0.7)
    const ay = y - 0.75 - 0.2 * Math.cos(t * 0.5)
    const bx = x - 0.5 + 0.18 * Math.sin(t * 0.6 + 1)
    const by = y - 1 + 0.16 * Math.cos(t * 0.8)
    const first = Math.sqrt(ax * ax + ay * ay) * 26
    const second = Math.sqrt(bx * bx + by * by) * 26
    const one = Math.min(1, Math.max(0, (Math.abs((first % 1) - 0.5) - 0.22) * 14))
    const two = Math.min(1, Math.max(0, (Math.abs((second % 1) - 0.5) - 0.22) * 14))
    const both = one * two
    out[0] = 0.98 - 0.9 * one + both * 0.85
    out[1] = 0.95 - 0.55 * one - 0.62 * two + both * 0.75
    out[2] = 0.88 - 0.3 * one - 0.5 * two + both * 0.25
  })
}

export const lavaLamp: Scene = ({ random }) => {
  const blobs = many(11, () => ({
    x: random.between(0.28, 0.72),
    r: random.between(0.06, 0.13),
    speed: random.between(0.25, 0.6),
    phase: random.between(0, tau),
  }))
  const glass = ramp('#2b0a3d', '#5c1a6b', '#a3267a', '#e0486b')
  const wax = ramp('#ff3d5a', '#ff7a3d', '#ffc14d', '#fff3b0')
  return (canvas, t) => {
    const seats = blobs.map((blob) => ({
      x: blob.x + 0.07 * Math.sin(t * blob.speed * 1.3 + blob.phase),
      y: 0.9 - 0.72 * Math.cos(t * blob.speed + blob.phase),
      square: blob.r * blob.r,
    }))
    canvas.shade(2, (x, y, out) => {
      let field = 0.006 / (Math.abs(y - 1.76) + 0.02) + 0.004 / (Math.abs(y - 0.02) + 0.02)
      for (const seat of seats) {
        const dx = x - seat.x
        const dy = (y - seat.y) * 0.85
        field += seat.square / (dx * dx + dy * dy + 0.0006)
      }
      const base = glass(y / tall)
      const inside = smooth(0.96, 1.04, field)
      const hot = wax(Math.min(1, (field - 0.9) * 0.22 + (y / tall) * 0.45))
      const halo = Math.min(1, field) ** 3 * 0.25
      for (let part = 0; part < 3; part++) {
        const dark = (base[part] ?? 0) * 0.85 + halo * (part === 0 ? 1 : 0.35)
        out[part] = dark + ((hot[part] ?? 0) - dark) * inside
      }
    })
  }
}

export const ink: Scene = () => {
  const hue = ramp('#f7f3e8', '#efe6d2', '#7fb7be', '#2a6f97', '#143d63', '#0b1d3a')
  return (canvas, t) => {
    canvas.shade(3, (x, y, out) => {
      const bend = cloud(x * 2.2 + t * 0.08, y * 2.2 - t * 0.22)
      const curl = cloud(x * 2.4 + bend * 2.4 + 9, y * 2.4 + bend * 2 - t * 0.13)
      const depth = smooth(0.28, 0.75, curl + 0.22 * Math.sin(y * 1.8 - t * 0.5) * bend)
      const color = hue(depth)
      const gold = smooth(0.02, 0, Math.abs(curl - 0.515)) * 0.75
      out[0] = color[0] + (0.93 - color[0]) * gold
      out[1] = color[1] + (0.7 - color[1]) * gold
      out[2] = color[2] + (0.25 - color[2]) * gold
    })
  }
}

export const honeycomb: Scene = () => {
  const hue = ramp('#1c0f02', '#5c2e00', '#c46b00', '#ffb703', '#ffe9a3')
  return (canvas, t) => {
    canvas.sky(() => [0.05, 0.025, 0.005])
    const r = 0.068
    for (let row = -1; row < 19; row++) {
      for (let column = -1; column < 9; column++) {
        const x = column * r * 1.76 + (row % 2 === 0 ? 0 : r * 0.88)
        const y = row * r * 1.53
        const far = length(x - 0.5 - 0.25 * Math.sin(t * 0.8), y - 0.9 - 0.4 * Math.cos(t * 0.6))
        const level =
          0.16 +
          0.62 * wave(far * 9 - t * 3) * Math.exp(-far * 0.6) +
          0.2 * noise(column * 3.1 + row, row * 2.3 + t * 0.5)
        const cell = (grow: number) =>
          many(6, (corner): [number, number] => [
            x + Math.cos((corner / 6) * tau + Math.PI / 6) * r * grow,
            y + Math.sin((corner / 6) * tau + Math.PI / 6) * r * grow,
          ])
        canvas.polygon(cell(0.95), scaled(hue(level), 0.72))
        canvas.polygon(cell(0.78), hue(level))
        canvas.glow({
          x: x - r * 0.22,
          y: y - r * 0.3,
          r: r * 0.5,
          color: [1, 0.9, 0.6],
          alpha: 0.35 * level,
        })
      }
    }
  }
}
