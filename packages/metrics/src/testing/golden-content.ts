import { dateOf, dayNumber } from '../question.ts'
import { about, aView, anAction, idOf, noon } from './facts.ts'
import type { GoldenStory } from './golden-months.ts'

/** Two stories about content: videos beside others of their kind, and a trend that one country sees first. */

const day = '2026-03-30'
const before = (days: number): string => dateOf(dayNumber(day) - days)
const hourMs = 3_600_000

/** So many views of a video, of which some get past the hook, all at noon. */
const viewsOf = (video: string, date: string, [all, hooked]: readonly [number, number]) =>
  Array.from({ length: all }, (_, place) =>
    aView(date, {
      postId: idOf(video),
      authorId: video,
      viewerId: `${video} ${place}`,
      visibleMs: place < hooked ? 5000 : 500,
    }),
  )

export const kindsStory = (): GoldenStory => ({
  facts: {
    view: [
      ...[...viewsOf('good', before(3), [30, 24]), ...viewsOf('poor', before(3), [30, 6])],
      ...[...viewsOf('good', day, [10, 8]), ...viewsOf('poor', day, [10, 3]), ...viewsOf('new', day, [5, 0])],
    ],
    action: [
      // One of the eight.
      anAction(day, 'not_interested', { personId: 'good 0', postId: idOf('good'), authorId: 'good' }),
    ],
  },
  question: about(day, day),
  values: {
    // Of all 25 views 10 were valued: 400,000 millionths, 20 times. Beyond what is usual, and what 20 usual views leave:
    // good 7 of 10 beside 3 of 15: 7,000,000 - 10 × 314,285 = 3,857,150, of it 3,333 / 10,000.
    // poor 3 of 10 beside 7 of 15: 3,000,000 - 10 × 428,571 = -1,285,710, of it 3,333 / 10,000.
    // new 0 of 5 beside 10 of 20: -5 × 450,000 = -2,250,000, of it 2,000 / 10,000.
    content_quality: (1_285_588 - 428_527 - 450_000) / 25 / 1_000_000,
    // Three days before: good 24 of 30 beside 6 of 30 is 320,000 + 14,400,000 / 50 = 608,000, poor 392,000.
    // Ten views each: 920,000 less than the seven, 920,000 more than the three.
    content_quality_error: (920_000 + 920_000) / 20 / 1_000_000,
  },
})

const creators = 20
const postOf = (tag: string, number: number) => ({
  postId: idOf(`${tag} ${number % creators}`),
  authorId: tag === 'dance' ? `author ${number % creators}` : 'author 0',
})

/** So many people of a country who watch videos with a tag at a full hour. */
const crowd = (tag: string, [date, hour]: readonly [string, number], [country, people]: [string, number]) =>
  Array.from({ length: people }, (_, place) => {
    const at = noon(date) + (hour - 12) * hourMs
    const viewerId = `${country} ${place}`
    return aView(date, {
      // Nine people of France watch the first nine videos.
      ...postOf(tag, country === 'FR' ? place : place + 9),
      ...{ viewerId, country, occurredAt: at, receivedAt: at },
    })
  })

export const trendStory = (): GoldenStory => ({
  facts: {
    view: [
      ...[28, 21, 14, 7, 0].flatMap((days) =>
        [12, 17].flatMap((hour) => crowd('dance', [before(days), hour], ['FR', 9])),
      ),
      ...[...crowd('dance', [day, 12], ['DE', 4]), ...crowd('dance', [day, 17], ['DE', 16])],
      // Of one creator: a campaign.
      ...[...crowd('cats', [day, 10], ['DE', 5])],
    ],
    action: ['dance', 'cats'].flatMap((tag) =>
      Array.from({ length: creators }, (_, number) => {
        const { postId, authorId } = postOf(tag, number)
        return anAction(before(30), 'publish', { postId, authorId, personId: authorId, tags: [tag] })
      }),
    ),
  },
  question: about(day, day),
  values: {
    // Germany: 4 where nobody was, velocity 2 × (2 - 0), at 12. All: 13 where 9 were, and at 17 25: 2 × (5 - 3).
    trend_lead: 5,
  },
})
