/** Topics with their dials, as the settings carry them. */
export type TopicDials = Readonly<Record<string, number>>

/** So many topics may have a dial. */
export const mostTopics = 100
const longestTopic = 100
const farthest = 2

/** A topic as captions carry it: without the hash sign, lower case. Null: nothing is left to be a topic. */
export const typedTopic = (typed: string): string | null => {
  const topic = typed.trim().replace(/^#+/, '').trim().toLowerCase()
  return topic === '' || topic.length > longestTopic ? null : topic
}

/** The dials with one of them moved by a step: it passes over 0, where a topic would have no dial. */
export const stepTopic = (topics: TopicDials, topic: string, step: 1 | -1): TopicDials => {
  const moved = (topics[topic] ?? 0) + step
  const dial = moved === 0 ? step : moved
  return { ...topics, [topic]: Math.max(-farthest, Math.min(farthest, dial)) }
}

export const withoutTopic = (topics: TopicDials, topic: string): TopicDials =>
  Object.fromEntries(Object.entries(topics).filter(([name]) => name !== topic))
