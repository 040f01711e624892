import type { Canvas } from '../paint/canvas.ts'
import { length, tall } from '../paint/canvas.ts'
import type { Color } from '../paint/color.ts'
import { hex, mix, ramp, scaled, wheel } from '../paint/color.ts'
import { noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, tau, wave } from '../paint/scene.ts'

const gear = (
  canvas: Canvas,
  at: { x: number; y: number; r: number; teeth: number; turn: number },
  color: Color,
) => {
  const steps = at.teeth * 4
  const rim = (grow: number) =>
    many(steps, (step): [number, number] => {
      const out = step % 4 === 1 || step % 4 === 2 ? at.r + 0.018 : at.r - 0.014
      const angle = at.turn + ((step + (step % 4 === 1 ? 0.25 : step % 4 === 2 ? -0.25 : 0)) / steps) * tau
      return [at.x + Math.cos(angle) * (out + grow), at.y + Math.sin(angle) * (out + grow)]
    })
  canvas.polygon(
    rim(0).map(([x, y]): [number, number] => [x + 0.012, y + 0.018]),
    [0.04, 0.02, 0.01],
    0.5,
  )
  canvas.polygon(rim(0), color)
  canvas.polygon(rim(-0.011), mix(color, [1, 0.95, 0.8], 0.18))
  canvas.disc({ ...at, r: at.r * 0.74, color: scaled(color, 0.5) })
  for (let spoke = 0; spoke < 5; spoke++) {
    const angle = at.turn + (spoke / 5) * tau
    canvas.line({
      from: [at.x, at.y],
      to: [at.x + Math.cos(angle) * at.r * 0.78, at.y + Math.sin(angle) * at.r * 0.78],
      width: at.r * 0.17,
      color,
    })
  }
  canvas.disc({ ...at, r: at.r * 0.27, color: mix(color, [1, 1, 0.9], 0.25) })
  canvas.disc({ ...at, r: at.r * 0.1, color: [0.12, 0.07, 0.05] })
}

export const clockwork: Scene = () => {
  const metals = ['#d9a441', '#b5673a', '#c9c2b0', '#8f5b34', '#e5bf6d', '#7f8c8d'].map(hex)
  // Neighbours touch: teeth are proportional to radius, so that speeds fit together.
  const wheels = [
    { x: 0.33, y: 0.45, r: 0.24, way: 1 },
    { x: 0.74, y: 0.62, r: 0.18, way: -1 },
    { x: 0.44, y: 0.95, r: 0.25, way: 1 },
    { x: 0.86, y: 1.05, r: 0.16, way: -1 },
    { x: 0.14, y: 1.3, r: 0.2, way: -1 },
    { x: 0.62, y: 1.44, r: 0.26, way: -1 },
    { x: 0.8, y: 0.2, r: 0.17, way: 1 },
  ]
  const back = ramp('#3a2416', '#23150e', '#120a07')
  return (canvas, t) => {
    canvas.shade(6, (x, y, out) => {
      const color = back(length(x - 0.5, y - 0.85) * 1.1)
      const brushed = 0.9 + 0.2 * noise(x * 3, y * 90)
      for (let part = 0; part < 3; part++) out[part] = (color[part] ?? 0) * brushed
    })
    const tick = Math.floor(t * 2) + Math.min(1, (t * 2 - Math.floor(t * 2)) * 4)
    wheels.forEach((wheel, index) => {
      const turn = (wheel.way * tick * 0.065) / wheel.r + index * 0.4
      gear(canvas, { ...wheel, teeth: Math.round(wheel.r * 90), turn }, metals[index % 6] ?? [1, 1, 1])
    })
    canvas.disc({ x: 0.44, y: 0.95, r: 0.155, color: hex('#f6ecd2') })
    for (let mark = 0; mark < 12; mark++) {
      const angle = (mark / 12) * tau
      canvas.line({
        from: [0.44 + Math.cos(angle) * 0.12, 0.95 + Math.sin(angle) * 0.12],
        to: [0.44 + Math.cos(angle) * 0.142, 0.95 + Math.sin(angle) * 0.142],
        width: 0.007,
        color: hex('#3b2a1c'),
      })
    }
    for (const [speed, length, width] of [
      [0.05, 0.075, 0.013],
      [0.3, 0.11, 0.008],
    ] as const) {
      const angle = tick * speed - 1
      canvas.line({
        from: [0.44, 0.95],
        to: [0.44 + Math.cos(angle) * length, 0.95 + Math.sin(angle) * length],
        width,
        color: hex('#7a1f1f'),
      })
    }
  }
}

