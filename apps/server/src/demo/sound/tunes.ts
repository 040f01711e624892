import type { Random } from '../paint/random.ts'
import { randomOf } from '../paint/random.ts'
import type { Voice } from './band.ts'
import { Band } from './band.ts'

export type Style =
  | 'drift'
  | 'arpeggio'
  | 'beat'
  | 'musicBox'
  | 'shore'
  | 'waltz'
  | 'drive'
  | 'marimba'
  | 'droplets'
  | 'lofi'
  | 'clock'
  | 'drone'

/** What a clip sounds like: a style, a key and a pace make thirty-six different tunes. */
export interface Tune {
  readonly style: Style
  /** Lowest note, 60 is the middle C. */
  readonly root: number
  readonly scale: 'major' | 'minor' | 'dorian' | 'pentatonic' | 'lydian'
  readonly beatsPerMinute: number
  readonly seed: number
}

const scales: Record<Tune['scale'], readonly number[]> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  pentatonic: [0, 2, 4, 7, 9],
  lydian: [0, 2, 4, 6, 7, 9, 11],
}

interface Score {
  readonly band: Band
  readonly beat: number
  readonly beats: number
  readonly random: Random
  /** Pitch of the n-th step of the scale above the root. */
  readonly step: (n: number) => number
  /** The chord of a bar, as steps of the scale. */
  readonly chord: (bar: number) => readonly number[]
}

const progressions = [
  [0, 5, 3, 4],
  [0, 3, 5, 4],
  [0, 2, 3, 5],
  [0, 4, 5, 3],
]

const chords = (
  { band, beat, beats, step, chord }: Score,
  voice: Voice,
  look: { every: number; gain: number },
) => {
  for (let at = 0; at < beats; at += look.every) {
    chord(Math.floor(at / 4)).forEach((n, index) =>
      band.play(voice, {
        at: at * beat,
        seconds: look.every * beat * 1.15,
        pitch: step(n),
        gain: look.gain,
        pan: (index - 1) * 0.5,
      }),
    )
  }
}

