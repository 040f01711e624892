import type { ScoreTerm, SlotSource } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Strength } from './strength.ts'

interface Words {
  /** For a row or a bar. */
  readonly name: MessageDescriptor
  /** What it means, as a sentence. */
  readonly meaning: MessageDescriptor
}

/** The parts of a score in words. */
export const termWords = (): Record<ScoreTerm, Words> => ({
  topic: { name: msg`Topic`, meaning: msg`How you watch videos of this topic.` },
  creator: { name: msg`Creator`, meaning: msg`How you watch videos of this creator.` },
  similar: { name: msg`Likeness`, meaning: msg`How close the video is to those that held you.` },
  habits: { name: msg`Your habits`, meaning: msg`How you watch in general.` },
  video: { name: msg`The video itself`, meaning: msg`How everybody watches this video.` },
  kin: { name: msg`Its kind`, meaning: msg`How everybody watches this creator, topic and sound.` },
  length: { name: msg`Length`, meaning: msg`How long the video is, and how you watch such lengths.` },
  moment: { name: msg`The moment`, meaning: msg`The hour, the place, and what you watched just before.` },
  following: { name: msg`Following`, meaning: msg`Whether you follow the creator.` },
  freshness: { name: msg`Freshness`, meaning: msg`How new the video is.` },
  dials: { name: msg`Your dials`, meaning: msg`What you set under “Your feed”.` },
})

/** Where videos of the feed come from, in words. */
export const sourceWords = (): Record<SlotSource, Words> => ({
  similar_people: {
    name: msg`People who watch alike`,
    meaning: msg`Watched long by people who watch what you watch.`,
  },
  similar_video: {
    name: msg`Videos that go together`,
    meaning: msg`Watched long by the same people as a video that held you.`,
  },
  followed: { name: msg`Creators you follow`, meaning: msg`By somebody whom you follow.` },
  creator: { name: msg`Creators you watch`, meaning: msg`By a creator whom you watch long.` },
  topic: { name: msg`Your topics`, meaning: msg`Of a topic that you watch long, or chose.` },
  trend: { name: msg`Held by many`, meaning: msg`Many people hold on to it now.` },
  fresh: { name: msg`New videos`, meaning: msg`New, and owed its first viewers.` },
  random: { name: msg`Chance`, meaning: msg`Drawn from everything there is.` },
  newest: { name: msg`Newest first`, meaning: msg`In the order of time, without a choice.` },
  rewatch: { name: msg`Watched again`, meaning: msg`Seen before, longest ago first.` },
})

const outcomes = (): readonly (readonly [string, Words])[] => [
  ['held', { name: msg`Holds on`, meaning: msg`You watch it longer than people usually watch its length.` }],
  ['skip', { name: msg`Skips`, meaning: msg`You leave within the first seconds.` }],
  ['finish', { name: msg`Watches to the end`, meaning: msg`You watch it to its end.` }],
  ['rewatch', { name: msg`Watches again`, meaning: msg`You let it play more than once.` }],
  ['like', { name: msg`Likes`, meaning: msg`You like it.` }],
  ['share', { name: msg`Shares`, meaning: msg`You send it to somebody.` }],
  ['follow', { name: msg`Follows`, meaning: msg`You follow its creator.` }],
  ['comment', { name: msg`Comments`, meaning: msg`You write a comment.` }],
  ['not_interested', { name: msg`Not interested`, meaning: msg`You say that you are not interested.` }],
]

/** What is foretold of a video, in words. Null: an instance with another value file may foretell something else. */
export const outcomeWords = (outcome: string): Words | null => new Map(outcomes()).get(outcome) ?? null

/** How much an interest holds somebody, against what is usual. */
export const strengthWords = (): Record<Strength, MessageDescriptor> => ({
  much_less: msg`Holds you much less than usual`,
  less: msg`Holds you less than usual`,
  usual: msg`Holds you about as usual`,
  more: msg`Holds you more than usual`,
  much_more: msg`Holds you much more than usual`,
})
