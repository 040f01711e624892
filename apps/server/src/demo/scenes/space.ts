import { length, tall } from '../paint/canvas.ts'
import { hex, mix, ramp, scaled, wheel } from '../paint/color.ts'
import { cloud, noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

export const orbits: Scene = ({ random }) => {
  const planets = many(7, (index) => ({
    far: 0.13 + index * 0.055,
    size: [0.022, 0.032, 0.036, 0.026, 0.062, 0.05, 0.038][index] ?? 0.02,
    speed: 2.6 / (index + 1.4),
    phase: random.between(0, tau),
    color:
      ['#c9ada7', '#f2cc8f', '#4ea8de', '#e56b6f', '#e0a458', '#f4d58d', '#80ced7'].map(hex)[index] ??
      hex('#ffffff'),
  }))
  const dots = many(
    160,
    () => [random.between(0, 1), random.between(0, tall), random.between(0.001, 0.0032)] as const,
  )
  return (canvas, t) => {
    canvas.sky(ramp('#0a0a23', '#161638', '#0a0a23'))
    for (const [x, y, r] of dots)
      canvas.glow({ x, y, r: r * 2, color: [1, 1, 1], alpha: 0.3 + 0.4 * wave(x * 90 + t * 2) })
    const tilt = 0.88
    const bodies = planets.map((planet) => {
      const angle = planet.phase + t * planet.speed
      return {
        ...planet,
        angle,
        x: 0.5 + Math.cos(angle) * planet.far,
        y: 0.88 + Math.sin(angle) * planet.far * tilt * 1.45,
      }
    })
    for (const body of bodies) {
      for (let step = 0; step < 70; step++) {
        const angle = body.angle - step * 0.045
        canvas.disc({
          x: 0.5 + Math.cos(angle) * body.far,
          y: 0.88 + Math.sin(angle) * body.far * tilt * 1.45,
          r: 0.0034,
          color: body.color,
          alpha: 0.85 * (1 - step / 70),
        })
      }
    }
    canvas.glow({ x: 0.5, y: 0.88, r: 0.34, color: [1, 0.6, 0.2], alpha: 0.55 + 0.08 * Math.sin(t * 3) })
    canvas.disc({ x: 0.5, y: 0.88, r: 0.065, color: [1, 0.9, 0.6] })
    bodies.forEach((body, index) => {
      canvas.disc({ ...body, r: body.size, color: body.color })
      const away = Math.atan2(body.y - 0.88, body.x - 0.5)
      canvas.disc({
        x: body.x + Math.cos(away) * body.size * 0.35,
        y: body.y + Math.sin(away) * body.size * 0.35,
        r: body.size * 0.75,
        color: scaled(body.color, 0.35),
        alpha: 0.55,
      })
      if (index === 5)
        canvas.line({
          from: [body.x - 0.085, body.y + 0.026],
          to: [body.x + 0.085, body.y - 0.026],
          width: 0.008,
          color: hex('#fff0c2'),
          alpha: 0.85,
        })
    })
  }
}

export const spirograph: Scene = () => {
  const hue = wheel('#00f5d4', '#00bbf9', '#9b5de5', '#f15bb5', '#fee440')
  return (canvas, t) => {
    canvas.sky(ramp('#0d0d1a', '#14142b', '#0d0d1a'))
    const drawn = Math.floor(420 + t * 330)
    const at = (n: number): [number, number] => {
      const angle = n * 0.033
      const roll = angle * 2.6842
      return [
        0.5 + 0.27 * Math.cos(angle) + 0.2 * Math.cos(roll),
        0.88 + 0.42 * Math.sin(angle) - 0.3 * Math.sin(roll),
      ]
    }
    for (let step = Math.max(0, drawn - 1500); step < drawn; step++) {
      const age = (drawn - step) / 1500
      canvas.line({
        from: at(step),
        to: at(step + 1),
        width: 0.0055,
        color: hue(step / 620),
        alpha: 0.95 * (1 - age) ** 0.6,
      })
    }
    const [x, y] = at(drawn)
    canvas.glow({ x, y, r: 0.085, color: [1, 1, 1], alpha: 0.8 })
    canvas.disc({ x, y, r: 0.009, color: [1, 1, 1] })
  }
}

export const warp: Scene = ({ random }) => {
  const streaks = many(330, () => ({
    angle: random.between(0, tau),
    phase: random.next(),
    lane: random.between(0.12, 1),
    tint: random.next(),
  }))
  return (canvas, t) => {
    canvas.shade(6, (x, y, out) => {
      const far = length(x - 0.5, y - tall / 2)
      const mist = cloud(Math.atan2(y - tall / 2, x - 0.5) * 2 + 9, 1 / (far + 0.2) + t * 1.2) * 0.5
      out[0] = 0.03 + mist * 0.16 + Math.exp(-far * 9) * 0.5
      out[1] = 0.02 + mist * 0.1 + Math.exp(-far * 9) * 0.65
      out[2] = 0.09 + mist * 0.42 + Math.exp(-far * 7) * 0.95
    })
    const speed = 0.35 + 0.3 * smooth(0.5, 3.5, t)
    for (const streak of streaks) {
      const depth = (streak.phase + t * speed * 0.8) % 1
      const near = depth ** 2.4 * 1.25 * streak.lane + 0.02
      const tail = Math.max(0.015, near * (1 - 0.16 * speed * 2))
      const cos = Math.cos(streak.angle)
      const sin = Math.sin(streak.angle)
      canvas.line({
        from: [0.5 + cos * tail, tall / 2 + sin * tail],
        to: [0.5 + cos * near, tall / 2 + sin * near],
        width: 0.0015 + 0.005 * depth,
        color: mix(hex('#8ecbff'), hex('#ffd6f5'), streak.tint),
        alpha: Math.min(1, depth * 1.5),
      })
    }
  }
}

export const bouncing: Scene = () => {
  const hue = wheel('#ff595e', '#ff924c', '#ffca3a', '#8ac926', '#36c9c6', '#1982c4', '#6a4c93')
  return (canvas, t) => {
    canvas.sky(ramp('#fffaf0', '#fdf0dd'))
    const count = 9
    for (let ball = 0; ball < count; ball++) {
      const x = 0.12 + ball * 0.095
      const period = 3.6 / (6 + ball)
      const place = (t % period) / period
      const high = 4 * place * (1 - place)
      const top = 0.25 + ball * 0.05
      const y = 1.38 - high * (1.38 - top)
      const squash = 1 - 0.3 * smooth(0.14, 0, high)
      const color = hue(ball / count)
      canvas.line({
        from: [x, 1.43],
        to: [x, 1.62],
        width: 0.062,
        color: mix(color, [1, 1, 1], 0.55 - 0.55 * smooth(0.25, 0, high)),
      })
      canvas.disc({
        x,
        y: 1.435,
        r: 0.034 * (1 - high * 0.6),
        color: [0.3, 0.2, 0.15],
        alpha: 0.25 * (1 - high * 0.8),
      })
      for (let ghost = 1; ghost < 5; ghost++) {
        const past = (((t - ghost * 0.022) % period) + period) % period
        const rise = 4 * (past / period) * (1 - past / period)
        canvas.disc({ x, y: 1.38 - rise * (1.38 - top), r: 0.034, color, alpha: 0.11 })
      }
      canvas.disc({ x, y: y + 0.034 * (1 - squash), r: 0.036 * (2 - squash) * 0.98, color })
      canvas.glow({ x: x - 0.011, y: y - 0.012, r: 0.02, color: [1, 1, 1], alpha: 0.6 })
    }
  }
}

export const sequencer: Scene = ({ random }) => {
  const hits = many(8 * 12, () => random.next() < 0.3)
  const hue = wheel('#f72585', '#b5179e', '#7209b7', '#4361ee', '#4cc9f0', '#80ffdb')
  return (canvas, t) => {
    canvas.sky(ramp('#10002b', '#1b0042', '#10002b'))
    const step = t * 4
    const now = Math.floor(step) % 12
    for (let row = 0; row < 12; row++) {
      for (let column = 0; column < 8; column++) {
        const x = 0.5 + (column - 3.5) * 0.112
        const y = 0.88 + (row - 5.5) * 0.125
        const on = hits[row * 8 + column] ?? false
        const since = (((step - row) % 12) + 12) % 12
        const hit = on ? Math.exp(-since * 0.9) : 0
        const color = hue(column / 8 + t * 0.03)
        if (hit > 0.03) canvas.glow({ x, y, r: 0.055 + 0.09 * hit, color, alpha: hit })
        canvas.disc({
          x,
          y,
          r: on ? 0.031 + 0.014 * hit : 0.012,
          color: on ? mix(scaled(color, 0.5), [1, 1, 1], hit * 0.8) : scaled(color, row === now ? 0.5 : 0.22),
        })
        if (hit > 0.05) canvas.ring({ x, y, r: 0.045 + since * 0.028, width: 0.005, color, alpha: hit * 0.8 })
      }
    }
    const line = 0.88 + ((step % 12) - 5.5) * 0.125
    canvas.line({ from: [0.06, line], to: [0.94, line], width: 0.004, color: [1, 1, 1], alpha: 0.45 })
  }
}

export const flowField: Scene = ({ random }) => {
  const seeds = many(420, () => ({
    x: random.between(-0.1, 1.1),
    y: random.between(-0.1, tall + 0.1),
    hue: random.between(0, 0.25),
    phase: random.next(),
  }))
  const hue = wheel('#e63946', '#f4a261', '#e9c46a', '#2a9d8f', '#457b9d', '#1d3557')
  return (canvas, t) => {
    canvas.sky(ramp('#fefae0', '#faf3dd'))
    for (const seed of seeds) {
      let { x, y } = seed
      const life = (seed.phase + t * 0.16) % 1
      const color = hue(seed.hue * 1.1 + noise(seed.x * 2, seed.y * 2) * 1.5)
      for (let joint = 0; joint < 26; joint++) {
        const angle = noise(x * 2.1, y * 2.1 + t * 0.05) * tau * 1.4 + Math.sin(y * 2 + t * 0.2)
        const next: [number, number] = [x + Math.cos(angle) * 0.012, y + Math.sin(angle) * 0.012]
        const alpha =
          0.85 * smooth(0, 0.2, life - joint / 26 + 0.2) * smooth(1, 0.7, life - (joint / 26) * 0.3)
        if (alpha > 0.02) canvas.line({ from: [x, y], to: next, width: 0.011 - joint * 0.0003, color, alpha })
        ;[x, y] = next
      }
    }
  }
}

export const galaxy: Scene = ({ random }) => {
  const suns = many(900, () => {
    const far = 0.02 + 0.5 * random.next() ** 0.75
    const arm = Math.floor(random.between(0, 3))
    return {
      far,
      angle: (arm / 3) * tau + far * 9 + random.between(-0.32, 0.32),
      r: random.between(0.003, 0.011),
      tint: random.next(),
    }
  })
  const dust = ramp('#ffe9c9', '#ffb3c7', '#8f7bff', '#3fa7ff')
  return (canvas, t) => {
    canvas.sky(ramp('#03030f', '#0a0820', '#03030f'))
    canvas.glow({ x: 0.5, y: 0.88, r: 0.62, color: hex('#4b2a8f'), alpha: 0.35 })
    for (const sun of suns) {
      const angle = sun.angle + (t * 0.16) / (sun.far + 0.22)
      const x = 0.5 + Math.cos(angle) * sun.far * 0.95
      const y = 0.88 + Math.sin(angle) * sun.far * 1.2
      canvas.glow({ x, y, r: sun.r * 2, color: dust(sun.far * 1.7 + sun.tint * 0.3), alpha: 0.75 })
    }
    canvas.glow({ x: 0.5, y: 0.88, r: 0.16, color: [1, 0.9, 0.7], alpha: 0.95 })
  }
}
