import type { ControlInput, Exploration, Taste } from '@busker/ranking'
import { assert } from '#platform/assert'
import { createHttp } from '#platform/http'
import { silentLog } from '#platform/log'
import {
  createClient,
  createTestApp,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'
import type { ControlDeps } from './controls.ts'
import { feedControlRoutes } from './http.ts'
import { RankerUnavailable, type RankerPort, type TellControl } from './ranker/port.ts'
import type { ValueParameters } from './rules/parameter-change.ts'

/** A recommender that believes what a test says, and remembers what it was told. */
export class FakeRanker implements RankerPort {
  tastes = new Map<string, Taste>()
  known = new Map<string, Exploration>()
  popular: { topic: string; videos: number }[] = []
  told: { viewerId: string; control: ControlInput['control'] }[] = []
  dead = false
  /** What happens when the recommender hears a word. */
  hears: TellControl = async () => {}

  #alive(): void {
    if (this.dead) throw new RankerUnavailable('The fake is dead.')
  }
  async page(): Promise<never> {
    assert(false, 'these endpoints ask for no page')
  }
  async taste(viewerId: string): Promise<Taste> {
    this.#alive()
    return this.tastes.get(viewerId) ?? { learning: true, watched: 0, topics: [], creators: [] }
  }
  async explorations(videoIds: readonly string[]): Promise<Map<string, Exploration>> {
    this.#alive()
    return new Map([...this.known].filter(([videoId]) => videoIds.includes(videoId)))
  }
  async topics(most: number): Promise<{ topic: string; videos: number }[]> {
    this.#alive()
    return this.popular.slice(0, most)
  }
  async tell(): Promise<void> {}
  async stop(): Promise<void> {}
  readonly tellControl: TellControl = async (control) => {
    this.told.push(control)
    await this.hears(control)
  }
}

export const valueParameters: ValueParameters = {
  version: 'value-1',
  outcomes: [
    { outcome: 'like', weight: 2, usual: 0.02 },
    { outcome: 'not_interested', weight: -20, usual: 0.001 },
  ],
  rules: {
    ...{ creatorApart: 8, topicMost: 2, topicWithin: 6, soundMost: 1, soundWithin: 8, freshQuota: 50 },
  },
  exploration: { freshPlaces: 0.1, chance: 0.02 },
}

export interface ControlTown {
  readonly app: TestApp
  readonly ranker: FakeRanker
  readonly deps: ControlDeps
  /** A new account, signed in where the endpoints of this part are served. */
  join(handle: string): Promise<Person>
  guest(): Client
  stop(): Promise<void>
}

/** The endpoints of this part on a server of their own, with people and posts of a whole app beside it. */
export const createControlTown = async (): Promise<ControlTown> => {
  const app = await createTestApp()
  const ranker = new FakeRanker()
  const http = await createHttp({
    ...app.config,
    ...{ ids: app.ids, log: silentLog(), authenticator: app.identity, isReady: () => true },
  })
  const deps: ControlDeps = {
    ...{ db: app.engines.db, clock: app.clock, posts: app.posts, identity: app.identity },
    ...{ ranker, tellControl: ranker.tellControl, parameters: valueParameters },
  }
  feedControlRoutes(http, deps)
  return {
    app,
    ranker,
    deps,
    join: async (handle) => {
      const { me, cookies } = await signUp(app, handle)
      const client = createClient({ http })
      for (const [name, value] of cookies) client.cookies.set(name, value)
      return { ...client, me }
    },
    guest: () => createClient({ http }),
    stop: async () => {
      await http.close()
      await app.stop()
    },
  }
}
