import { sumOf } from '@busker/money'
import { assert } from '#platform/assert'
import { proRataOf, shareOverLines, type LineClaims } from './allocate.ts'
import { creatorKeyOf } from './blind.ts'
import { CountedViews } from './judge-period.ts'
import { judgeView, rejectReasons, type Verdict } from './judge-view.ts'
import { cappedPpm, directedFine, partsOf, wholeOf, type PoolParts } from './pool.ts'
import type { Fault } from './statement-lines.ts'
import type { Told, ToldStatement } from './told-statement.ts'
import { dayKeyOf, weighDays, type CountedView, type VideoDay } from './weigh.ts'

type Faults = Generator<Fault, void>

const fault = (line: number, detail: string): Fault => ({ line, detail })

const videoOf = (told: ToldStatement, videoId: string): Told<'video'> => {
  const video = told.videos.get(videoId)
  assert(video !== undefined, 'a statement that was told knows its videos')
  return video
}

const resultOf = (verdict: Verdict): Told<'view'>['result'] =>
  verdict.qualified ? 'qualified' : verdict.reason

/** Judges every view again; and that one person is paid for once with a video and day. */
export const verdictFaults = function* (told: ToldStatement): Faults {
  const counted = new CountedViews()
  const paid = new Set<string>()
  for (const line of told.views) {
    const video = videoOf(told, line.videoId)
    const { sinceLastMs, isEnrolled } = line
    const fact = { view: line, video, sinceLastMs, isEnrolled, countedBefore: counted.before(video) }
    const verdict = judgeView(fact, told.terms.view)
    counted.take(video, verdict)
    if (resultOf(verdict) !== line.result)
      yield fault(line.number, `By the terms this view is ${resultOf(verdict)}, not ${line.result}.`)
    const once = `${dayKeyOf(line)} ${line.viewer}`
    if (verdict.qualified && paid.has(once))
      yield fault(line.number, 'This viewer, video and day count already.')
    if (verdict.qualified) paid.add(once)
  }
}

const verdictOf = ({ result }: Told<'view'>): Verdict =>
  result === 'qualified' ? { qualified: true, weight: 1n } : { qualified: false, reason: result }

/** What every video's days come to, from the lines of the views. */
export const daysOf = (told: ToldStatement): Map<string, VideoDay> => {
  const views = told.views.map((line): CountedView => {
    const { durationMs, originalityBps } = videoOf(told, line.videoId)
    const { videoId, day, uniqMs } = line
    return { videoId, day, uniqMs, durationMs, originalityBps, verdict: verdictOf(line) }
  })
  const actions = told.days.map(({ videoId, day, actions: done }) => ({ videoId, day, ...done }))
  return weighDays(views, actions, told.terms.factors)
}

const sameCounts = (one: VideoDay['rejected'], other: VideoDay['rejected']): boolean =>
  rejectReasons.every((reason) => one[reason] === other[reason])

/** Counts views and computes the factors of every video's days again. */
export const factorFaults = function* (told: ToldStatement, days: ReadonlyMap<string, VideoDay>): Faults {
  const seen = new Set<string>()
  for (const line of told.days) {
    const key = dayKeyOf(line)
    const day = days.get(key)
    if (day === undefined || seen.has(key)) {
      yield fault(line.number, 'No view is told of this video and day, or the day is told twice.')
      continue
    }
    seen.add(key)
    const { factors, facts } = day
    const isCounted =
      line.seen === day.seen && line.qualified === facts.qualified && sameCounts(line.rejected, day.rejected)
    if (!isCounted) yield fault(line.number, 'The views of this day are counted otherwise.')
    const isWeighed =
      line.originalityBps === factors.originalityBps &&
      line.playingBps === factors.playingBps &&
      line.engagementBps === factors.engagementBps &&
      line.weightPpm === `${factors.weightPpm}`
    if (!isWeighed) yield fault(line.number, `By the terms a view of this day weighs ${factors.weightPpm}.`)
  }
  if (seen.size !== days.size) yield { line: null, detail: 'A day with views has no line.' }
}

interface Claimed {
  readonly claims: ReadonlyMap<string, LineClaims>
  readonly faults: readonly Fault[]
}

/** The parts of the pool, from what all creators are told alike. */
export const poolOf = ({ pool, terms, period }: ToldStatement): PoolParts | Fault => {
  const { music } = pool
  if (music.denominator === 0 || music.numerator > music.denominator)
    return fault(pool.number, 'Music takes no such part.')
  const isFinal = period.status === 'final'
  return partsOf({ poolMicro: BigInt(pool.poolMicro), music, isFinal, split: terms.split })
}

