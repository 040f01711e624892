import { length, tall } from '../paint/canvas.ts'
import { hex, mix, ramp, scaled } from '../paint/color.ts'
import { noise } from '../paint/random.ts'
import type { Scene } from '../paint/scene.ts'
import { many, smooth, tau, wave } from '../paint/scene.ts'

export const tide: Scene = () => {
  const air = ramp('#2a1a5e', '#8a3d86', '#f0657a', '#ffb26b', '#ffe2a8')
  const layers = ['#f58a7c', '#c9578a', '#7a3f97', '#43308a', '#231f6b', '#12124a'].map(hex)
  return (canvas, t) => {
    canvas.sky((y) => air(Math.min(1, y * 1.75)))
    canvas.glow({ x: 0.5, y: 0.92, r: 0.75, color: [1, 0.65, 0.3], alpha: 0.55 })
    canvas.disc({ x: 0.5, y: 0.84, r: 0.2, color: [1, 0.93, 0.72] })
    layers.forEach((color, layer) => {
      const phase = t * (0.9 + layer * 0.14) * (layer % 2 === 0 ? 1 : -1)
      const high = 0.93 + layer * 0.145
      const top = (x: number) =>
        high +
        (0.012 + layer * 0.007) * Math.sin(x * (9 - layer * 0.7) + phase) +
        0.012 * Math.sin(x * 17 - phase * 1.3 + layer)
      canvas.ground(top, (depth) => mix(mix(color, [1, 0.85, 0.75], 0.5), color, Math.min(1, depth * 26)))
    })
    for (let glint = 0; glint < 26; glint++) {
      const y = 0.96 + glint * 0.018
      const x = 0.5 + (noise(glint * 3.3, t * 0.8) - 0.5) * (0.16 + glint * 0.012)
      canvas.line({
        from: [x - 0.03, y],
        to: [x + 0.03, y],
        width: 0.0045,
        color: [1, 0.88, 0.62],
        alpha: 0.5 * wave(t * 3 + glint * 2.1),
      })
    }
  }
}

export const jellyfish: Scene = ({ random }) => {
  const water = ramp('#0f5f8f', '#0a3a70', '#071f4d', '#040b26')
  const swarm = many(7, (index) => ({
    x: random.between(0.12, 0.88),
    y: random.between(0, tall + 0.5),
    r: [0.15, 0.1, 0.07, 0.12, 0.05, 0.085, 0.06][index] ?? 0.08,
    hue: [hex('#ff7ac8'), hex('#8fd8ff'), hex('#c79bff'), hex('#ffb38a')][index % 4] ?? hex('#ffffff'),
    beat: random.between(0, tau),
  })).sort((left, right) => left.r - right.r)
  const motes = many(
    70,
    () => [random.between(0, 1), random.between(0, tall), random.between(0.002, 0.006)] as const,
  )
  return (canvas, t) => {
    canvas.shade(8, (x, y, out) => {
      const base = water(y / tall)
      const shaft = smooth(0.45, 0.9, noise(x * 6 - y * 1.6 + t * 0.25, t * 0.15)) * Math.exp(-y * 1.7) * 0.55
      out[0] = base[0] + shaft * 0.5
      out[1] = base[1] + shaft * 0.9
      out[2] = base[2] + shaft
    })
    for (const [x, y, r] of motes) {
      canvas.glow({
        x: x + 0.02 * Math.sin(t + y * 9),
        y: (y + tall - t * 0.03) % tall,
        r,
        color: [0.6, 0.9, 1],
        alpha: 0.6,
      })
    }
    for (const { x, y, r, hue, beat } of swarm) {
      const pulse = Math.sin(t * 2.6 + beat)
      const cx = x + 0.05 * Math.sin(t * 0.5 + beat)
      const cy = ((y + tall + 0.5 - t * 0.09 - 0.015 * pulse) % (tall + 0.5)) - 0.2
      const wide = r * (1 - 0.13 * pulse)
      canvas.glow({ x: cx, y: cy, r: r * 2.6, color: hue, alpha: 0.22 })
      for (let arm = -3; arm <= 3; arm++) {
        for (let joint = 0; joint < 11; joint++) {
          const sway = 0.03 * (joint / 11) * Math.sin(t * 2.2 - joint * 0.55 + beat + arm)
          const at = (n: number): [number, number] => [
            cx + (arm / 3.4) * wide * (1 - n * 0.02) + sway,
            cy + 0.02 + n * r * 0.22,
          ]
          canvas.line({
            from: at(joint),
            to: at(joint + 1),
            width: 0.006 * (1 - joint / 13),
            color: hue,
            alpha: 0.4 * (1 - joint / 12),
          })
        }
      }
      const dome = many(25, (step): [number, number] => {
        const angle = Math.PI + (step / 24) * Math.PI
        return [cx + Math.cos(angle) * wide, cy + 0.02 + Math.sin(angle) * r * (0.9 + 0.14 * pulse)]
      })
      canvas.polygon([...dome, [cx, cy + 0.02 + r * 0.13]], mix(hue, [1, 1, 1], 0.15), 0.5)
      canvas.glow({ x: cx - wide * 0.3, y: cy - r * 0.45, r: r * 0.6, color: [1, 1, 1], alpha: 0.4 })
    }
  }
}

