import type { Interest, Taste } from './page.ts'
import type { Person } from './people.ts'
import { strengthOf, tastesOf, type Leaning } from './taste.ts'
import type { State } from './viewing.ts'

/** So many of each are told, and so many videos behind each. */
const mostTold = 100
const mostBehind = 6

const told = (
  leanings: ReadonlyMap<number, Leaning>,
  behind: (key: number) => readonly string[],
): { readonly key: number; readonly interest: Interest }[] =>
  [...leanings]
    .map(([key, leaning]) => ({ key, leaning, strength: strengthOf(leaning) }))
    .toSorted((one, other) => Math.abs(other.strength) - Math.abs(one.strength) || one.key - other.key)
    .slice(0, mostTold)
    .map(({ key, leaning, strength }) => ({
      key,
      interest: { ...leaning, strength, videoIds: behind(key) },
    }))

/** What is believed of somebody, and what it stands on. */
export const tasteOf = ({ videos, names }: State, person: Person | null, atMs: number): Taste => {
  if (person === null) return { learning: true, watched: 0, topics: [], creators: [] }
  const tastes = tastesOf(person, videos, atMs)
  const latest = person.watches.toReversed()
  const behind =
    (isBehind: (video: number, key: number) => boolean) =>
    (key: number): string[] => {
      const found = new Set(latest.filter(({ video }) => isBehind(video, key)).map(({ video }) => video))
      return [...found].slice(0, mostBehind).map((video) => names.videos.text(video))
    }
  const ofTopic = behind((video, key) => videos.topics(video).includes(key))
  const ofAuthor = behind((video, key) => videos.author.get(video) === key)
  return {
    ...{ learning: person.learning, watched: person.watches.length },
    topics: told(tastes.topics, ofTopic).map(({ key, interest }) => ({
      topic: names.topics.text(key),
      ...interest,
    })),
    creators: told(tastes.authors, ofAuthor).map(({ key, interest }) => ({
      authorId: names.people.text(key),
      ...interest,
    })),
  }
}
