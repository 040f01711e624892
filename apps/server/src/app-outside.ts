import type { ClientId, PersonId, PostId } from '@busker/contract'
import type { Config } from '#config'
import type { Identity } from '#modules/identity'
import { keepPreparing, metricDefinitions, type Measure } from '#modules/measure'
import {
  createExportReader,
  createOutside,
  openSettling,
  type LinkedPosts,
  type Outside,
  type OutsideDeps,
} from '#modules/outside'
import type { Posts } from '#modules/posts'
import type { Telemetry } from '#modules/telemetry'
import { fileCheckpoint } from '#platform/journal'
import type { Database } from '#platform/postgres'
import type { Engines } from './engines.ts'

interface Linked {
  readonly db: Database
  readonly identity: Pick<Identity, 'getAuthors'>
  readonly posts: Pick<Posts, 'getCards'>
  /** Made after this: it asks in turn which state a client's facts are of. */
  readonly measure: () => Measure
}

/** What settling a client's links must know of posts: three modules answer it. */
const linkedPosts = ({ db, identity, posts, measure }: Linked): LinkedPosts => ({
  impressionsOf: async (postId, period) => {
    const { rows } = await measure().metric('impressions', {
      ...{ ...period, scope: { kind: 'post', postId }, by: 'day' },
    })
    return rows.map(({ slice, value }) => ({ day: slice ?? '', count: Number(value ?? 0) }))
  },
  handlesOf: async (people: readonly PersonId[]) =>
    new Map([...(await identity.getAuthors(db.pool, people))].map(([id, { handle }]) => [id, handle])),
  captionsOf: async (postIds: readonly PostId[]) => {
    const cards = await posts.getCards(postIds, { kind: 'anonymous', anonymousId: '' })
    return new Map(
      [...cards].map(([id, { caption, publishedAt }]) => [
        id,
        { caption, publishedOn: publishedAt.slice(0, 10) },
      ]),
    )
  },
})

type Surroundings = Pick<OutsideDeps, 'clock' | 'ids' | 'log' | 'jobs' | 'publish'> & {
  readonly config: Pick<Config, 'importMaximumBytes'>
  readonly engines: Engines
  readonly identity: Identity
  readonly posts: Posts
  readonly telemetry: Pick<Telemetry, 'originOf'>
  readonly measure: Linked['measure']
  /** Numbers of this client may have changed. */
  readonly onSettled: (clientId: ClientId) => Promise<void>
}

/** Agencies' clients with the copying of what is imported and told for them. */
export const wireOutside = async (around: Surroundings): Promise<Outside> => {
  const { config, engines, jobs, posts, telemetry, measure } = around
  const { db, clickhouse, journal, paths } = engines
  const prepareLater = keepPreparing({
    ...{ jobs, db },
    prepare: (clientId, signal) => measure().prepareClient(clientId, signal),
  })
  const settling = await openSettling({
    ...{ ...around, db, clickhouse, journal, linkedPosts: linkedPosts({ ...around, db }) },
    onSettled: async (clientId) => {
      await around.onSettled(clientId)
      await prepareLater(clientId)
    },
    checkpoint: fileCheckpoint(paths.outsideCheckpoint),
  })
  return createOutside({
    ...{ ...around, db, journal, settling, reader: createExportReader(), folder: paths.imports },
    posts: {
      mayCarryLink: posts.mayCarryLink,
      authorOf: async (postId) => (await posts.lookUp(db.pool, [postId])).get(postId)?.authorId ?? null,
    },
    blobs: engines.blobs,
    numbers: {
      ask: ({ clientId, ...asked }) => measure().board({ ...asked, scope: { kind: 'client', clientId } }),
      definitions: metricDefinitions,
    },
    isBot: (headers) => telemetry.originOf(headers).isBot,
    maximumBytes: config.importMaximumBytes,
  })
}