export const pond: Scene = ({ random, seconds }) => {
  const drops = many(Math.ceil(seconds * 4.2), (index) => ({
    at: index * 0.24 - 1.5 + random.between(0, 0.2),
    x: random.between(0.05, 0.95),
    y: random.between(0.1, tall - 0.1),
  }))
  const deep = ramp('#05241f', '#0c4a3e', '#1f7a5c', '#8fd6a0', '#f2ffe0')
  const leaves = many(9, () => ({
    x: random.between(0, 1),
    y: random.between(0, tall),
    r: random.between(0.06, 0.13),
    turn: random.between(0, tau),
  }))
  return (canvas, t) => {
    const live = drops.filter((drop) => t > drop.at && t - drop.at < 2.4)
    canvas.shade(3, (x, y, out) => {
      let tilt = 0.18 * (noise(x * 5 + t * 0.2, y * 5 - t * 0.15) - 0.5)
      for (const drop of live) {
        const age = t - drop.at
        const away = length(x - drop.x, y - drop.y) - age * 0.2
        if (away > 0.03 || away < -0.12) continue
        tilt += Math.sin(away * 130) * Math.exp(-age * 1.3) * Math.exp(-away * away * 500) * 0.5
      }
      const color = deep(0.3 + tilt + 0.12 * (1 - y / tall))
      out[0] = color[0]
      out[1] = color[1]
      out[2] = color[2]
    })
    for (const leaf of leaves) {
      const bob = 0.004 * Math.sin(t * 1.5 + leaf.turn)
      const notch = leaf.turn + t * 0.04
      const edge = many(40, (step): [number, number] => {
        const angle = notch + 0.16 + (step / 39) * (tau - 0.32)
        return [leaf.x + Math.cos(angle) * leaf.r + bob, leaf.y + Math.sin(angle) * leaf.r + bob]
      })
      canvas.polygon(
        [...edge.map(([x, y]): [number, number] => [x + 0.008, y + 0.012])],
        [0.01, 0.1, 0.08],
        0.5,
      )
      canvas.polygon([...edge, [leaf.x, leaf.y]], hex('#3f9a4c'))
      for (let vein = 1; vein < 9; vein++) {
        const angle = notch + (vein / 9) * tau
        canvas.line({
          from: [leaf.x, leaf.y],
          to: [leaf.x + Math.cos(angle) * leaf.r * 0.85, leaf.y + Math.sin(angle) * leaf.r * 0.85],
          width: 0.0035,
          color: scaled(hex('#8fd06a'), 0.9),
          alpha: 0.6,
        })
      }
    }
  }
}
