import { stat } from 'node:fs/promises'
import type { Converter, Outcome } from './convert.ts'
import { decode, examine, hear, likenessDb, type Made } from './examine.ts'
import { ordinaryColours, type Expected } from './row.ts'

/** Below this a picture is another one, turned, or of wrong colours. */
const alikeDb = 20
/** Aim and tolerance of the sound, and how far it may be moved. */
const aim = { lufs: -14, toleranceDb: 0.5, reachDb: 12, peakDb: -1 }

export interface Trial {
  readonly name: string
  /** Sentences about what is wrong; none when all is as expected. */
  readonly faults: readonly string[]
  readonly gateMs: number
  readonly likenessDb: number | null
  readonly refused: boolean
}

export interface Subject {
  readonly name: string
  readonly source: string
  readonly folder: string
  /** Those that the converter makes. */
  readonly rungs: readonly number[]
  readonly expected: Expected
}

type Acceptance = Extract<Expected, { refused: null }>

/** The size that the largest rung has to have, give or take the rounding to even sides. */
const largestOf = (expected: Acceptance, rungs: readonly number[]) => {
  const short = Math.min(expected.width, expected.height)
  const edge = Math.max(...rungs.filter((rung) => rung <= short), 0) || short
  const scale = edge / short
  return { width: expected.width * scale, height: expected.height * scale }
}

const isNear = (value: number, wanted: number, tolerance: number): boolean =>
  Math.abs(value - wanted) <= tolerance

const lengthFaults = (made: Made, wantedMs: number): string[] => [
  ...(isNear(made.pictureMs, wantedMs, Math.max(80, wantedMs * 0.02))
    ? []
    : [`the picture lasts ${made.pictureMs} ms instead of ${wantedMs}`]),
  ...(made.soundMs === null || made.soundMs <= made.pictureMs + 500
    ? []
    : [`the sound lasts ${made.soundMs} ms, the picture ${made.pictureMs}`]),
]

const loudnessFaults = async (file: string, { integratedLufs, tries }: Outcome): Promise<string[]> => {
  // Silence has no loudness.
  if (typeof integratedLufs !== 'number') return []
  const { lufs, peakDb } = await hear(file)
  const gainDb = Math.abs(tries.at(-1)?.level.gainDb ?? 0)
  return [
    ...(peakDb <= aim.peakDb ? [] : [`the sound peaks at ${peakDb} dBTP`]),
    ...(gainDb >= aim.reachDb || isNear(lufs, aim.lufs, aim.toleranceDb)
      ? []
      : [`the sound is at ${lufs} LUFS, it was at ${integratedLufs}`]),
  ]
}

const examineAccepted = async (subject: Subject, expected: Acceptance, outcome: Outcome) => {
  const { source, rungs } = subject
  if (outcome.refused !== null) return { faults: [`it was refused: ${outcome.refused}`], likeness: null }
  const made = await Promise.all(outcome.files.map(({ file }) => examine(file)))
  const largest = made.at(-1)
  const file = outcome.files.at(-1)?.file
  if (!largest || file === undefined) return { faults: ['nothing was made'], likeness: null }
  const size = largestOf(expected, rungs)
  const decoded = await decode(source)
  const { reference } = expected
  const like = reference
    ? { input: reference, colours: ordinaryColours }
    : { input: ['-i', source], colours: 'null' }
  const likeness = await likenessDb(file, like, largest)
  const wanted = expected.likenessDb ?? alikeDb
  const poster = await stat(`${subject.folder}/poster.webp`).catch(() => null)
  const faults = [
    ...made.flatMap((one) => one.faults),
    ...(isNear(largest.width, size.width, 2) && isNear(largest.height, size.height, 2)
      ? []
      : [`it is ${largest.width} × ${largest.height} instead of ${size.width} × ${size.height}`]),
    ...lengthFaults(largest, expected.durationMs ?? decoded.pictureMs),
    ...((largest.soundMs !== null) === expected.sound ? [] : [expected.sound ? 'no sound' : 'sound']),
    ...(expected.blemished || likeness >= wanted ? [] : [`it looks different: ${likeness} dB`]),
    ...(expected.blemished && outcome.decodeErrors === 0 ? ['the faults were not noticed'] : []),
    ...((poster?.size ?? 0) > 100 ? [] : ['there is no poster']),
    ...(await loudnessFaults(file, outcome)),
  ]
  return { faults, likeness }
}

/** Sends one file through the gate and the ladder and compares what comes out with what has to. */
export const tryRow = async (converter: Converter, subject: Subject): Promise<Trial> => {
  const { name, source, folder, expected } = subject
  const outcome = await converter.convert(source, folder)
  const { gateMs } = outcome
  if (expected.refused !== null) {
    const isRight = expected.refused.some((code) => code === outcome.refused)
    const verdict = outcome.refused ?? 'accepted'
    const faults = isRight ? [] : [`${verdict} instead of ${expected.refused.join(' or ')}`]
    return { name, faults, gateMs, likenessDb: null, refused: true }
  }
  const { faults, likeness } = await examineAccepted(subject, expected, outcome)
  return { name, faults, gateMs, likenessDb: likeness, refused: false }
}
