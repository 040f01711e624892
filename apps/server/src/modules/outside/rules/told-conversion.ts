import {
  toldConversion,
  type ConversionOutcome,
  type ConversionRefusal,
  type ToldConversion,
} from '@busker/contract'

/** An event as it is kept: nothing is left open. */
export interface AcceptedEvent {
  readonly event: ToldConversion['event']
  readonly eventId: string
  readonly at: string
  readonly clickId: string
  readonly value: string | null
  readonly currency: string
  readonly orderId: string
}

export type JudgedEvent =
  | { readonly kind: 'accepted'; readonly event: AcceptedEvent }
  | { readonly kind: 'refused'; readonly reason: ConversionRefusal; readonly fields: readonly string[] }

const oldestMs = 7 * 86_400_000
/** Clocks of shops are not quite right. */
const aheadMs = 5 * 60_000
const mostNamed = 5

const refused = (reason: ConversionRefusal, fields: readonly string[]): JudgedEvent => ({
  ...{ kind: 'refused', reason, fields: fields.slice(0, mostNamed).map((name) => name.slice(0, 40)) },
})

/** Judges what a shop told. What it may not tell is named, and what stood in it is not repeated. */
export const judgeEvent = (given: unknown, nowMs: number): JudgedEvent => {
  const parsed = toldConversion.safeParse(given)
  if (!parsed.success) {
    const unknown = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [],
    )
    if (unknown.length > 0) return refused('unknown_field', unknown)
    return refused('invalid_field', [
      ...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? ''))),
    ])
  }
  const { event, eventId, at, bclid, value, currency, orderId } = parsed.data
  if (value !== undefined && currency === undefined) return refused('value_without_currency', ['currency'])
  const atMs = at === undefined ? nowMs : Date.parse(at)
  if (atMs < nowMs - oldestMs) return refused('too_old', ['at'])
  if (atMs > nowMs + aheadMs) return refused('in_future', ['at'])
  const kept = { event, eventId, at: new Date(atMs).toISOString(), clickId: bclid ?? '' }
  return {
    kind: 'accepted',
    event: { ...kept, value: value ?? null, currency: currency ?? '', orderId: orderId ?? '' },
  }
}

/** What is said of a judged event. */
export const outcomeOf = (judged: JudgedEvent, isDuplicate: boolean): ConversionOutcome =>
  judged.kind === 'refused'
    ? { outcome: 'refused', reason: judged.reason, fields: [...judged.fields] }
    : { outcome: isDuplicate ? 'duplicate' : 'accepted', reason: null, fields: [] }
