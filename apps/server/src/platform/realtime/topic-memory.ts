import type { RealtimeMessage } from '@busker/contract'

/** A message as it goes over the wire: encoded once, sent to every stream of its person. */
export interface RealtimeEvent {
  readonly sequence: number
  readonly message: RealtimeMessage
  readonly frame: string
}

interface Topic {
  readonly events: RealtimeEvent[]
  /** Everything of this topic up to and including this sequence may be gone. */
  forgotten: number
}

export interface MemoryLimits {
  readonly eventsPerTopic: number
  readonly topics: number
  /** Characters of all frames together. */
  readonly size: number
}

export interface TopicMemory {
  remember(name: string, event: RealtimeEvent): void
  /** What came after this sequence, or null when part of it is gone. */
  after(name: string, sequence: number): readonly RealtimeEvent[] | null
  /** From now on nothing up to and including this sequence is known to be complete, whatever the topic. */
  forgetUpTo(sequence: number): void
  readonly topics: number
  readonly size: number
}

/** The last messages of every topic, within fixed limits. The topic that was quiet for longest is forgotten first. */
export const createTopicMemory = (limits: MemoryLimits): TopicMemory => {
  // A Map keeps the order of insertion and a topic moves to the end with each message: the first one is the quietest.
  const topics = new Map<string, Topic>()
  let size = 0
  let forgottenByEviction = 0

  const forgetFirst = (topic: Topic): void => {
    const event = topic.events.shift()
    if (event === undefined) return
    size -= event.frame.length
    topic.forgotten = event.sequence
  }
  const evictQuietest = (): void => {
    for (const [name, topic] of topics) {
      const last = topic.events.at(-1)?.sequence ?? topic.forgotten
      forgottenByEviction = Math.max(forgottenByEviction, last)
      for (const event of topic.events) size -= event.frame.length
      topics.delete(name)
      return
    }
  }
  return {
    remember: (name, event) => {
      const topic = topics.get(name) ?? { events: [], forgotten: forgottenByEviction }
      topics.delete(name)
      topics.set(name, topic)
      topic.events.push(event)
      size += event.frame.length
      if (topic.events.length > limits.eventsPerTopic) forgetFirst(topic)
      while (topics.size > limits.topics || (size > limits.size && topics.size > 1)) evictQuietest()
    },
    after: (name, sequence) => {
      const topic = topics.get(name)
      if (sequence < (topic?.forgotten ?? forgottenByEviction)) return null
      return topic?.events.filter((event) => event.sequence > sequence) ?? []
    },
    forgetUpTo: (sequence) => {
      topics.clear()
      size = 0
      forgottenByEviction = sequence
    },
    get topics() {
      return topics.size
    },
    get size() {
      return size
    },
  }
}