export const pendulums: Scene = () => {
  const hue = wheel('#ff5f6d', '#ffc371', '#47e5bc', '#3a86ff', '#9b5de5')
  return (canvas, t) => {
    canvas.sky(ramp('#101426', '#1b2240', '#2c3361'))
    const count = 15
    for (let index = count - 1; index >= 0; index--) {
      const y = 0.34 + index * 0.088
      const angle = Math.sin((tau * t * (9 + index)) / 18)
      const x = 0.5 + angle * 0.34
      const color = hue(index / count)
      canvas.line({ from: [0.5, y - 0.3], to: [x, y], width: 0.0028, color: [0.6, 0.65, 0.85], alpha: 0.22 })
      for (let ghost = 5; ghost > 0; ghost--) {
        const past = 0.5 + 0.34 * Math.sin((tau * (t - ghost * 0.035) * (9 + index)) / 18)
        canvas.disc({ x: past, y, r: 0.034, color, alpha: 0.1 })
      }
      canvas.disc({ x: x + 0.012, y: y + 0.02, r: 0.036, color: [0, 0, 0.05], alpha: 0.3 })
      canvas.disc({ x, y, r: 0.036, color })
      canvas.glow({ x: x - 0.011, y: y - 0.012, r: 0.024, color: [1, 1, 1], alpha: 0.7 })
    }
  }
}

export const metronomeCity: Scene = ({ random }) => {
  const towers = many(7 * 9, (index) => ({
    column: index % 7,
    row: Math.floor(index / 7),
    phase: random.between(0, tau),
    base: random.between(0.04, 0.14),
  }))
  const lit = wheel('#ffd166', '#ef476f', '#06d6a0', '#118ab2', '#f78c6b')
  return (canvas, t) => {
    canvas.sky(ramp('#f6efe2', '#efe0cf', '#e4cdbd'))
    for (const { column, row, phase, base } of towers) {
      const beat = Math.max(0, Math.sin(tau * t * 0.95 - (column + row) * 0.55 + phase * 0.15)) ** 3
      const high = base + 0.15 * beat
      const x = 0.5 + (column - 3) * 0.125 + (row % 2 === 0 ? 0 : 0.0625)
      const foot = 0.42 + row * 0.145
      const color = lit((column * 0.13 + row * 0.21 + phase * 0.05) % 1)
      const w = 0.05
      const d = 0.03
      canvas.polygon(
        [
          [x - w, foot],
          [x, foot + d],
          [x + w + 0.09, foot - 0.005],
          [x + w, foot - d],
        ],
        [0.45, 0.32, 0.3],
        0.16,
      )
      canvas.polygon(
        [
          [x - w, foot - high],
          [x, foot + d - high],
          [x, foot + d],
          [x - w, foot],
        ],
        scaled(color, 0.78),
      )
      canvas.polygon(
        [
          [x + w, foot - high],
          [x, foot + d - high],
          [x, foot + d],
          [x + w, foot],
        ],
        scaled(color, 0.55),
      )
      canvas.polygon(
        [
          [x - w, foot - high],
          [x, foot - d - high],
          [x + w, foot - high],
          [x, foot + d - high],
        ],
        mix(color, [1, 1, 1], 0.15 + 0.45 * beat),
      )
    }
  }
}

