import { tall } from '../paint/canvas.ts'
import { hex, mix, ramp } from '../paint/color.ts'
import { cloud, noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

const stars = (random: { between(low: number, high: number): number }, count: number, lowest: number) =>
  many(count, () => ({
    x: random.between(0, 1),
    y: random.between(0, lowest),
    r: random.between(0.0012, 0.004),
    phase: random.between(0, tau),
  }))

export const aurora: Scene = ({ random }) => {
  const night = ramp('#050816', '#0a1a33', '#0f3044', '#123a3f')
  const curtain = ramp('#0d3b4f', '#2fe39b', '#7dffb2', '#b78bff', '#5a2fb0')
  const points = stars(random, 140, 1.2)
  const fir = many(46, (index) => [index / 45, random.between(0.03, 0.15)] as const)
  return (canvas, t) => {
    canvas.shade(4, (x, y, out) => {
      const base = night(y / tall)
      let light = 0
      let tint = 0
      for (let band = 0; band < 3; band++) {
        const foot =
          0.95 -
          band * 0.2 +
          0.16 * Math.sin(x * 4 + t * 0.5 + band * 2) +
          0.1 * noise(x * 5 + t * 0.4, band * 9)
        const above = foot - y
        if (above < -0.05) continue
        const rays = 0.35 + 0.65 * noise(x * 26 + band * 40 + Math.sin(t * 0.3 + x * 3) * 2, t * 0.7 + band)
        const strength = smooth(-0.05, 0.02, above) * Math.exp(-above * 3.2) * rays
        light += strength
        tint += strength * Math.min(1, 0.15 + above * 1.6)
      }
      const color = curtain(light > 0 ? tint / light : 0)
      for (let part = 0; part < 3; part++) out[part] = (base[part] ?? 0) + (color[part] ?? 0) * light * 0.85
    })
    for (const star of points) {
      canvas.glow({
        ...star,
        r: star.r * 2.4,
        color: [0.9, 0.95, 1],
        alpha: 0.4 + 0.5 * wave(t * 2 + star.phase),
      })
    }
    canvas.ground(
      (x) => 1.42 - 0.12 * noise(x * 3, 2) - 0.03 * noise(x * 11, 7),
      () => [0.02, 0.06, 0.09],
    )
    for (const [x, height] of fir) {
      const foot = 1.62
      for (const tier of [0, 1, 2]) {
        const top = foot - 0.16 - height + tier * 0.05
        canvas.polygon(
          [
            [x, top],
            [x + 0.022 + tier * 0.012, top + 0.12],
            [x - 0.022 - tier * 0.012, top + 0.12],
          ],
          [0.008, 0.03, 0.045],
        )
      }
    }
    canvas.ground(
      (x) => 1.56 + 0.02 * noise(x * 7, 4),
      () => [0.006, 0.02, 0.03],
    )
  }
}

export const sunrise: Scene = ({ seconds }) => {
  const before = ramp('#1b1446', '#5b2a74', '#b2496f', '#f08a5d')
  const after = ramp('#3f7fd0', '#8cc3ec', '#ffd9a0', '#ffb36b')
  const hills = ['#e08a6a', '#b45f6b', '#7d4468', '#4a2f5c', '#231b42'].map(hex)
  return (canvas, t) => {
    const day = smooth(0, seconds * 0.95, t)
    canvas.sky((y) => mix(before(y * 1.6), after(y * 1.6), day))
    const y = 1.25 - day * 0.62
    canvas.glow({ x: 0.56, y, r: 0.85, color: [1, 0.55, 0.25], alpha: 0.75 })
    canvas.disc({ x: 0.56, y, r: 0.125, color: [1, 0.9, 0.66] })
    for (const bird of [0, 1, 2, 3, 4]) {
      const x = ((t * 0.06 + bird * 0.05) % 1.3) - 0.1 + bird * 0.035
      const high = 0.48 + bird * 0.024 + 0.012 * Math.sin(t * 2 + bird)
      const flap = 0.013 * Math.sin(t * 9 + bird * 1.7)
      canvas.line({ from: [x - 0.02, high - flap], to: [x, high], width: 0.0045, color: [0.14, 0.08, 0.2] })
      canvas.line({ from: [x, high], to: [x + 0.02, high - flap], width: 0.0045, color: [0.14, 0.08, 0.2] })
    }
    hills.forEach((color, layer) => {
      const drift = t * 0.008 * (layer + 1)
      const top = (x: number) =>
        0.98 +
        layer * 0.16 -
        0.2 * noise(x * (2.2 + layer * 0.4) + drift + layer * 13, layer) -
        0.04 * noise(x * 9 + drift * 4, layer + 5)
      canvas.ground(top, (depth) =>
        mix(mix(color, [1, 0.72, 0.45], 0.3 * day), mix(color, [1, 0.8, 0.7], 0.35), depth * 3),
      )
    })
  }
}

export const comets: Scene = ({ random }) => {
  const night = ramp('#040314', '#120b35', '#2b1258', '#5a1f6e', '#a8376b')
  const points = stars(random, 220, tall)
  const falling = many(11, (index) => ({
    start: index * 0.62 + random.between(0, 0.4),
    x: random.between(0.2, 1.25),
    y: random.between(-0.1, 0.55),
    size: random.between(0.5, 1.1),
  }))
  return (canvas, t) => {
    canvas.shade(6, (x, y, out) => {
      const base = night((y / tall) ** 1.3)
      const dust = smooth(0.42, 0.85, cloud(x * 3 + t * 0.03, y * 2 - x)) * (1 - y / tall)
      out[0] = base[0] + dust * 0.2
      out[1] = base[1] + dust * 0.1
      out[2] = base[2] + dust * 0.32
    })
    for (const star of points)
      canvas.glow({
        ...star,
        r: star.r * 2.2,
        color: [1, 0.96, 0.9],
        alpha: 0.3 + 0.6 * wave(t * 3 + star.phase),
      })
    for (const comet of falling) {
      const age = ((t + 7 - comet.start) % 7) / 1.4
      if (age > 1) continue
      for (let tail = 0; tail < 26; tail++) {
        const place = age * 1.5 - tail * 0.016
        const fading = (1 - tail / 26) ** 1.6 * Math.sin(Math.PI * age) * comet.size
        canvas.glow({
          x: comet.x - place * 0.75,
          y: comet.y + place * 0.62,
          r: 0.022 * fading + 0.003,
          color: mix([1, 1, 1], [0.5, 0.6, 1], tail / 12),
          alpha: fading,
        })
      }
    }
    canvas.ground(
      (x) => 1.5 - 0.13 * noise(x * 3.1 + 4, 1) - 0.02 * noise(x * 18, 3),
      () => [0.03, 0.012, 0.06],
    )
    canvas.ground(
      (x) => 1.62 - 0.1 * noise(x * 2.2 + 9, 6),
      () => [0.012, 0.006, 0.03],
    )
  }
}
