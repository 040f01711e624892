import type { Canvas } from '../paint/canvas.ts'
import { tall } from '../paint/canvas.ts'
import { hex, mix, ramp, wheel } from '../paint/color.ts'
import { noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

export const sunflower: Scene = ({ seconds }) => {
  const seed = wheel('#3a1f04', '#7a3e06', '#b5651d', '#ffb703', '#ffd60a', '#8ac926')
  return (canvas, t) => {
    canvas.sky(ramp('#ccebc5', '#a8ddb5', '#7bccc4'))
    const grown = 90 + 560 * smooth(0, seconds * 0.85, t)
    const golden = 2.399963 + 0.0009 * Math.sin(t * 0.8)
    for (let leaf = 0; leaf < 28; leaf++) {
      const angle = (leaf / 28) * tau + t * 0.1
      const long = 0.16 + 0.0005 * grown + 0.012 * Math.sin(t * 2 + leaf * 2)
      const at = (u: number, v: number): [number, number] => [
        0.5 + Math.cos(angle) * u - Math.sin(angle) * v,
        0.88 + Math.sin(angle) * u + Math.cos(angle) * v,
      ]
      const shape = [at(0.1, 0), at(long * 0.55, 0.045), at(long, 0), at(long * 0.55, -0.045)]
      canvas.polygon(shape, leaf % 2 === 0 ? hex('#ffbe0b') : hex('#fb8500'))
    }
    canvas.disc({ x: 0.5, y: 0.88, r: Math.min(0.285, 0.0145 * Math.sqrt(grown)), color: hex('#4a2806') })
    for (let index = 0; index < grown; index++) {
      const age = grown - index
      const far = 0.0145 * Math.sqrt(age)
      if (far > 0.29) continue
      const angle = index * golden + t * 0.1
      const r = 0.0085 + 0.0055 * Math.min(1, far * 4)
      canvas.disc({
        x: 0.5 + Math.cos(angle) * far,
        y: 0.88 + Math.sin(angle) * far,
        r,
        color: seed(far * 2.1 - t * 0.05),
      })
    }
  }
}

export const fireflies: Scene = ({ random }) => {
  const flies = many(46, () => ({
    x: random.between(0, 1),
    y: random.between(0.45, 1.6),
    phase: random.between(0, tau),
    pace: random.between(0.4, 1.1),
  }))
  const blades = many(120, () => ({
    x: random.between(-0.05, 1.05),
    high: random.between(0.1, 0.38),
    lean: random.between(-0.08, 0.08),
    tone: random.next(),
  })).sort((a, b) => b.high - a.high)
  return (canvas, t) => {
    canvas.sky(ramp('#0b132b', '#14294a', '#1f4e5f', '#2f6f5e', '#0d2a20'))
    canvas.glow({ x: 0.25, y: 0.3, r: 0.3, color: [0.75, 0.85, 1], alpha: 0.35 })
    canvas.disc({ x: 0.25, y: 0.3, r: 0.07, color: [0.96, 0.97, 0.9] })
    canvas.ground(
      (x) => 0.98 - 0.1 * noise(x * 4, 3) - 0.05 * noise(x * 14, 9),
      () => [0.035, 0.12, 0.13],
    )
    canvas.ground(
      (x) => 1.16 - 0.12 * noise(x * 3, 12) - 0.05 * noise(x * 17, 2),
      () => [0.025, 0.085, 0.08],
    )
    for (const fly of flies) {
      const x = fly.x + 0.07 * Math.sin(t * fly.pace + fly.phase) + 0.02 * Math.sin(t * 2.3 + fly.phase)
      const y = fly.y + 0.05 * Math.cos(t * fly.pace * 1.3 + fly.phase)
      const light = wave(t * 2.2 * fly.pace + fly.phase) ** 3
      canvas.glow({ x, y, r: 0.075, color: hex('#d7ff5a'), alpha: 0.4 * light })
      canvas.glow({ x, y, r: 0.014, color: [1, 1, 0.75], alpha: 0.4 + light })
    }
    for (const blade of blades) {
      const sway = blade.lean + 0.03 * Math.sin(t * 1.4 + blade.x * 8)
      const top: [number, number] = [blade.x + sway, tall - blade.high]
      canvas.polygon(
        [
          [blade.x - 0.008, tall],
          [blade.x + sway * 0.4 - 0.005, tall - blade.high * 0.5],
          top,
          [blade.x + sway * 0.4 + 0.005, tall - blade.high * 0.5],
          [blade.x + 0.008, tall],
        ],
        mix([0.01, 0.06, 0.05], [0.05, 0.2, 0.11], blade.tone),
      )
    }
  }
}

interface Bough {
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly long: number
  readonly depth: number
}
const growTree = (canvas: Canvas, root: Bough, look: { grown: number; wind: number }): void => {
  const part = Math.min(1, Math.max(0, look.grown - (8 - root.depth)))
  if (part <= 0 || root.depth === 0) return
  const angle = root.angle + look.wind * (9 - root.depth) * 0.12
  const x = root.x + Math.cos(angle) * root.long * part
  const y = root.y + Math.sin(angle) * root.long * part
  canvas.line({
    from: [root.x, root.y],
    to: [x, y],
    width: 0.0022 * root.depth ** 1.35,
    color: mix(hex('#7a4a5a'), hex('#2d1b2e'), root.depth / 8),
  })
  if (root.depth <= 3) {
    const bloom = [hex('#ffafcc'), hex('#ffc8dd'), hex('#ff8fab')][root.depth - 1] ?? hex('#ffc8dd')
    canvas.disc({ x, y, r: 0.013 * part, color: bloom, alpha: 0.8 })
  }
  for (const side of [-1, 1]) {
    const turn = 0.36 + 0.16 * noise(root.x * 31 + side, root.depth * 3.7)
    growTree(
      canvas,
      {
        x,
        y,
        angle: root.angle + side * turn,
        long: root.long * (0.74 + 0.08 * noise(root.depth, side + root.angle * 3)),
        depth: root.depth - 1,
      },
      look,
    )
  }
}

export const blossomTree: Scene = ({ random, seconds }) => {
  const fall = many(44, () => ({
    x: random.between(-0.2, 1),
    y: random.between(0, tall),
    phase: random.between(0, tau),
    pace: random.between(0.12, 0.25),
  }))
  return (canvas, t) => {
    canvas.sky(ramp('#bde0fe', '#d8e9ff', '#fdeef4', '#ffe3ec'))
    canvas.disc({ x: 0.72, y: 0.38, r: 0.14, color: [1, 0.97, 0.9], alpha: 0.9 })
    canvas.ground(
      (x) => 1.5 - 0.08 * Math.sin(x * 3 + 0.4),
      (depth) => mix(hex('#b7d7a8'), hex('#6aa084'), depth * 3),
    )
    growTree(
      canvas,
      { x: 0.47, y: 1.5, angle: -Math.PI / 2, long: 0.25, depth: 8 },
      { grown: 2 + 6.2 * smooth(0, seconds * 0.5, t), wind: 0.1 * Math.sin(t * 1.1) },
    )
    for (const petal of fall) {
      const y = (petal.y + t * petal.pace) % tall
      const x = ((petal.x + t * 0.05 + 0.06 * Math.sin(t * 1.7 + petal.phase) + 1.2) % 1.2) - 0.1
      const turn = t * 2 + petal.phase
      canvas.polygon(
        [
          [x - 0.013 * Math.cos(turn), y - 0.006],
          [x, y - 0.011],
          [x + 0.013 * Math.cos(turn), y + 0.003],
          [x, y + 0.009],
        ],
        hex('#ff9ebb'),
        0.9,
      )
    }
  }
}

export const dandelion: Scene = ({ random }) => {
  const seeds = many(90, (index) => ({
    angle: (index / 90) * tau * 7.3,
    far: 0.07 + 0.13 * Math.sqrt(index / 90),
    leave: random.between(0.2, 7),
    rise: random.between(0.06, 0.2),
    phase: random.between(0, tau),
  }))
  return (canvas, t) => {
    canvas.sky(ramp('#4a6fa5', '#7fa1c9', '#f2c6a0', '#f5a26b'))
    canvas.glow({ x: 0.8, y: 1.1, r: 0.7, color: [1, 0.75, 0.4], alpha: 0.5 })
    canvas.ground(
      (x) => 1.5 - 0.06 * noise(x * 5, 1) - 0.03 * noise(x * 22, 5),
      (depth) => mix(hex('#3d5a40'), hex('#1e3524'), depth * 4),
    )
    const bend = 0.02 * Math.sin(t * 0.9)
    const head: [number, number] = [0.36 + bend, 0.86]
    for (let part = 0; part < 16; part++) {
      const at = (n: number): [number, number] => [
        0.42 + (head[0] - 0.42) * (n / 16) ** 1.6,
        1.58 - (1.58 - head[1]) * (n / 16),
      ]
      canvas.line({ from: at(part), to: at(part + 1), width: 0.011, color: hex('#6b8f4e') })
    }
    canvas.disc({ x: head[0], y: head[1], r: 0.035, color: hex('#8a6f4a') })
    for (const seed of seeds) {
      const away = Math.max(0, t - seed.leave)
      const gust = away * 0.17 + away * away * 0.012
      const x = head[0] + Math.cos(seed.angle) * seed.far + gust
      const y =
        head[1] +
        Math.sin(seed.angle) * seed.far -
        away * seed.rise +
        0.03 * Math.sin(away * 1.6 + seed.phase) * Math.min(1, away)
      const stalk = away > 0 ? Math.PI / 2 + 0.3 * Math.sin(t * 2 + seed.phase) : seed.angle + Math.PI
      const foot: [number, number] = [x + Math.cos(stalk) * 0.05, y + Math.sin(stalk) * 0.05]
      canvas.line({ from: [x, y], to: foot, width: 0.0022, color: [1, 0.98, 0.92], alpha: 0.75 })
      for (let hair = -3; hair <= 3; hair++) {
        const angle = stalk + Math.PI + hair * 0.36
        canvas.line({
          from: [x, y],
          to: [x + Math.cos(angle) * 0.03, y + Math.sin(angle) * 0.03],
          width: 0.0022,
          color: [1, 1, 0.97],
          alpha: 0.7,
        })
      }
    }
  }
}
