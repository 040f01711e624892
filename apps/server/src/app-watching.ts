import type { PersonId, PostId } from '@busker/contract'
import { createFeed, type Feed, type RankerWay } from '#modules/feed'
import type { Identity } from '#modules/identity'
import type { Posts } from '#modules/posts'
import type { Social } from '#modules/social'
import { openTelemetry, type Telemetry } from '#modules/telemetry'
import { createSearch, type Search } from '#modules/search'
import { createWellbeing, type Wellbeing } from '#modules/wellbeing'
import type { Bus } from '#platform/bus'
import type { Jobs } from '#platform/jobs'
import { fileCheckpoint } from '#platform/journal'
import type { ProcessOptions } from './app-media.ts'
import type { Engines } from './engines.ts'

interface WatchingParts extends ProcessOptions {
  readonly engines: Engines
  /** How the recommender runs; left out: in a thread, unless the feed is in the order of time. */
  readonly ranker?: RankerWay
  readonly jobs: Jobs
  readonly bus: Bus
  readonly identity: Identity
  readonly posts: Posts
  readonly social: Social
}

export interface Watching {
  readonly telemetry: Telemetry
  readonly feed: Feed
  readonly wellbeing: Wellbeing
  readonly search: Search
  /** Registers the reactions to events and facts; before the jobs start. */
  listen(): Promise<void>
}

/** What is watched, what is shown next, and when it is enough for today. */
export const wireWatching = async (parts: WatchingParts): Promise<Watching> => {
  const { config, clock, ids, log, engines, bus, identity, posts, social } = parts
  const { db, clickhouse, journal } = engines
  const telemetry = await openTelemetry({
    ...{ journal, clickhouse, clock, log },
    // Checked boundary: telemetry knows ids as text; unknown ones are simply absent from the answer.
    posts: { lengthsOf: (postIds) => posts.lookUp(db.pool, postIds as readonly PostId[]) },
    checkpoint: fileCheckpoint(engines.paths.factsCheckpoint),
    countryHeader: config.countryHeader,
  })
  telemetry.listen(bus)
  const wellbeing = createWellbeing({ db, clock, ids, bus, identity, social, telemetry })
  const feed = createFeed({
    ...{ db, clock, ids, log, bus, identity, posts, telemetry, journal },
    ...{ preferences: social, budget: wellbeing },
    ranker: {
      folder: engines.paths.ranker,
      way: parts.ranker ?? (config.feed === 'newest' ? 'off' : 'thread'),
    },
  })
  const learnsFrom = (personId: PersonId) => feed.learnsFrom(personId)
  const search = createSearch({
    ...{ db, clock, ids, log, bus, jobs: parts.jobs, identity, social, posts, learnsFrom },
  })
  const listen = async () => {
    search.listen()
    await Promise.all([feed.listen(), wellbeing.listen()])
  }
  return { telemetry, feed, wellbeing, search, listen }
}