/** What each day claims, computed again from views and what is told of their viewers. */
export const claimed = (
  told: ToldStatement,
  days: ReadonlyMap<string, VideoDay>,
  parts: PoolParts,
): Claimed => {
  const faults: Fault[] = []
  const claims = new Map<string, { lineKey: string; cappedPpm: bigint; directedFine: bigint }>()
  const ownPpm = new Map<string, bigint>()
  const [capPpm, poolMicro] = [BigInt(told.terms.split.viewerCapPpm), BigInt(told.pool.poolMicro)]
  for (const line of told.views) {
    const key = dayKeyOf(line)
    const weightPpm = line.result === 'qualified' ? (days.get(key)?.factors.weightPpm ?? 0n) : 0n
    const viewer = told.viewers.get(line.viewer)
    if (line.result === 'qualified' && viewer === undefined)
      faults.push(fault(line.number, 'Nothing is told of this viewer.'))
    const viewerPpm = BigInt(viewer?.weightPpm ?? '0')
    const isWeighing = weightPpm > 0n && viewerPpm > 0n
    const capped = isWeighing ? cappedPpm(weightPpm, viewerPpm, capPpm) : 0n
    if (line.cappedPpm !== `${capped}`)
      faults.push(fault(line.number, `Under the cap this view weighs ${capped}.`))
    if (!isWeighing) continue
    ownPpm.set(line.viewer, (ownPpm.get(line.viewer) ?? 0n) + weightPpm)
    const claim = claims.get(key) ?? { lineKey: key, cappedPpm: 0n, directedFine: 0n }
    claims.set(key, claim)
    claim.cappedPpm += capped
    const broughtMicro = BigInt(viewer?.broughtMicro ?? '0')
    const { directableMicro } = parts
    claim.directedFine += directedFine(weightPpm, { poolMicro, directableMicro, broughtMicro, viewerPpm })
  }
  for (const viewer of told.viewers.values())
    if ((ownPpm.get(viewer.viewer) ?? 0n) > BigInt(viewer.weightPpm))
      faults.push(fault(viewer.number, 'This viewer weighs more here alone than everywhere together.'))
  return { claims, faults }
}

/** Takes the pool apart again. */
export const poolFaults = function* ({ pool }: ToldStatement, parts: PoolParts): Faults {
  if (pool.musicMicro !== `${parts.musicMicro}`) yield fault(pool.number, `Music takes ${parts.musicMicro}.`)
  if (pool.holdBackMicro !== `${parts.holdBackMicro}`)
    yield fault(pool.number, `Held back is ${parts.holdBackMicro}.`)
  if (BigInt(pool.broughtMicro) > BigInt(pool.poolMicro))
    yield fault(pool.number, 'Viewers brought at most what is in the pool.')
  const directed = BigInt(pool.directedMicro)
  if (directed > parts.directableMicro)
    yield fault(pool.number, `Viewers can direct at most ${parts.directableMicro}.`)
  const left = parts.proRataMicro + parts.directableMicro - directed
  if (BigInt(pool.proRataMicro) + BigInt(pool.unallocatedMicro) !== left)
    yield fault(pool.number, `Besides what was directed there is ${left}.`)
  if (BigInt(pool.unallocatedMicro) > 0n && BigInt(pool.cappedPpm) > 0n)
    yield fault(pool.number, 'Nothing stays over while somebody has weight.')
}

/** What the creator and each of their days is paid, from what was claimed and what is published. */
export const payOf = (told: ToldStatement, claims: ReadonlyMap<string, LineClaims>) => {
  const lines = [...claims.values()].toSorted((one, other) => (one.lineKey < other.lineKey ? -1 : 1))
  const { pool, creator } = told
  const weightPpm = sumOf(lines.map((line) => line.cappedPpm))
  const directedMicro = wholeOf(sumOf(lines.map((line) => line.directedFine)))
  const creatorKey = creatorKeyOf(creator.creatorId, creator.salt)
  const cut = pool.cut && { ...pool.cut, remainder: BigInt(pool.cut.remainder) }
  const shared = { proRataMicro: BigInt(pool.proRataMicro), cappedPpm: BigInt(pool.cappedPpm), cut }
  const proRataMicro = proRataOf({ creatorKey, cappedPpm: weightPpm }, shared)
  const shares = shareOverLines(lines, { proRataMicro, directedMicro })
  return { creatorKey, cappedPpm: weightPpm, proRataMicro, directedMicro, shares }
}
export type Pay = ReturnType<typeof payOf>

/** Shares the creator's part over the days again. */
export const amountFaults = function* (told: ToldStatement, pay: Pay): Faults {
  const shares = new Map(pay.shares.map((share) => [share.lineKey, share]))
  for (const line of told.days) {
    const share = shares.get(dayKeyOf(line))
    const [proRata, directed] = [share?.proRataMicro ?? 0n, share?.directedMicro ?? 0n]
    const isPaid =
      line.cappedPpm === `${share?.cappedPpm ?? 0n}` &&
      line.proRataMicro === `${proRata}` &&
      line.directedMicro === `${directed}` &&
      line.amountMicro === `${proRata + directed}`
    if (!isPaid) yield fault(line.number, `By the terms this day is paid ${proRata + directed}.`)
  }
}

/** Adds the days up, and takes away what was credited before. */
export const totalFaults = function* ({ total, days }: ToldStatement, pay: Pay): Faults {
  const amount = sumOf(days.map(({ amountMicro }) => BigInt(amountMicro)))
  const isRight =
    total.views === days.reduce((sum, { qualified }) => sum + qualified, 0) &&
    total.cappedPpm === `${pay.cappedPpm}` &&
    total.proRataMicro === `${pay.proRataMicro}` &&
    total.directedMicro === `${pay.directedMicro}` &&
    total.amountMicro === `${amount}` &&
    amount === pay.proRataMicro + pay.directedMicro &&
    total.nowMicro === `${amount - BigInt(total.alreadyMicro)}`
  if (!isRight) yield fault(total.number, `The days sum to ${amount}.`)
}
