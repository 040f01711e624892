import type { FactSets } from '../plain/table.ts'
import type { Question } from '../question.ts'
import { about, aView, anAction, idOf } from './facts.ts'

/** Two more stories, for numbers that one day cannot tell: who comes and goes over months, and who brings whom. */
export interface GoldenStory {
  readonly facts: FactSets
  readonly question: Question
  /** Counted by hand. */
  readonly values: Readonly<Record<string, number>>
}

/** A Sunday: the month before it begins on 1 June, the one before that on 4 May. */
const last = '2026-06-28'

const comings = {
  ann: ['2026-05-05', '2026-06-16', '2026-06-23', '2026-06-27', last],
  ben: ['2026-05-06', '2026-06-17'],
  cem: ['2026-05-10'],
  dan: ['2026-05-20'],
  eve: ['2026-06-24', '2026-06-27'],
  fay: ['2026-04-20', '2026-06-25', last],
  hal: [last],
}

const publishings = {
  uma: ['2026-05-10', '2026-06-10'],
  vic: ['2026-05-12'],
  // The 28th day before the last: still the month before.
  wim: ['2026-05-31'],
  yan: ['2026-06-11'],
}

export const monthsStory = (): GoldenStory => ({
  facts: {
    view: Object.entries(comings).flatMap(([viewerId, dates]) =>
      dates.map((date) => aView(date, { viewerId })),
    ),
    action: Object.entries(publishings).flatMap(([personId, dates]) =>
      dates.map((date) => anAction(date, 'publish', { personId, authorId: personId, postId: idOf(date) })),
    ),
  },
  question: about(last, last),
  values: {
    // Of ann, ben, cem and dan two did not come in June.
    churn_28: 2 / 4,
    // On the last day ann, fay and hal; on the day before ann and eve.
    new_persons_day: 1,
    returning_persons_day: 1,
    resurrected_persons_day: 1,
    dormant_persons_day: 1,
    quick_ratio_day: 2,
    // In the last week ann, eve, fay and hal; in the week before ann and ben.
    new_persons_week: 2,
    returning_persons_week: 1,
    resurrected_persons_week: 1,
    dormant_persons_week: 1,
    quick_ratio_week: 3,
    // In June all but cem and dan; in May ann, ben, cem and dan.
    new_persons_month: 2,
    returning_persons_month: 2,
    resurrected_persons_month: 1,
    dormant_persons_month: 2,
    // Of uma, vic and wim only uma published in June.
    creator_retention: 1 / 3,
  },
})

const shared = '2026-08-28'
const at = (time: string): number => Date.parse(`2026-${time}Z`)
const watched = (viewerId: string, time: string) => {
  const occurredAt = at(time)
  return aView(`2026-${time.slice(0, 5)}`, { viewerId, occurredAt, visibleMs: 5000 })
}
const did = (personId: string, kind: string, [hour, shareToken]: readonly [number, string]) =>
  anAction(shared, kind, { personId, shareToken, occurredAt: at(`08-28T${hour}:00:00`) })

export const arrivalsStory = (): GoldenStory => ({
  facts: {
    view: [
      watched('ann', '08-28T09:00:00'),
      // Ten of them, a minute apart.
      ...Array.from({ length: 10 }, (_, minute) => watched('bob', `08-28T12:${minute + 10}:00`)),
      ...['08-29T13:00:00', '09-04T13:00:00'].map((time) => watched('bob', time)),
      watched('cem', '08-28T12:30:00'),
      // The next day by the calendar, not by the clock.
      ...['08-29T00:01:00', '09-27T13:00:00'].map((time) => watched('cem', time)),
    ],
    action: [
      did('ann', 'share', [10, 'one']),
      did('ann', 'share', [11, 'two']),
      did('bob', 'app_open', [12, '']),
      did('bob', 'share_landing', [12, 'one']),
      did('bob', 'follow', [13, '']),
      did('cem', 'app_open', [12, '']),
      did('cem', 'share_landing', [12, 'two']),
    ],
  },
  question: about(shared, shared),
  values: {
    // Of bob and cem only bob found his way.
    activation: 1 / 2,
    // Two shares by three active persons, one of two recipients activated.
    k_factor: (2 / 3) * (1 / 2),
    // From 10:00 to five seconds before 12:19, when the tenth view began.
    viral_cycle_time: (2 * 60 + 19) * 60_000 - 5000,
    // bob by 24 hours and on the seventh day, cem on the thirtieth.
    retention_24h_d1: 1 / 3,
    retention_24h_d7: 1 / 3,
    retention_24h_d30: 1 / 3,
  },
})