export const nightTrain: Scene = ({ random }) => {
  const air = ramp('#070b1f', '#0f1f45', '#26406f', '#4c5f8f')
  const houses = many(40, () => ({
    x: random.between(0, 8),
    w: random.between(0.07, 0.2),
    h: random.between(0.05, 0.2),
    lit: random.next(),
  }))
  const cloth = ramp('#4a2a22', '#2d1815', '#1a0d0c')
  return (canvas, t) => {
    canvas.sky((y) => air(y * 1.5))
    canvas.glow({ x: 0.66, y: 0.42, r: 0.4, color: [0.8, 0.85, 1], alpha: 0.35 })
    canvas.disc({ x: 0.66, y: 0.42, r: 0.075, color: [1, 0.98, 0.88] })
    canvas.disc({ x: 0.635, y: 0.405, r: 0.06, color: [0.12, 0.19, 0.38], alpha: 0.16 })
    canvas.ground(
      (x) => 0.86 - 0.22 * noise(x * 2 + t * 0.07, 3),
      () => [0.11, 0.17, 0.34],
    )
    canvas.ground(
      (x) => 0.95 - 0.16 * noise(x * 2.8 + t * 0.22, 8),
      () => [0.06, 0.1, 0.22],
    )
    for (const house of houses) {
      const x = ((house.x - t * 0.55 + 80) % 8) - 1
      if (x > 1.2) continue
      const foot = 1.08
      canvas.polygon(
        [
          [x, foot],
          [x, foot - house.h],
          [x + house.w / 2, foot - house.h - 0.05],
          [x + house.w, foot - house.h],
          [x + house.w, foot],
        ],
        [0.03, 0.05, 0.11],
      )
      if (house.lit > 0.25)
        canvas.polygon(
          [
            [x + 0.02, foot - 0.02],
            [x + 0.02, foot - 0.055],
            [x + 0.05, foot - 0.055],
            [x + 0.05, foot - 0.02],
          ],
          [1, 0.78, 0.36],
        )
    }
    canvas.ground(
      () => 1.07,
      () => [0.025, 0.04, 0.08],
    )
    for (let pole = 0; pole < 3; pole++) {
      const x = ((pole * 0.9 - t * 2.1 + 90) % 2.7) - 0.8
      canvas.line({ from: [x, 0.3], to: [x, 1.3], width: 0.022, color: [0.01, 0.015, 0.03] })
      canvas.line({ from: [x - 0.08, 0.42], to: [x + 0.08, 0.42], width: 0.014, color: [0.01, 0.015, 0.03] })
    }
    const frame = (x: number, y: number) => Math.max(Math.abs(x - 0.5) - 0.34, Math.abs(y - 0.72) - 0.47)
    const shake = 0.003 * Math.sin(t * 21)
    for (const bar of [
      [-0.1, 0.13],
      [0.87, 1.1],
    ] as const)
      canvas.polygon(
        [
          [bar[0], 0],
          [bar[1], 0],
          [bar[1], tall],
          [bar[0], tall],
        ],
        cloth(0.2),
      )
    canvas.polygon(
      [
        [0, 0],
        [1, 0],
        [1, 0.22 + shake],
        [0, 0.22 + shake],
      ],
      cloth(0.1),
    )
    canvas.ground(
      () => 1.25 + shake,
      (depth) => cloth(0.1 + depth * 1.6),
    )
    for (const edge of [
      [0.13, 0.22],
      [0.87, 0.22],
    ] as const)
      canvas.line({
        from: [edge[0], edge[1] + shake],
        to: [edge[0], 1.25 + shake],
        width: 0.02,
        color: hex('#c79a5b'),
      })
    canvas.line({ from: [0.13, 0.22 + shake], to: [0.87, 0.22 + shake], width: 0.02, color: hex('#c79a5b') })
    canvas.line({ from: [0.08, 1.26 + shake], to: [0.92, 1.26 + shake], width: 0.035, color: hex('#8a5a35') })
    canvas.polygon(
      [
        [0.42, 1.24],
        [0.44, 1.15],
        [0.56, 1.15],
        [0.58, 1.24],
      ].map(([x, y]): [number, number] => [x ?? 0, (y ?? 0) + shake * 2]),
      hex('#e8e2d4'),
    )
    for (let steam = 0; steam < 9; steam++) {
      const age = (steam / 9 + t * 0.25) % 1
      canvas.glow({
        x: 0.5 + 0.03 * Math.sin(age * 9 + t),
        y: 1.13 - age * 0.25,
        r: 0.02 + age * 0.05,
        color: [0.8, 0.85, 1],
        alpha: 0.22 * (1 - age),
      })
    }
    canvas.glow({
      x: 0.5,
      y: 1.5,
      r: 0.7,
      color: hex('#ff9f4a'),
      alpha: 0.16 + 0.03 * wave(t * 17) * frame(0, 0),
    })
  }
}

