import { randomOf } from '../paint/random.ts'

export const sampleRate = 48_000

export type Voice = 'pad' | 'pluck' | 'bell' | 'bass' | 'saw' | 'wood' | 'keys'
export interface Note {
  readonly at: number
  readonly seconds: number
  /** 60 is the middle C, one step is a semitone. */
  readonly pitch: number
  readonly gain: number
  /** −1 left … 1 right. */
  readonly pan?: number
}
export interface Hit {
  readonly at: number
  readonly gain: number
  readonly pan?: number
}

const turn = Math.PI * 2

/** How a voice sounds `t` seconds into a note of `hz`; `phase` is 2π·hz·t. */
const voices: Record<Voice, (phase: number, t: number) => number> = {
  pad: (phase, t) =>
    0.5 * Math.sin(phase * 1.003) +
    0.5 * Math.sin(phase * 0.997 + 0.3) +
    0.22 * Math.sin(phase * 2.002 + Math.sin(t * 1.7)) +
    0.1 * Math.sin(phase * 3.001),
  pluck: (phase, t) =>
    Math.exp(-t * 4.5) *
    (Math.sin(phase) +
      0.55 * Math.exp(-t * 7) * Math.sin(phase * 2) +
      0.35 * Math.exp(-t * 12) * Math.sin(phase * 3)),
  bell: (phase, t) => Math.exp(-t * 2.6) * Math.sin(phase + 2.2 * Math.exp(-t * 5) * Math.sin(phase * 3.5)),
  bass: (phase, t) => Math.exp(-t * 1.8) * Math.tanh(1.6 * Math.sin(phase) + 0.5 * Math.sin(phase * 2)),
  saw: (phase, t) => {
    const open = Math.exp(-t * 5)
    let sum = 0
    for (let partial = 1; partial <= 7; partial++)
      sum += (Math.sin(phase * partial) / partial) * Math.min(1, open * 9 - partial + 1.4 > 0 ? 1 : 0.12)
    return sum * 0.6
  },
  wood: (phase, t) => Math.exp(-t * 9) * (Math.sin(phase) + 0.4 * Math.exp(-t * 22) * Math.sin(phase * 3.93)),
  keys: (phase, t) =>
    Math.exp(-t * 1.5) *
    Math.sin(phase + (0.9 * Math.exp(-t * 3) + 0.1) * Math.sin(phase)) *
    (1 + 0.12 * Math.sin(t * 31)),
}
const attackSeconds: Record<Voice, number> = {
  pad: 0.9,
  pluck: 0.004,
  bell: 0.003,
  bass: 0.012,
  saw: 0.008,
  wood: 0.002,
  keys: 0.006,
}

/** A little orchestra that writes into two channels of samples. */
export class Band {
  readonly seconds: number
  readonly left: Float32Array
  readonly right: Float32Array

  constructor(seconds: number) {
    this.seconds = seconds
    this.left = new Float32Array(Math.ceil(seconds * sampleRate))
    this.right = new Float32Array(this.left.length)
  }

