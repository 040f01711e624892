import { z } from 'zod'
import { sha256 } from '#platform/digest'
import { rejectReasons } from './judge-view.ts'
import { fundTermsSchema, wholeText } from './terms.ts'
import { videoForms } from './view-facts.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))
const count = z.int().min(0)
const signedText = z.string().regex(/^(0|-?[1-9]\d{0,29})$/)
const short = z.string().min(1).max(200)

const period = z.strictObject({
  ...{ kind: z.literal('period'), periodId: short, fromDay: day, untilDay: day },
  ...{ status: z.enum(['provisional', 'final']), currency: z.string().regex(/^[A-Z]{3}$/) },
})
const terms = z.strictObject({ kind: z.literal('terms'), ...fundTermsSchema.shape })
const pool = z.strictObject({
  ...{ kind: z.literal('pool'), poolMicro: wholeText, broughtMicro: wholeText },
  music: z.strictObject({ numerator: count, denominator: count }),
  ...{ musicMicro: wholeText, holdBackMicro: wholeText, directedMicro: wholeText },
  ...{ proRataMicro: wholeText, unallocatedMicro: wholeText, cappedPpm: wholeText },
  cut: z.strictObject({ remainder: wholeText, creatorKey: hex(64) }).nullable(),
  ...{ creators: count, views: count },
})
const creator = z.strictObject({ kind: z.literal('creator'), creatorId: short, salt: hex(32) })
const video = z.strictObject({
  ...{ kind: z.literal('video'), videoId: short, durationMs: count, form: z.enum(videoForms) },
  ...{ isOriginal: z.boolean(), originalityBps: count, isWithdrawn: z.boolean(), countedBefore: count },
})
const viewer = z.strictObject({
  ...{ kind: z.literal('viewer'), viewer: hex(24), weightPpm: wholeText, broughtMicro: wholeText },
})
const view = z.strictObject({
  ...{ kind: z.literal('view'), videoId: short, day, viewer: hex(24), surface: short },
  ...{ visibleMs: count, uniqMs: count, traffic: short, isSelfView: z.boolean(), isPaid: z.boolean() },
  ...{ isVoided: z.boolean(), sinceLastMs: count.nullable(), isEnrolled: z.boolean() },
  ...{ result: z.enum(['qualified', ...rejectReasons]), cappedPpm: wholeText },
})
const actions = z.strictObject({ likes: count, comments: count, saves: count, shares: count })
const videoDay = z.strictObject({
  ...{ kind: z.literal('day'), videoId: short, day, seen: count, qualified: count },
  rejected: z.partialRecord(z.enum(rejectReasons), z.int().min(1)),
  actions,
  ...{ originalityBps: count, playingBps: count, engagementBps: count, weightPpm: wholeText },
  ...{ cappedPpm: wholeText, proRataMicro: wholeText, directedMicro: wholeText, amountMicro: wholeText },
})
const total = z.strictObject({
  ...{ kind: z.literal('total'), views: count, cappedPpm: wholeText, proRataMicro: wholeText },
  ...{ directedMicro: wholeText, amountMicro: wholeText, alreadyMicro: wholeText, nowMicro: signedText },
})

const lineSchema = z.discriminatedUnion('kind', [
  period,
  terms,
  pool,
  creator,
  video,
  viewer,
  view,
  videoDay,
  total,
])
/** One line of a statement. */
export type StatementLine = z.infer<typeof lineSchema>
export type LineKind = StatementLine['kind']
export type LineOf<Kind extends LineKind> = Extract<StatementLine, { readonly kind: Kind }>

/** The order in which kinds of lines follow each other. */
export const lineKinds: readonly LineKind[] = [
  ...(['period', 'terms', 'pool', 'creator', 'video', 'viewer', 'view', 'day', 'total'] as const),
]
/** Lines that every creator of a period is told alike. */
export const sharedKinds: ReadonlySet<LineKind> = new Set(['period', 'terms', 'pool'])

const proofSchema = z.strictObject({
  path: z
    .array(
      z.strictObject({
        ...{ side: z.enum(['left', 'right']), hash: hex(64), views: count, amountMicro: wholeText },
      }),
    )
    .max(64),
  root: hex(64),
})
export type StatementProof = z.infer<typeof proofSchema>

const opening = ['{', '"format":"busker-fund-statement/1",', '"lines":[']

/** A few digits of a line's hash: they tell which line was changed. That none was, the root tells. */
const checkOf = (text: string): string => sha256(text).slice(0, 12)

const jsonOfLine = (line: StatementLine): string => JSON.stringify(line)

/**
 * Writes a statement: one JSON document in which each fact stands on a line of its own, and a way of writing every value
 * once, so that a hash of the lines is a hash of what they say.
 */
export const writeStatement = (lines: readonly StatementLine[], proof: StatementProof): string => {
  const written = lines.map((line) => {
    const json = jsonOfLine(line)
    return `["${checkOf(json)}",${json}]`
  })
  return [...opening, written.join(',\n'), '],', `"proof":${JSON.stringify(proof)}`, '}', ''].join('\n')
}

/** What a leaf of the tree commits to. */
export const hashedLine = jsonOfLine

/** Something that is not as it must be, with the line of the file where it is known. */
export interface Fault {
  readonly line: number | null
  readonly detail: string
}

/** A line as it was read: where, whether its check digits are right, and what it says. */
export interface ReadLine {
  readonly number: number
  readonly isIntact: boolean
  readonly line: StatementLine
}

export type ReadStatement =
  | { readonly lines: readonly ReadLine[]; readonly proof: StatementProof }
  | { readonly fault: Fault }

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readLine = (written: string, number: number, isLast: boolean): ReadLine | null => {
  const text = isLast ? written : written.slice(0, -1)
  if (!isLast && !written.endsWith(',')) return null
  const [, check, json] = /^\["([0-9a-f]{12})",(\{.*\})\]$/.exec(text) ?? []
  if (check === undefined || json === undefined) return null
  const line = lineSchema.safeParse(asJson(json))
  if (!line.success || jsonOfLine(line.data) !== json) return null
  return { number, isIntact: checkOf(json) === check, line: line.data }
}

const readProof = (written: string): StatementProof | null => {
  const prefix = '"proof":'
  if (!written.startsWith(prefix)) return null
  const json = written.slice(prefix.length)
  const proof = proofSchema.safeParse(asJson(json))
  return proof.success && JSON.stringify(proof.data) === json ? proof.data : null
}

/** Reads what `writeStatement` wrote, and nothing else; the first line that cannot be read is told. */
export const readStatement = (text: string): ReadStatement => {
  const rows = text.split('\n')
  const wrongOpening = opening.findIndex((row, index) => rows[index] !== row)
  const faultAt = (index: number, detail: string) => ({ fault: { line: index + 1, detail } })
  if (wrongOpening >= 0) return faultAt(wrongOpening, 'This is no statement of a busker fund, format 1.')
  const end = rows.indexOf('],')
  if (end < 0) return faultAt(rows.length - 1, 'The statement has no end.')
  const lines: ReadLine[] = []
  for (let index = opening.length; index < end; index += 1) {
    const line = readLine(rows[index] ?? '', index + 1, index === end - 1)
    if (line === null) return faultAt(index, 'This line says nothing that a statement says.')
    lines.push(line)
  }
  const proof = readProof(rows[end + 1] ?? '')
  if (proof === null) return faultAt(end + 1, 'This is no proof.')
  const isEnded = rows[end + 2] === '}' && rows[end + 3] === '' && rows.length === end + 4
  return isEnded ? { lines, proof } : faultAt(end + 2, 'The statement ends otherwise.')
}
