import { events, personId as personIdSchema, type EventPayload, type PersonId } from '@busker/contract'
import { z } from 'zod'
import { defineJob } from '#platform/jobs'
import type { InboxDeps } from './deps.ts'
import {
  noticeOfAnswer,
  noticeOfDecision,
  noticeOfFamily,
  noticeOfMention,
  noticeOfPayout,
  noticeOfPost,
  noticeOfReady,
  noticeOfRefusal,
  noticeOfSignIn,
  noticesOfReport,
} from './rules/notices.ts'
import type { Telling } from './rules/tellings.ts'
import { tell } from './tell.ts'

/** Tells somebody of another one's video, unless it is not for them to see. */
const tellOfVideo = async (deps: InboxDeps, telling: Telling): Promise<void> => {
  const { personId, postId } = telling
  const viewer = { kind: 'person' as const, personId, role: 'person' as const, sessionId: '' }
  if (postId !== null && (await deps.posts.authorFor(postId, viewer)) !== null) await tell(deps, telling)
}

const tellMentioned = async (deps: InboxDeps, event: EventPayload<'posts.mentioned'>): Promise<void> => {
  const people = await deps.identity.findByHandles(deps.db.pool, event.handles)
  // Bounded by the names that fit into the words of a video.
  for (const { personId } of people)
    if (personId !== event.authorId) await tellOfVideo(deps, noticeOfMention(event, personId))
}

/** So many are told at once, and the next in a job: a video of somebody with many bells must not hold up other work. */
const mostInJob = 200

const bellJob = defineJob({
  name: 'inbox.bell',
  payload: z.object({ event: events['posts.appeared'], after: personIdSchema }),
  maximumAttempts: 10,
})

/** Told in the order of their ids. A job that breaks begins anew, and who was told already is told nothing more. */
const ringBells = async (
  deps: InboxDeps,
  event: EventPayload<'posts.appeared'>,
  after: PersonId | null,
): Promise<void> => {
  const page = { followeeId: event.authorId, after, limit: mostInJob }
  const people = await deps.social.listBells(deps.db.pool, page)
  for (const personId of people) await tellOfVideo(deps, noticeOfPost(event, personId))
  const last = people.at(-1)
  if (people.length === mostInJob && last !== undefined)
    await deps.jobs.enqueue(deps.db.pool, bellJob, { event, after: last })
}

/** What somebody hears of although nobody did it to them, and of the videos of those whose bell they have. */
export const listenForNotices = (deps: InboxDeps): void => {
  const { bus, jobs } = deps
  bus.on('moderation.decided', 'inbox', (event) => tell(deps, noticeOfDecision(event)))
  bus.on('moderation.report_closed', 'inbox', async (event) => {
    for (const telling of noticesOfReport(event)) await tell(deps, telling)
  })
  bus.on('posts.refused', 'inbox', (event) => tell(deps, noticeOfRefusal(event)))
  bus.on('rewards.payout_ended', 'inbox', (event) => tell(deps, noticeOfPayout(event)))
  bus.on('identity.signed_in_anew', 'inbox', (event) => tell(deps, noticeOfSignIn(event)))
  bus.on('wellbeing.family', 'inbox', (event) => tell(deps, noticeOfFamily(event)))
  bus.on('posts.mentioned', 'inbox', (event) => tellMentioned(deps, event))
  bus.on('posts.answered', 'inbox', async (event) => {
    const answer = noticeOfAnswer(event, deps.clock.now().toISOString())
    if (answer !== null) await tellOfVideo(deps, answer)
  })
  bus.on('posts.appeared', 'inbox', async (event) => {
    const ready = noticeOfReady(event)
    if (ready !== null) await tell(deps, ready)
    await ringBells(deps, event, null)
  })
  jobs.handle(bellJob, ({ event, after }) => ringBells(deps, event, after))
}
