import { changeOf, totalInterval, type Chance, type Range, type Surety } from '../certainty.ts'
import { costIds, beforeFixedMicro, type CostId, type Guards, type Totals } from './waterfall.ts'

/** With fewer orders nothing is said about a whole client. */
export const leastOrdersOfClient = 30
/** Below this share of settled GMV too many fees are open for a strong word. */
const leastSettled = 0.5
/** Goods without a cost look like profit: with more of them nobody is told to spend more. */
const leastGoodsKnown = 0.9
export type Action = 'scale' | 'hold' | 'stop'
/** What moved contribution most: the volume, or how much of each sale one step takes. */
export type Cause = 'volume' | CostId

export type Headline =
  | { readonly kind: 'too_little'; readonly orders: number }
  /** There is nothing to compare with. */
  | { readonly kind: 'first'; readonly action: Action; readonly caution: Caution | null }
  | {
      readonly kind: 'changed'
      readonly action: Action
      readonly deltaMicro: number
      /** Where the change lies with 95 % confidence. */
      readonly interval: Range
      readonly cause: Cause
      readonly causeMicro: number
      readonly surety: Surety
      readonly caution: Caution | null
    }

/** Why the word is more careful than the numbers alone. Unsure: other orders by chance would have told otherwise. */
export type Caution = 'goods_unknown' | 'fees_open' | 'unsure'

/** Takes a change of contribution apart: the volume at the old margin, and what each step takes of the new GMV. */
export const causesOf = (now: Totals, before: Totals): ReadonlyMap<Cause, number> => {
  const marginBefore = before.gmvMicro === 0 ? 0 : before.contributionMicro / before.gmvMicro
  const shareOf = ({ costsMicro, gmvMicro }: Totals, id: CostId): number =>
    gmvMicro === 0 ? 0 : costsMicro[id] / gmvMicro
  return new Map<Cause, number>([
    ['volume', (now.gmvMicro - before.gmvMicro) * marginBefore],
    ...costIds.map((id): [Cause, number] => [id, -(shareOf(now, id) - shareOf(before, id)) * now.gmvMicro]),
  ])
}

const fixedOf = ({ costsMicro }: Totals): number =>
  costsMicro.advertising + costsMicro.creators + costsMicro.other

/** Whether it gains or loses over all of the chance of its orders; null: neither is sure. */
const sureSign = (now: Totals): 'gains' | 'loses' | null => {
  const left = totalInterval({ total: beforeFixedMicro(now), error: now.errorMicro })
  const ends = left.map((end) => end - fixedOf(now))
  if (ends.every((end) => end > 0)) return 'gains'
  return ends.every((end) => end < 0) ? 'loses' : null
}

const cautionOf = (now: Totals, { goodsKnown, settled }: Guards): Caution | null => {
  if (goodsKnown === null || goodsKnown < leastGoodsKnown) return 'goods_unknown'
  if (settled === null || settled < leastSettled) return 'fees_open'
  return sureSign(now) === null ? 'unsure' : null
}

/** Costs that are not known yet only make a loss larger, so that a sure loss needs no more of them. */
const actionOf = (now: Totals, isFalling: boolean, caution: Caution | null): Action => {
  if (sureSign(now) === 'loses') return 'stop'
  return isFalling || caution !== null ? 'hold' : 'scale'
}

const chanceOf = ({ contributionMicro, errorMicro }: Totals): Chance => ({
  ...{ total: contributionMicro, error: errorMicro },
})

/** What changed and what to do. Nothing is said about too few orders, and nobody is told to spend more on unknown costs. */
export const headlineOf = (now: Totals, before: Totals, guards: Guards): Headline => {
  if (now.orders < leastOrdersOfClient) return { kind: 'too_little', orders: now.orders }
  const caution = cautionOf(now, guards)
  if (before.orders < leastOrdersOfClient)
    return { kind: 'first', action: actionOf(now, false, caution), caution }
  const { delta: deltaMicro, interval, surety } = changeOf(chanceOf(now), chanceOf(before))
  const sign = Math.sign(deltaMicro)
  const [cause, causeMicro] = [...causesOf(now, before)].reduce((most, one) =>
    one[1] * sign > most[1] * sign ? one : most,
  )
  const isFalling = deltaMicro < 0 && surety !== 'weak'
  return {
    kind: 'changed',
    action: actionOf(now, isFalling, caution),
    deltaMicro,
    interval,
    cause,
    causeMicro,
    surety,
    caution,
  }
}
