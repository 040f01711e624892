import type { FeedMode, SlotFlag, SlotSource } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Part } from './parts.ts'
import type { Explanation } from './queries.ts'

/** Where a video was found, in a few words. */
export const sourceWords = (): Record<SlotSource, MessageDescriptor> => ({
  similar_people: msg`People who watch what you watch`,
  similar_video: msg`Watched together with another video`,
  followed: msg`People you follow`,
  creator: msg`A creator you watch`,
  topic: msg`A topic of yours`,
  trend: msg`What many hold on to now`,
  fresh: msg`New videos`,
  random: msg`Drawn by chance`,
  newest: msg`In the order of time`,
  rewatch: msg`Watch again`,
})

/** Parts of a score. */
export const termWords = (): Record<Part['term'], MessageDescriptor> => ({
  topic: msg`How you watch this topic`,
  creator: msg`How you watch this creator`,
  similar: msg`How near it is to videos that held you`,
  habits: msg`How you watch in general`,
  video: msg`How everybody watches this video`,
  kin: msg`How everybody watches its creator, topic and sound`,
  length: msg`Its length, and how you watch such lengths`,
  moment: msg`The hour, the place and what you watched just before`,
  following: msg`Whether you follow its creator`,
  freshness: msg`How new it is`,
  dials: msg`What you told the feed`,
  other: msg`Everything else`,
})

/** What was special about the place. */
export const flagWords = (): Record<SlotFlag, MessageDescriptor> => ({
  fresh_place: msg`This place is kept for new videos.`,
  explored: msg`It was drawn by chance instead of the best one, so that the feed can learn.`,
  varied: msg`It was moved here for variety: the best one was too much like the videos before it.`,
  fair_place: msg`This place is for creators who are shown less than their videos deserve.`,
})

export const modeWords = (): Record<FeedMode, MessageDescriptor> => ({
  for_you: msg`For you`,
  unprofiled: msg`Without profile`,
  following: msg`Following`,
})

export const notUsedWords = (): Record<Explanation['notUsed'][number], MessageDescriptor> => ({
  contacts: msg`your contacts`,
  location: msg`where you are`,
  payments: msg`payments`,
  messages: msg`messages`,
  other_sites: msg`what you do on other sites`,
  demographics: msg`your age, sex or origin`,
})
