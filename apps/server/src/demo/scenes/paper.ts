import { tall } from '../paint/canvas.ts'
import type { Color } from '../paint/color.ts'
import { hex, mix, ramp, scaled, wheel } from '../paint/color.ts'
import { noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, tau } from '../paint/scene.ts'

export const paperBoats: Scene = () => {
  const boats = [
    { layer: 1, place: 0.1, size: 0.09, color: hex('#ff6b6b'), speed: 0.055 },
    { layer: 2, place: 0.75, size: 0.13, color: hex('#ffd93d'), speed: -0.05 },
    { layer: 3, place: 0.3, size: 0.17, color: hex('#fdf6ec'), speed: 0.06 },
    { layer: 4, place: 0.9, size: 0.11, color: hex('#ff9a76'), speed: -0.07 },
  ]
  const sea = ['#a8dadc', '#77c3cf', '#4aa5bd', '#2f7fa3', '#1f5c86', '#173f66'].map(hex)
  return (canvas, t) => {
    canvas.sky(ramp('#fdebd3', '#fbd6c2', '#f7c6c0'))
    canvas.disc({ x: 0.74, y: 0.36, r: 0.125, color: hex('#f4845f') })
    for (const [x, y, size] of [
      [0.2, 0.3, 0.06],
      [0.55, 0.52, 0.045],
      [0.85, 0.62, 0.05],
    ] as const) {
      const drift = ((x + t * 0.014) % 1.3) - 0.12
      for (const part of [-1, 0, 1])
        canvas.disc({
          x: drift + part * size,
          y: y - (part === 0 ? size * 0.4 : 0),
          r: size * (part === 0 ? 1 : 0.75),
          color: [1, 0.985, 0.96],
        })
    }
    sea.forEach((color, layer) => {
      const surface = (x: number) =>
        0.8 +
        layer * 0.165 +
        0.028 * Math.sin(x * 12 + t * (1 + layer * 0.2) * (layer % 2 ? -1 : 1) + layer * 2)
      for (const boat of boats) {
        if (boat.layer !== layer) continue
        const x = ((((boat.place + t * boat.speed + 0.2) % 1.4) + 1.4) % 1.4) - 0.2
        const y = surface(x) + 0.02
        const lean = 0.12 * Math.sin(t * 1.6 + layer)
        const turn = (dx: number, dy: number): [number, number] => [
          x + (dx - dy * lean) * boat.size,
          y + (dy + dx * lean) * boat.size,
        ]
        canvas.polygon([turn(-0.42, -0.42), turn(0, -1.25), turn(0, -0.42)], scaled(boat.color, 0.93))
        canvas.polygon([turn(0.42, -0.42), turn(0, -1.25), turn(0, -0.42)], scaled(boat.color, 0.78))
        canvas.polygon([turn(-1, -0.62), turn(1, -0.62), turn(0.55, 0.15), turn(-0.55, 0.15)], boat.color)
        canvas.polygon(
          [turn(0, -0.42), turn(1, -0.62), turn(0.55, 0.15), turn(0, 0.15)],
          scaled(boat.color, 0.85),
        )
      }
      // A lighter rim and a soft shadow make each wave a cut sheet of paper.
      canvas.ground(
        (x) => surface(x) - 0.008,
        () => scaled(color, 0.8),
      )
      canvas.ground(surface, (depth) => (depth < 0.006 ? mix(color, [1, 1, 1], 0.55) : color))
    })
  }
}

export const paperPeaks: Scene = () => {
  const sheets = ['#f9e7d8', '#f4cfc6', '#e3a5a8', '#c67b95', '#94588a', '#5e3f78', '#332a5c'].map(hex)
  return (canvas, t) => {
    canvas.sky(ramp('#fff7ec', '#fdeadb'))
    canvas.disc({ x: 0.3, y: 0.42, r: 0.16, color: hex('#f2a65a') })
    canvas.disc({ x: 0.3, y: 0.42, r: 0.115, color: hex('#f6bd60') })
    sheets.forEach((color, layer) => {
      const shift = t * 0.02 * (layer + 1) + layer * 7
      const edge = (x: number) => {
        const across = (x + shift) * (1.5 + layer * 0.12)
        const cell = Math.floor(across)
        const t0 = across - cell
        const height = (n: number) => noise(n * 5.17, layer * 3.3)
        return (
          0.42 +
          layer * 0.2 +
          0.22 * (height(cell) + (height(cell + 1) - height(cell)) * t0) +
          0.09 * Math.abs(t0 - 0.5)
        )
      }
      canvas.ground(
        (x) => edge(x - 0.008) - 0.012,
        () => scaled(color, 0.83),
      )
      canvas.ground(edge, (depth) => mix(color, [1, 1, 1], Math.max(0, 0.16 - depth * 0.6)))
    })
  }
}