const styles: Record<Style, (score: Score) => void> = {
  drift: (score) => {
    const { band, beat, beats, random, step } = score
    chords(score, 'pad', { every: 4, gain: 0.3 })
    for (let at = 1; at < beats; at += 1) {
      if (random.next() < 0.55)
        band.play('bell', {
          at: (at + random.next() * 0.3) * beat,
          seconds: 2.5,
          pitch: step(7 + Math.floor(random.between(0, 8))) + 12,
          gain: 0.12,
          pan: random.between(-0.8, 0.8),
        })
    }
    band.echo(beat * 0.75, 0.35)
    band.room(0.7)
  },
  arpeggio: ({ band, beat, beats, step, chord }) => {
    for (let at = 0; at < beats * 4; at++) {
      const notes = chord(Math.floor(at / 16))
      const climb = [0, 1, 2, 3, 2, 1, 3, 2][at % 8] ?? 0
      band.play('pluck', {
        at: (at * beat) / 4,
        seconds: 0.7,
        pitch: step((notes[climb % notes.length] ?? 0) + (climb > 2 ? 7 : 0)) + 12,
        gain: 0.3,
        pan: Math.sin(at) * 0.6,
      })
      if (at % 8 === 0)
        band.play('bass', {
          at: (at * beat) / 4,
          seconds: beat * 1.9,
          pitch: step(notes[0] ?? 0) - 12,
          gain: 0.4,
        })
    }
    band.echo(beat * 0.75, 0.3)
    band.room(0.35)
  },
  beat: (score) => {
    const { band, beat, beats, random, step, chord } = score
    for (let at = 0; at < beats; at++) {
      band.kick({ at: at * beat, gain: at % 2 === 0 ? 0.9 : 0.35 })
      if (at % 2 === 1) band.snare({ at: at * beat, gain: 0.5 })
      for (const part of [0, 0.25, 0.5, 0.75])
        band.hat({ at: (at + part) * beat, gain: part === 0.5 ? 0.5 : 0.22, pan: 0.3 })
      const root = chord(Math.floor(at / 4))[0] ?? 0
      for (const part of [0, 0.5, 0.75])
        if (random.next() < 0.8)
          band.play('bass', {
            at: (at + part) * beat,
            seconds: beat * 0.4,
            pitch: step(root) - 12,
            gain: 0.5,
          })
      if (random.next() < 0.6)
        band.play('saw', {
          at: (at + 0.5) * beat,
          seconds: beat * 0.45,
          pitch: step(root + 4 + 2 * Math.floor(random.between(0, 3))),
          gain: 0.16,
          pan: random.between(-0.6, 0.6),
        })
    }
    chords(score, 'pad', { every: 4, gain: 0.12 })
    band.room(0.22)
  },
  musicBox: ({ band, beat, beats, random, step, chord }) => {
    let walk = 7
    for (let at = 0; at < beats * 2; at++) {
      walk = Math.max(4, Math.min(14, walk + Math.floor(random.between(-2.4, 3.4))))
      if (at % 8 !== 7 && random.next() < 0.85)
        band.play('bell', {
          at: (at * beat) / 2,
          seconds: 1.6,
          pitch: step(walk) + 12,
          gain: 0.3,
          pan: random.between(-0.4, 0.4),
        })
      if (at % 4 === 0)
        band.play('bell', {
          at: (at * beat) / 2,
          seconds: 2.2,
          pitch: step(chord(Math.floor(at / 8))[0] ?? 0),
          gain: 0.28,
        })
    }
    band.room(0.5)
  },
  shore: (score) => {
    const { band, beat, beats, step, random } = score
    for (let at = 0; at < beats; at += 6)
      band.noise(
        { at: at * beat - 0.5, gain: 0.9, pan: Math.sin(at) * 0.6 },
        {
          seconds: 6.5 * beat,
          color: 0.12,
          envelope: (t) => Math.sin(Math.min(Math.PI, (t / (6.5 * beat)) * Math.PI)) ** 2,
        },
      )
    chords(score, 'pad', { every: 8, gain: 0.2 })
    for (let at = 0; at < beats; at += 1.5)
      if (random.next() < 0.7)
        band.play('keys', {
          at: at * beat,
          seconds: 2.4,
          pitch: step(Math.floor(random.between(4, 12))),
          gain: 0.2,
          pan: random.between(-0.5, 0.5),
        })
    band.room(0.6)
  },
  waltz: ({ band, beat, beats, random, step }) => {
    let walk = 9
    for (let at = 0; at < beats; at++) {
      const root = [0, 4, 5, 3][Math.floor(at / 3) % 4] ?? 0
      if (at % 3 === 0)
        band.play('bass', { at: at * beat, seconds: beat * 1.5, pitch: step(root) - 12, gain: 0.5 })
      else
        for (const third of [2, 4])
          band.play('pluck', {
            at: at * beat,
            seconds: beat,
            pitch: step(root + third),
            gain: 0.2,
            pan: 0.35,
          })
      walk = Math.max(6, Math.min(14, walk + Math.floor(random.between(-2, 3))))
      if (random.next() < 0.75)
        band.play('keys', { at: at * beat, seconds: beat * 1.8, pitch: step(walk), gain: 0.3, pan: -0.3 })
      if (random.next() < 0.3)
        band.play('keys', {
          at: (at + 0.5) * beat,
          seconds: beat,
          pitch: step(walk + 1),
          gain: 0.22,
          pan: -0.3,
        })
    }
    band.room(0.4)
  },
  drive: (score) => {
    const { band, beat, beats, step, chord } = score
    for (let at = 0; at < beats * 4; at++) {
      const notes = chord(Math.floor(at / 16))
      if (at % 4 === 0) band.kick({ at: (at * beat) / 4, gain: 0.9 })
      if (at % 8 === 4) band.snare({ at: (at * beat) / 4, gain: 0.55 })
      if (at % 4 !== 0)
        band.play('bass', {
          at: (at * beat) / 4,
          seconds: beat * 0.22,
          pitch: step(notes[0] ?? 0) - 12 + (at % 4 === 2 ? 12 : 0),
          gain: 0.45,
        })
      band.play('saw', {
        at: (at * beat) / 4,
        seconds: beat * 0.3,
        pitch: step(notes[at % notes.length] ?? 0) + 12 + (at % 5 === 4 ? 12 : 0),
        gain: 0.13,
        pan: Math.sin(at * 0.7) * 0.7,
      })
    }
    chords(score, 'pad', { every: 4, gain: 0.16 })
    band.echo(beat * 0.75, 0.22)
    band.room(0.25)
  },
  marimba: ({ band, beats, beat, step }) => {
    const length = beats * beat
    // Nine bars of wood, each with its own period: they drift apart and meet again after 3.6 seconds.
    for (let bar = 0; bar < 9; bar++) {
      const period = 3.6 / (6 + bar)
      for (let hit = 1; hit * period < length; hit++)
        band.play('wood', {
          at: hit * period,
          seconds: 0.5,
          pitch: step(bar) + 12,
          gain: 0.34,
          pan: (bar - 4) * 0.2,
        })
    }
    band.play('pad', { at: 0, seconds: length, pitch: step(0) - 12, gain: 0.1 })
    band.room(0.35)
  },
  droplets: ({ band, beat, beats, random, step }) => {
    band.noise(
      { at: 0, gain: 0.22 },
      { seconds: beats * beat, color: 0.5, envelope: (t) => 0.7 + 0.3 * Math.sin(t * 1.3) },
    )
    for (let drop = 0; drop < beats * 3; drop++) {
      const at = (drop / 3 + random.between(0, 0.3)) * beat
      band.play('wood', {
        at,
        seconds: 0.6,
        pitch: step(Math.floor(random.between(3, 15))) + 12,
        gain: random.between(0.12, 0.4),
        pan: random.between(-0.9, 0.9),
      })
    }
    for (let at = 0; at < beats; at += 8)
      band.play('pad', { at: at * beat, seconds: 8 * beat, pitch: step(at % 16 === 0 ? 0 : 3), gain: 0.22 })
    band.echo(beat * 0.66, 0.4)
    band.room(0.45)
  },
  lofi: ({ band, beat, beats, random, step, chord }) => {
    band.noise(
      { at: 0, gain: 0.05 },
      { seconds: beats * beat, color: 0.9, envelope: (t) => (Math.sin(t * 913) > 0.97 ? 3 : 0.5) },
    )
    for (let at = 0; at < beats; at++) {
      if (at % 4 === 0 || at % 4 === 2) band.kick({ at: (at + (at % 4 === 2 ? 0.5 : 0)) * beat, gain: 0.8 })
      if (at % 2 === 1) band.snare({ at: at * beat + 0.015, gain: 0.36 })
      band.hat({ at: at * beat, gain: 0.25 })
      band.hat({ at: (at + 0.62) * beat, gain: 0.18, pan: 0.3 })
      const notes = chord(Math.floor(at / 4))
      if (at % 2 === 0)
        for (const n of [...notes, (notes[0] ?? 0) + 6])
          band.play('keys', {
            at: at * beat + random.next() * 0.02,
            seconds: beat * 1.9,
            pitch: step(n),
            gain: 0.16,
          })
      if (at % 2 === 0)
        band.play('bass', { at: at * beat, seconds: beat * 1.4, pitch: step(notes[0] ?? 0) - 12, gain: 0.42 })
      if (random.next() < 0.4)
        band.play('bell', {
          at: (at + 0.62) * beat,
          seconds: 1.2,
          pitch: step(Math.floor(random.between(7, 13))),
          gain: 0.12,
          pan: 0.4,
        })
    }
    band.room(0.25)
  },
  clock: ({ band, beat, beats, random, step, chord }) => {
    for (let at = 0; at < beats; at++) {
      band.tick({
        at: at * beat,
        gain: 0.9,
        pitch: at % 2 === 0 ? 2300 : 1750,
        pan: at % 2 === 0 ? -0.4 : 0.4,
      })
      band.tick({ at: (at + 0.5) * beat, gain: 0.3, pitch: 3100 })
      const notes = chord(Math.floor(at / 4))
      band.play('wood', { at: at * beat, seconds: 0.5, pitch: step(notes[at % 3] ?? 0), gain: 0.4 })
      if (random.next() < 0.5)
        band.play('pluck', {
          at: (at + 0.5) * beat,
          seconds: 0.8,
          pitch: step(Math.floor(random.between(5, 11))),
          gain: 0.25,
          pan: random.between(-0.5, 0.5),
        })
      if (at % 8 === 0) band.play('bell', { at: at * beat, seconds: 3, pitch: step(0) + 12, gain: 0.3 })
    }
    band.room(0.35)
  },
  drone: ({ band, beat, beats, step, random }) => {
    const length = beats * beat
    for (const [n, gain] of [
      [0, 0.4],
      [4, 0.25],
      [7, 0.2],
      [9, 0.12],
    ] as const)
      band.play('pad', { at: 0, seconds: length, pitch: step(n) - 12, gain, pan: random.between(-0.5, 0.5) })
    for (let at = 0; at < beats; at += 2) {
      band.play('pad', {
        at: at * beat,
        seconds: beat * 2.6,
        pitch: step(Math.floor(random.between(4, 13))),
        gain: 0.2,
        pan: random.between(-0.8, 0.8),
      })
      band.noise(
        { at: at * beat, gain: 0.1 },
        {
          seconds: beat * 2,
          color: 0.25,
          envelope: (t) => Math.sin(Math.min(Math.PI, (t / (beat * 2)) * Math.PI)),
        },
      )
    }
    band.echo(beat, 0.3)
    band.room(0.75)
  },
}

/** Plays a tune of this length and returns it as a WAV file. */
export const performTune = (tune: Tune, seconds: number): Buffer => {
  const band = new Band(seconds)
  const beat = 60 / tune.beatsPerMinute
  const scale = scales[tune.scale]
  const step = (n: number) => tune.root + 12 * Math.floor(n / scale.length) + (scale[n % scale.length] ?? 0)
  const progression = progressions[tune.seed % progressions.length] ?? [0]
  const chord = (bar: number) => {
    const root = progression[bar % progression.length] ?? 0
    return [root, root + 2, root + 4]
  }
  styles[tune.style]({
    band,
    beat,
    beats: Math.ceil(seconds / beat),
    random: randomOf(tune.seed),
    step,
    chord,
  })
  return band.wav()
}