export const vinyl: Scene = () => {
  const label = wheel('#ff6b35', '#f7c59f', '#efefd0', '#1a659e', '#004e89')
  return (canvas, t) => {
    const turn = t * 3.49
    canvas.sky(ramp('#f2b880', '#e07a5f', '#b5476b'))
    canvas.disc({ x: 0.53, y: 0.86, r: 0.45, color: [0.25, 0.06, 0.12], alpha: 0.35 })
    canvas.shade(2, (x, y, out) => {
      const dx = x - 0.5
      const dy = y - 0.83
      const far = length(dx, dy)
      const base = ramp2(y / tall)
      if (far > 0.44) {
        const shadow = length(x - 0.53, y - 0.87) < 0.45 ? 0.72 : 1
        for (let part = 0; part < 3; part++) out[part] = (base[part] ?? 0) * shadow
        return
      }
      const angle = Math.atan2(dy, dx)
      if (far < 0.15) {
        const slice = label((angle - turn) / tau + (far > 0.1 ? 0.3 : 0))
        for (let part = 0; part < 3; part++) out[part] = far < 0.012 ? 0.95 : (slice[part] ?? 0)
        return
      }
      const groove = 0.055 + 0.02 * Math.sin(far * 900) + 0.018 * noise(far * 160, Math.cos(angle - turn) * 2)
      const sheen =
        Math.max(0, Math.cos(angle * 2 - 0.9)) ** 14 * 0.42 +
        Math.max(0, Math.cos(angle * 2 + 1.9)) ** 20 * 0.2
      out[0] = groove + sheen * 0.95
      out[1] = groove + sheen * 0.85
      out[2] = groove + sheen
    })
    const bounce = 0.004 * Math.sin(turn * 2)
    canvas.disc({ x: 0.88, y: 0.3, r: 0.065, color: hex('#3d405b') })
    canvas.disc({ x: 0.88, y: 0.3, r: 0.035, color: hex('#d8d8e4') })
    canvas.line({ from: [0.88, 0.3], to: [0.9, 0.95], width: 0.02, color: hex('#e8e8f0') })
    canvas.line({ from: [0.9, 0.95], to: [0.75 + bounce, 1.08], width: 0.02, color: hex('#e8e8f0') })
    canvas.line({
      from: [0.75 + bounce, 1.08],
      to: [0.71 + bounce, 1.12],
      width: 0.045,
      color: hex('#3d405b'),
    })
    for (let bar = 0; bar < 17; bar++) {
      const level = 0.03 + 0.16 * noise(bar * 1.7, t * 4.5) * wave(t * 6.2 + bar) ** 0.5
      canvas.line({
        from: [0.1 + bar * 0.05, 1.6],
        to: [0.1 + bar * 0.05, 1.6 - level],
        width: 0.026,
        color: mix(hex('#3d1a3a'), hex('#ffe0b0'), bar / 17),
      })
    }
  }
}
const ramp2 = ramp('#f2b880', '#e07a5f', '#b5476b')
