import type { Micro } from '@busker/money'

/** One report of an event at the shop. '' and null: not told. */
export interface ToldEvent {
  readonly event: string
  readonly eventId: string
  readonly source: 'pixel' | 'server'
  readonly atMs: number
  readonly clickId: string
  readonly valueMicro: Micro | null
  readonly currency: string
  readonly orderId: string
}

/** One event, however often it was told. */
export type Conversion = Omit<ToldEvent, 'source'>

/** Reports of one event that are so far apart are two events. */
export const sameEventMs = 48 * 3_600_000
/** A click brings what happens in so long after it. */
export const clickWindowMs = 7 * 86_400_000

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const textOf = ({ clickId, valueMicro, currency, orderId }: ToldEvent): string =>
  [clickId, valueMicro ?? '', currency, orderId].join('|')

/** What the server says comes before what the pixel says; then the earlier, then the text, never the arrival. */
const byTrust = (one: ToldEvent, other: ToldEvent): number =>
  -byText(one.source, other.source) || one.atMs - other.atMs || byText(textOf(one), textOf(other))

const merged = (reports: readonly ToldEvent[], first: ToldEvent): Conversion => {
  const trusted = reports.toSorted(byTrust)
  const value = trusted.find(({ valueMicro }) => valueMicro !== null)
  return {
    ...{ event: first.event, eventId: first.eventId, atMs: first.atMs },
    clickId: trusted.find(({ clickId }) => clickId !== '')?.clickId ?? '',
    valueMicro: value?.valueMicro ?? null,
    currency: value?.currency ?? '',
    orderId: trusted.find(({ orderId }) => orderId !== '')?.orderId ?? '',
  }
}

/** The events of one kind and id: what follows the first within 48 hours is the first told again. */
const eventsOf = (reports: readonly ToldEvent[]): Conversion[] => {
  const sorted = reports.toSorted((one, other) => one.atMs - other.atMs)
  const result: Conversion[] = []
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at]
    if (first === undefined) break
    const end = sorted.findIndex(({ atMs }) => atMs > first.atMs + sameEventMs)
    const next = end === -1 ? sorted.length : end
    result.push(merged(sorted.slice(at, next), first))
    at = next
  }
  return result
}

/**
 * The events behind any number of reports, each once, in whatever order and however often they came: the same event with
 * the same id within 48 hours is one, whoever told it.
 */
export const mergeTold = (reports: readonly ToldEvent[]): Conversion[] =>
  [...Map.groupBy(reports, ({ event, eventId }) => `${event}|${eventId}`).values()].flatMap(eventsOf)

/** A click as a conversion needs to know it. */
export interface KnownClick {
  readonly linkId: string
  /** '': the link was followed from elsewhere. */
  readonly postId: string
  readonly atMs: number
  readonly traffic: string
  /** What its link is for. */
  readonly goal: string
}

/** A conversion with the click that brought it. */
export interface Credited {
  readonly conversion: Conversion
  readonly click: KnownClick
}

/** Whether a click brought an event: the one the link is for, in time, and not a click of a program or of the author. */
export const isBroughtBy = ({ event, atMs }: Conversion, click: KnownClick): boolean =>
  event === click.goal &&
  (click.traffic === 'ok' || click.traffic === 'repeat') &&
  atMs >= click.atMs &&
  atMs <= click.atMs + clickWindowMs

const later = (one: Credited, other: Credited): Credited => {
  const difference =
    one.click.atMs - other.click.atMs ||
    other.conversion.atMs - one.conversion.atMs ||
    byText(one.conversion.eventId, other.conversion.eventId)
  return difference >= 0 ? one : other
}

/** An order that the shop's own files tell. */
export interface ImportedOrder {
  /** Paid and not cancelled. */
  readonly isSold: boolean
  readonly gmvMicro: Micro
}

/**
 * Each order once, whatever the ids of its events: the last click has it. An order that was imported is what its file
 * says: it brings its GMV, and nothing when it was cancelled.
 */
export const oncePerOrder = (
  all: readonly Credited[],
  imported: ReadonlyMap<string, ImportedOrder>,
): (Credited & { readonly imported: ImportedOrder | null })[] => {
  const byOrder = new Map<string, Credited>()
  for (const one of all) {
    const { orderId } = one.conversion
    if (orderId === '') continue
    const known = byOrder.get(orderId)
    byOrder.set(orderId, known === undefined ? one : later(known, one))
  }
  return all
    .filter((one) => one.conversion.orderId === '' || byOrder.get(one.conversion.orderId) === one)
    .map((one) => ({ ...one, imported: imported.get(one.conversion.orderId) ?? null }))
    .filter((one) => one.imported?.isSold !== false)
}