  #add(hit: Hit, seconds: number, sound: (t: number, sample: number) => number): void {
    const start = Math.round(hit.at * sampleRate)
    const count = Math.round(seconds * sampleRate)
    const pan = hit.pan ?? 0
    const toLeft = hit.gain * Math.sqrt((1 - pan) / 2)
    const toRight = hit.gain * Math.sqrt((1 + pan) / 2)
    for (let sample = Math.max(0, -start); sample < count && start + sample < this.left.length; sample++) {
      const value = sound(sample / sampleRate, sample)
      this.left[start + sample] = (this.left[start + sample] ?? 0) + value * toLeft
      this.right[start + sample] = (this.right[start + sample] ?? 0) + value * toRight
    }
  }

  play(voice: Voice, note: Note): void {
    const step = turn * 440 * 2 ** ((note.pitch - 69) / 12)
    const shape = voices[voice]
    const attack = attackSeconds[voice]
    const release = Math.min(voice === 'pad' ? 1.2 : 0.08, note.seconds / 2)
    this.#add(note, note.seconds, (t) => {
      const envelope = Math.min(1, t / attack, (note.seconds - t) / release)
      return shape(step * t, t) * envelope
    })
  }

  kick(hit: Hit): void {
    this.#add(hit, 0.34, (t) => Math.sin(turn * (48 * t + 3.4 * (1 - Math.exp(-t * 28)))) * Math.exp(-t * 9))
  }

  /** Filtered noise: `color` 0 is dull, 1 is bright; the shape comes from `envelope(t)`. */
  noise(hit: Hit, look: { seconds: number; color: number; envelope: (t: number) => number }): void {
    const random = randomOf(Math.round(hit.at * 1000) + 17)
    let low = 0
    let last = 0
    this.#add(hit, look.seconds, (t) => {
      const white = random.next() * 2 - 1
      low += (white - low) * (0.02 + look.color * 0.6)
      const bright = low - last * (look.color > 0.6 ? 0.9 : 0)
      last = low
      return bright * look.envelope(t)
    })
  }

  hat(hit: Hit): void {
    this.noise(hit, { seconds: 0.09, color: 1, envelope: (t) => Math.exp(-t * 60) })
  }

  snare(hit: Hit): void {
    this.noise(hit, { seconds: 0.22, color: 0.8, envelope: (t) => Math.exp(-t * 19) * 1.4 })
    this.#add(hit, 0.12, (t) => Math.sin(turn * 190 * t) * Math.exp(-t * 30) * 0.7)
  }

  tick(hit: Hit & { readonly pitch: number }): void {
    this.#add(hit, 0.06, (t) => Math.sin(turn * hit.pitch * t) * Math.exp(-t * 110))
  }

  /** Echo from side to side. */
  echo(delaySeconds: number, feedback: number): void {
    const delay = Math.round(delaySeconds * sampleRate)
    for (let sample = delay; sample < this.left.length; sample++) {
      const fromLeft = this.left[sample - delay] ?? 0
      const fromRight = this.right[sample - delay] ?? 0
      this.left[sample] = (this.left[sample] ?? 0) + fromRight * feedback
      this.right[sample] = (this.right[sample] ?? 0) + fromLeft * feedback
    }
  }

  /** A room: four combs and two all-passes per side. */
  room(share: number): void {
    for (const [channel, spread] of [
      [this.left, 0],
      [this.right, 23],
    ] as const) {
      const wet = new Float32Array(channel.length)
      for (const delay of [1687, 1931, 2053, 2251]) {
        const line = new Float32Array(delay + spread)
        for (let sample = 0, place = 0; sample < channel.length; sample++) {
          const out = line[place] ?? 0
          wet[sample] = (wet[sample] ?? 0) + out * 0.25
          line[place] = (channel[sample] ?? 0) + out * 0.82
          place = place + 1 === line.length ? 0 : place + 1
        }
      }
      for (const delay of [347, 113]) {
        const line = new Float32Array(delay + spread)
        for (let sample = 0, place = 0; sample < channel.length; sample++) {
          const stored = line[place] ?? 0
          const input = wet[sample] ?? 0
          wet[sample] = stored - 0.6 * input
          line[place] = input + 0.6 * stored
          place = place + 1 === line.length ? 0 : place + 1
        }
      }
      for (let sample = 0; sample < channel.length; sample++) {
        channel[sample] = (channel[sample] ?? 0) * (1 - share * 0.4) + (wet[sample] ?? 0) * share
      }
    }
  }

  /** A 16-bit WAV file: even loudness, soft peaks, no click at the ends. */
  wav(): Buffer {
    let square = 0
    for (const sample of this.left) square += sample * sample
    const gain = 0.12 / Math.max(0.001, Math.sqrt(square / this.left.length))
    const data = Buffer.alloc(44 + this.left.length * 4)
    data.write('RIFF', 0)
    data.writeUInt32LE(data.length - 8, 4)
    data.write('WAVEfmt ', 8)
    data.writeUInt32LE(16, 16)
    data.writeUInt16LE(1, 20)
    data.writeUInt16LE(2, 22)
    data.writeUInt32LE(sampleRate, 24)
    data.writeUInt32LE(sampleRate * 4, 28)
    data.writeUInt16LE(4, 32)
    data.writeUInt16LE(16, 34)
    data.write('data', 36)
    data.writeUInt32LE(this.left.length * 4, 40)
    for (let sample = 0; sample < this.left.length; sample++) {
      const edge = Math.min(1, sample / 400, (this.left.length - sample) / 9600) * gain
      data.writeInt16LE(Math.round(Math.tanh((this.left[sample] ?? 0) * edge) * 32_000), 44 + sample * 4)
      data.writeInt16LE(Math.round(Math.tanh((this.right[sample] ?? 0) * edge) * 32_000), 46 + sample * 4)
    }
    return data
  }
}