export const paperPlanes: Scene = ({ random }) => {
  const fleet = many(11, (index) => ({
    y: random.between(0.1, 1.55),
    start: random.between(0, 1.8),
    size: random.between(0.05, 0.13),
    speed: random.between(0.2, 0.36),
    color: [hex('#ffffff'), hex('#ffe066'), hex('#ff8fab'), hex('#9bf6ff')][index % 4] ?? hex('#ffffff'),
    phase: random.between(0, tau),
  })).sort((a, b) => a.size - b.size)
  return (canvas, t) => {
    canvas.sky(ramp('#2f80ed', '#56a0f5', '#9bcbfb', '#dff1ff'))
    for (let puff = 0; puff < 16; puff++) {
      const x = ((puff * 0.317 - t * 0.03 * (1 + (puff % 3)) + 20) % 1.5) - 0.25
      canvas.glow({
        x,
        y: 0.12 + puff * 0.108,
        r: 0.14 + 0.08 * noise(puff, 3),
        color: [1, 1, 1],
        alpha: 0.5,
      })
      canvas.glow({ x: x + 0.09, y: 0.145 + puff * 0.108, r: 0.12, color: [1, 1, 1], alpha: 0.45 })
    }
    for (const plane of fleet) {
      const x = ((plane.start + t * plane.speed) % 1.8) - 0.4
      const y = plane.y + 0.06 * Math.sin(t * 1.1 + plane.phase) - x * 0.12
      const lean = 0.25 * Math.cos(t * 1.1 + plane.phase) - 0.15
      const turn = (dx: number, dy: number): [number, number] => [
        x + (dx - dy * lean) * plane.size,
        y + (dy + dx * lean) * plane.size,
      ]
      for (let dash = 1; dash < 8; dash++)
        canvas.disc({
          x: x - plane.size * (0.6 + dash * 0.42),
          y: y + 0.02 * Math.sin(dash + t),
          r: 0.004,
          color: [1, 1, 1],
          alpha: 0.7 - dash * 0.08,
        })
      canvas.polygon([turn(1.1, 0), turn(-0.9, -0.62), turn(-0.55, -0.05)], plane.color)
      canvas.polygon([turn(1.1, 0), turn(-0.55, -0.05), turn(-0.7, 0.32)], scaled(plane.color, 0.62))
      canvas.polygon([turn(1.1, 0), turn(-0.7, 0.32), turn(-0.9, 0.5)], scaled(plane.color, 0.86))
    }
  }
}

export const stainedGlass: Scene = ({ random }) => {
  const panes = many(34, () => ({
    x: random.between(0, 1),
    y: random.between(0, tall),
    hue: random.next(),
    phase: random.between(0, tau),
  }))
  const hue = wheel('#e63946', '#f4a261', '#ffe066', '#2a9d8f', '#1d6fb8', '#7b2cbf')
  return (canvas, t) => {
    const seats = panes.map((pane) => ({
      ...pane,
      x: pane.x + 0.07 * Math.sin(t * 0.7 + pane.phase),
      y: pane.y + 0.07 * Math.cos(t * 0.6 + pane.phase * 1.7),
    }))
    const lightX = 0.5 + 0.45 * Math.sin(t * 0.6)
    const lightY = 0.8 + 0.6 * Math.cos(t * 0.43)
    canvas.shade(2, (x, y, out) => {
      let first = 9
      let second = 9
      let tone = 0
      for (const seat of seats) {
        const far = (x - seat.x) ** 2 + (y - seat.y) ** 2
        if (far < first) {
          second = first
          first = far
          tone = seat.hue
        } else if (far < second) second = far
      }
      const edge = Math.sqrt(second) - Math.sqrt(first)
      const lead = Math.min(1, Math.max(0, (edge - 0.008) * 130))
      const light =
        0.42 + 0.85 * Math.exp(-((x - lightX) ** 2 + (y - lightY) ** 2) * 2.6) + 0.16 * noise(x * 22, y * 22)
      const color: Color = hue(tone)
      for (let part = 0; part < 3; part++) out[part] = (color[part] ?? 0) * light * lead + 0.03 * (1 - lead)
    })
  }
}

export const weaving: Scene = () => {
  const warp = wheel('#264653', '#2a9d8f', '#e9c46a', '#f4a261', '#e76f51', '#9b2226')
  return (canvas, t) => {
    const row = t * 2.6
    canvas.shade(2, (x, y, out) => {
      const across = x * 15
      const along = y * 15
      const column = Math.floor(across)
      const line = Math.floor(along)
      const woven = line < 27 - 26 * Math.max(0, 1 - row / 16)
      const pattern =
        (column + line + Math.floor(noise(Math.floor(column / 3), Math.floor(line / 3)) * 2)) % 2 === 0
      const over = pattern && woven
      const u = over ? along - line : across - column
      const v = over ? across - column : along - line
      const round = Math.sqrt(Math.max(0, 1 - (2 * u - 1) ** 2))
      const dip = woven ? 0.72 + 0.28 * Math.sin(v * Math.PI) : 0.9
      const fibre = 0.9 + 0.2 * noise(across * (over ? 3 : 14), along * (over ? 14 : 3))
      const diamond = Math.abs(((column + 0.5) % 10) - 5) + Math.abs(((line + 0.5) % 12) - 6)
      const color = over ? warp(Math.floor(diamond + t * 0.8) / 7) : warp(Math.floor(column / 5) / 4 + 0.13)
      const light = (0.35 + 0.65 * round) * dip * fibre
      for (let part = 0; part < 3; part++) out[part] = (color[part] ?? 0) * light * 1.15
    })
  }
}
