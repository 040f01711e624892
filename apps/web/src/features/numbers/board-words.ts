import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { GroupId } from './boards.ts'

interface GroupWords {
  /** The question that the numbers of the group answer. */
  readonly title: MessageDescriptor
  /** What to do with them. */
  readonly hint: MessageDescriptor
}

export const groupWords: Record<GroupId, GroupWords> = {
  north: {
    title: msg`Is it worth people’s time?`,
    hint: msg`Valued hours leave out what people regretted. If they fall while time rises, look at what the feed shows.`,
  },
  guard: {
    title: msg`Does it harm anybody?`,
    hint: msg`These must not get worse while the numbers above get better. Each is set against the same time before.`,
  },
  people: {
    title: msg`Who comes, and who comes back?`,
    hint: msg`A number of people says little without the share that returns.`,
  },
  watching: {
    title: msg`How do they watch?`,
    hint: msg`A weak hook is for creators to mend, a high skip rate everywhere is for the feed.`,
  },
  creation: {
    title: msg`Do creators find an audience?`,
    hint: msg`Whoever is not seen in the first week seldom posts again.`,
  },
  spread: {
    title: msg`Where does it reach people?`,
    hint: msg`Look at a country by how many stay to the end, not by how many came.`,
  },
  trends: {
    title: msg`What is rising right now?`,
    hint: msg`A tag is measured against its own usual hour. One that rises with few creators is a campaign.`,
  },
  quality: {
    title: msg`Does it play, and can these numbers be trusted?`,
    hint: msg`When coverage falls after a release, that release loses views: every number above is too low.`,
  },
  stay: {
    title: msg`Do people stay?`,
    hint: msg`Work on the first of these that is weak: without the hook nobody reaches the rest.`,
  },
  return: {
    title: msg`Do they come back?`,
    hint: msg`People who return carry a channel. Posting the next part of what worked brings them.`,
  },
  react: {
    title: msg`Does it move them?`,
    hint: msg`Shares bring people who did not know you. Saves say that it was useful.`,
  },
  reach: {
    title: msg`How many saw it?`,
    hint: msg`These numbers grow with luck as well. Read them after those above.`,
  },
}
