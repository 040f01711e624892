import { length, tall } from '../paint/canvas.ts'
import { hex, mix, ramp, scaled } from '../paint/color.ts'
import { noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

const neon = ['#ff2e88', '#19e3ff', '#8a5bff', '#ffd23f', '#2effa0'].map(hex)
const neonAt = (index: number) => neon[index % neon.length] ?? hex('#ffffff')

export const neonRain: Scene = ({ random }) => {
  const signs = many(13, (index) => ({
    x: random.between(0.02, 0.9),
    y: random.between(0.12, 0.95),
    w: random.between(0.04, 0.15),
    h: random.between(0.05, 0.24),
    color: neonAt(index),
    phase: random.between(0, tau),
  }))
  const rain = many(150, () => ({
    x: random.between(-0.1, 1.1),
    y: random.between(0, tall),
    speed: random.between(1.5, 2.7),
    depth: random.between(0.3, 1),
  }))
  return (canvas, t) => {
    canvas.sky(ramp('#080418', '#150a33', '#25104a', '#0a0620'))
    for (let tower = 0; tower < 9; tower++) {
      const x = tower * 0.125 - 0.02
      const top = 0.2 + 0.5 * noise(tower * 3.7, 2)
      canvas.polygon(
        [
          [x, top],
          [x + 0.11, top],
          [x + 0.11, 1.25],
          [x, 1.25],
        ],
        [0.075, 0.05, 0.17],
      )
      for (let pane = 0; pane < 12; pane++) {
        const lit = noise(tower * 7.1 + pane * 3.3, 11 + pane) > 0.5
        if (lit)
          canvas.disc({
            x: x + 0.02 + (pane % 3) * 0.034,
            y: top + 0.05 + Math.floor(pane / 3) * 0.13,
            r: 0.007,
            color: [1, 0.75, 0.45],
            alpha: 0.55,
          })
      }
    }
    for (const sign of signs) {
      const power = noise(t * 7 + sign.phase * 9, sign.phase) > 0.2 ? 1 : 0.25
      const light = power * (0.75 + 0.25 * wave(t * 3 + sign.phase))
      const cx = sign.x + sign.w / 2
      canvas.glow({ x: cx, y: sign.y + sign.h / 2, r: 0.3, color: sign.color, alpha: 0.3 * light })
      const corners: [number, number][] = [
        [sign.x, sign.y],
        [sign.x + sign.w, sign.y],
        [sign.x + sign.w, sign.y + sign.h],
        [sign.x, sign.y + sign.h],
      ]
      corners.forEach((corner, index) =>
        canvas.line({
          from: corner,
          to: corners[(index + 1) % 4] ?? corner,
          width: 0.009,
          color: scaled(mix(sign.color, [1, 1, 1], 0.35), light),
        }),
      )
      canvas.line({
        from: [cx, sign.y + 0.02],
        to: [cx, sign.y + sign.h - 0.02],
        width: 0.014,
        color: scaled(sign.color, light),
        alpha: 0.9,
      })
      // The wet street mirrors each sign as a broken column of light.
      for (let step = 0; step < 13; step++) {
        const y = 1.28 + step * 0.038
        const shift = 0.03 * (noise(y * 30, t * 3 + sign.phase) - 0.5)
        canvas.line({
          from: [cx - sign.w * 0.6 + shift, y],
          to: [cx + sign.w * 0.6 + shift, y],
          width: 0.014,
          color: sign.color,
          alpha: 0.3 * light * (1 - step / 14),
        })
      }
    }
    for (const drop of rain) {
      const y = ((drop.y + t * drop.speed) % (tall + 0.2)) - 0.1
      const x = drop.x - (y - 0.8) * 0.06
      canvas.line({
        from: [x, y],
        to: [x - 0.006, y + 0.09 * drop.depth],
        width: 0.003,
        color: [0.75, 0.85, 1],
        alpha: 0.4 * drop.depth,
      })
    }
  }
}

export const bokehTraffic: Scene = ({ random }) => {
  const lamps = many(34, (index) => ({
    lane: index % 2,
    place: random.between(0, 1),
    speed: random.between(0.1, 0.19),
    x: random.between(0.04, 0.4),
    size: random.between(0.03, 0.075),
  }))
  const still = many(26, (index) => ({
    x: random.between(0, 1),
    y: random.between(0.05, 0.8),
    r: random.between(0.03, 0.1),
    color:
      [hex('#ffb347'), hex('#ff6f61'), hex('#63d2ff'), hex('#ffe08a'), hex('#b18cff')][index % 5] ??
      hex('#ffffff'),
    phase: random.between(0, tau),
  }))
  return (canvas, t) => {
    canvas.sky(ramp('#0b1030', '#1c1745', '#3a1f4e', '#160e22', '#08060f'))
    for (const light of still) {
      const alpha = 0.16 + 0.2 * wave(t * 0.9 + light.phase)
      canvas.disc({ ...light, alpha })
      canvas.ring({ ...light, width: 0.005, alpha: alpha * 1.3 })
    }
    for (const lamp of lamps) {
      const place = (lamp.place + t * lamp.speed) % 1
      const near = lamp.lane === 0 ? place : 1 - place
      const y = 0.86 + near ** 1.6 * 0.95
      const side = lamp.lane === 0 ? -1 : 1
      const x = 0.5 + side * (0.03 + lamp.x * near * 1.25)
      const r = lamp.size * (0.22 + near * 1.05)
      const color = lamp.lane === 0 ? hex('#fff1c9') : hex('#ff3344')
      const alpha = 0.55 * smooth(0, 0.12, place) * smooth(1, 0.88, place)
      for (const eye of [-1, 1]) {
        canvas.disc({ x: x + eye * r * 0.75, y, r, color, alpha })
        canvas.glow({ x: x + eye * r * 0.75, y, r: r * 2.2, color, alpha: alpha * 0.35 })
      }
    }
  }
}

export const gridDrive: Scene = () => {
  const air = ramp('#12063a', '#3b0f6b', '#a0206f', '#ff5a6e', '#ffb06a')
  const horizon = 0.98
  const sun = ramp('#ffe66b', '#ff9a4d', '#ff3d8a')
  return (canvas, t) => {
    canvas.shade(2, (x, y, out) => {
      if (y < horizon) {
        const base = air(y / horizon)
        const far = length(x - 0.5, y - 0.72)
        const slit =
          y > 0.66 && Math.sin((y - 0.66) * (120 - (y - 0.66) * 90) - t * 1.5) > 0.82 - (y - 0.66) * 2.4
        const inside = far < 0.27 && !slit ? smooth(0.27, 0.262, far) : 0
        const color = inside > 0 ? mix(base, sun((y - 0.45) / 0.54), inside) : base
        const halo = Math.exp(-Math.max(0, far - 0.24) * 7) * 0.3
        out[0] = color[0] + halo
        out[1] = color[1] + halo * 0.3
        out[2] = color[2] + halo * 0.5
        return
      }
      const depth = 0.12 / (y - horizon + 0.012)
      const across = Math.abs((((x - 0.5) * depth * 4.2 + 100.5) % 1) - 0.5)
      const along = Math.abs(((depth * 1.6 + t * 1.6) % 1) - 0.5)
      const wide = 0.028 * depth + 0.0012
      const line = Math.max(smooth(wide * 1.9, 0, across), smooth(wide * 1.9, 0, along)) * smooth(9, 1, depth)
      const haze = Math.exp(-(y - horizon) * 9)
      out[0] = 0.05 + line * 0.95 + haze * 0.9
      out[1] = 0.01 + line * 0.15 + haze * 0.28
      out[2] = 0.14 + line * 0.95 + haze * 0.5
    })
    for (const side of [-1, 1]) {
      for (let peak = 0; peak < 5; peak++) {
        const x = 0.5 + side * (0.24 + peak * 0.085)
        const high = horizon - 0.05 - 0.16 * noise(peak * 2.3 + side, 4)
        canvas.polygon(
          [
            [x - 0.1, horizon],
            [x, high],
            [x + 0.1, horizon],
          ],
          mix([0.1, 0.02, 0.25], [0.4, 0.05, 0.4], peak / 6),
        )
        canvas.line({
          from: [x, high],
          to: [x + 0.1, horizon],
          width: 0.004,
          color: [0.2, 0.9, 1],
          alpha: 0.65,
        })
        canvas.line({
          from: [x, high],
          to: [x - 0.1, horizon],
          width: 0.004,
          color: [0.2, 0.9, 1],
          alpha: 0.65,
        })
      }
    }
  }
}
