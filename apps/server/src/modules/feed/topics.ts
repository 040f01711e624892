import type { listTopics as listTopicsEndpoint, ResponseOf } from '@busker/contract'
import type { ControlDeps } from './controls.ts'
import { RankerUnavailable } from './ranker/port.ts'

type Topics = ResponseOf<typeof listTopicsEndpoint>['topics']

const mostTopics = 40

/** Topics to choose from. Whoever chooses can do without them: while the recommender does not answer there are none. */
export const listTopics = async (deps: Pick<ControlDeps, 'ranker'>): Promise<Topics> => {
  try {
    const topics = await deps.ranker.topics(mostTopics)
    return topics.flatMap(({ topic, videos }) => (videos > 0 ? [{ topic, posts: videos }] : []))
  } catch (error) {
    if (error instanceof RankerUnavailable) return []
    throw error
  }
}
