import type { ActionFact, ImpressionFact } from '@busker/metrics'
import type { JournalRecord } from '#platform/journal'
import type { AcceptedAction } from './rules/accept-action.ts'
import type { AcceptedPlayback, PlaybackFact } from './rules/accept-playback.ts'
import type { AcceptedView } from './rules/accept-view.ts'
import type { ServedImpression } from './rules/impressions.ts'
import type { Intake, Restatement } from './rules/intake.ts'

/** What is appended to the journal. */
export interface NewRecord {
  readonly kind: string
  readonly payload: unknown
}

/** A fact with its place in the journal. */
export type Placed<Fact> = Fact & { readonly journalOffset: number }

/** The number is the version of the payload: a change of shape gets a new kind, old records stay readable. */
const kinds = {
  view: 'telemetry.view.3',
  playback: 'telemetry.playback.2',
  action: 'telemetry.action.1',
  impression: 'telemetry.impression.1',
  restatement: 'telemetry.restatement.1',
  intake: 'telemetry.intake.1',
} as const

export const viewRecord = (fact: AcceptedView): NewRecord => ({ kind: kinds.view, payload: fact })
export const playbackRecord = (fact: AcceptedPlayback): NewRecord => ({ kind: kinds.playback, payload: fact })
export const actionRecord = (fact: AcceptedAction): NewRecord => ({ kind: kinds.action, payload: fact })
export const impressionRecord = (fact: ServedImpression): NewRecord => ({
  kind: kinds.impression,
  payload: fact,
})
export const restatementRecord = (late: Restatement): NewRecord => ({
  kind: kinds.restatement,
  payload: late,
})
export const intakeRecord = (intake: Intake): NewRecord => ({ kind: kinds.intake, payload: intake })

type ViewBefore = Omit<AcceptedView, keyof typeof nothingKnown | 'traffic' | 'version'>
type PlaybackBefore = Omit<AcceptedPlayback, 'clientVersion' | 'country' | 'device' | 'traffic'>

const nothingKnown = { authorId: '', clientVersion: '', country: '', device: 'unknown' } as const

/** The first version did not know where a view came from; the columns of the table have the same defaults. */
const upgradeView = (fact: ViewBefore): AcceptedView => ({
  ...fact,
  ...nothingKnown,
  traffic: fact.isSelfView ? 'self' : 'ok',
  version: 1,
})

/** The second version did not know that videos can be replaced. */
const ofFirstVideo = (fact: Omit<AcceptedView, 'version'>): AcceptedView => ({ ...fact, version: 1 })

const upgradePlayback = (fact: PlaybackBefore): AcceptedPlayback => ({
  ...fact,
  clientVersion: '',
  country: '',
  device: 'unknown',
  traffic: 'ok',
})

type Reader<Fact> = (payload: unknown) => Fact

// Checked boundary of all readers: only the functions above write these kinds, and the journal's checksum vouches for
// the bytes.
const asWritten = <Fact>(payload: unknown): Fact => payload as Fact

/** Reads the records of these kinds, each with its place in the journal. */
const factsOf =
  <Fact>(readers: Readonly<Record<string, Reader<Fact>>>) =>
  (records: readonly JournalRecord[]): Placed<Fact>[] =>
    records.flatMap(({ kind, payload, offset }) => {
      const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined
      return read === undefined ? [] : [{ ...read(payload), journalOffset: offset }]
    })

const viewReaders = {
  'telemetry.view.1': (payload: unknown) => upgradeView(asWritten<ViewBefore>(payload)),
  'telemetry.view.2': (payload: unknown) => ofFirstVideo(asWritten<Omit<AcceptedView, 'version'>>(payload)),
  [kinds.view]: asWritten<AcceptedView>,
}

/** Whether records of this kind are view facts. */
export const isView = (kind: string): boolean => Object.hasOwn(viewReaders, kind)

/** The view facts among these records. */
export const viewFactsIn = factsOf<AcceptedView>(viewReaders)

/** The facts of playback quality among these records. */
export const playbackFactsIn: (records: readonly JournalRecord[]) => PlaybackFact[] =
  factsOf<AcceptedPlayback>({
    'telemetry.playback.1': (payload) => upgradePlayback(asWritten<PlaybackBefore>(payload)),
    [kinds.playback]: asWritten<AcceptedPlayback>,
  })

/** The actions among these records. */
export const actionFactsIn: (records: readonly JournalRecord[]) => ActionFact[] = factsOf<AcceptedAction>({
  [kinds.action]: asWritten<AcceptedAction>,
})

/** The impressions among these records. */
export const impressionFactsIn: (records: readonly JournalRecord[]) => ImpressionFact[] =
  factsOf<ServedImpression>({ [kinds.impression]: asWritten<ServedImpression> })

/** Facts among these records that came too late to be counted. */
export const restatementsIn = factsOf<Restatement>({ [kinds.restatement]: asWritten<Restatement> })

/** What was counted of each batch of reports. */
export const intakesIn = factsOf<Intake>({ [kinds.intake]: asWritten<Intake> })

/** A fact as others read it from the journal, in its order. */
export type ToldFact =
  | { readonly kind: 'view'; readonly fact: Placed<AcceptedView> }
  | { readonly kind: 'action'; readonly fact: Placed<AcceptedAction> }
  | { readonly kind: 'impression'; readonly fact: Placed<ServedImpression> }

/** What a record tells of watching, acting or serving; null: something else. */
export const factIn = (record: JournalRecord): ToldFact | null => {
  const one = [record]
  for (const fact of viewFactsIn(one)) return { kind: 'view', fact }
  for (const fact of actionFactsIn(one)) return { kind: 'action', fact }
  for (const fact of impressionFactsIn(one)) return { kind: 'impression', fact }
  return null
}
