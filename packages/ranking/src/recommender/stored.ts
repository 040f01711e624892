import type { Catalogue } from '../catalogue.ts'
import type { StateReader, StateWriter } from '../state.ts'
import type { WatchInput } from './inputs.ts'
import type { Names } from './names.ts'
import type { Nearest } from './nearest.ts'
import { Person, type Brought, type OpenView, type People, type Watch } from './people.ts'
import type { Trend } from './trend.ts'
import type { Limits, Videos } from './videos.ts'
import type { NamesOf, State } from './viewing.ts'

/** Texts of names may hold anything but this. */
const between = '\0'

const saveNames = (names: NamesOf, into: StateWriter): void => {
  for (const [name, own] of Object.entries<Names>({ ...names })) into.addText(name, own.list().join(between))
}

const loadNames = (names: NamesOf, from: StateReader): void => {
  for (const [name, own] of Object.entries<Names>({ ...names })) {
    const text = from.takeText(name)
    if (text !== '') for (const one of text.split(between)) own.open(one)
  }
}

/** Lists of numbers of many, in one column, and how long each list is. */
class Lists {
  #values = new Float64Array(1024)
  #size = 0
  readonly #lengths: number[] = []

  add(list: Iterable<number>): void {
    const before = this.#size
    for (const one of list) {
      if (this.#size === this.#values.length) {
        const grown = new Float64Array(this.#size * 2)
        grown.set(this.#values)
        this.#values = grown
      }
      this.#values[this.#size] = one
      this.#size += 1
    }
    this.#lengths.push(this.#size - before)
  }

  save(into: StateWriter, name: string): void {
    into.add(name, this.#values.subarray(0, this.#size))
    into.add(`${name}.length`, Int32Array.from(this.#lengths))
  }
}

/** The lists of a column, one after another. */
const listsFrom = (from: StateReader, name: string): (() => Float64Array) => {
  const [values, lengths] = [from.take(name, 'Float64Array'), from.take(`${name}.length`, 'Int32Array')]
  let [next, at] = [0, 0]
  return () => {
    const list = values.subarray(next, next + (lengths[at] ?? 0))
    next += list.length
    at += 1
    return list
  }
}

const watchWidth = 6
const numbersOf = ({ video, atMs, hour, surface, watchedMs, outcomes }: Watch): number[] => [
  ...[video, atMs, hour, surface, watchedMs, outcomes],
]
const watchFrom = (values: Float64Array, at: number): Watch => {
  const [video = 0, atMs = 0, hour = 0, surface = 0, watchedMs = 0, outcomes = 0] = values.subarray(
    at * watchWidth,
    (at + 1) * watchWidth,
  )
  return { video, atMs, hour, surface, watchedMs, outcomes }
}

const broughtNumbers = (brought: ReadonlyMap<number, Brought>): number[] =>
  [...brought].flatMap(([key, { watched, held, atMs }]) => [key, watched, held, atMs])
const loadBrought = (into: Map<number, Brought>, values: ArrayLike<number>): void => {
  for (let at = 0; at + 3 < values.length; at += 4) {
    const [watched = 0, held = 0, atMs = 0] = [values[at + 1], values[at + 2], values[at + 3]]
    into.set(values[at] ?? 0, { watched, held, atMs })
  }
}

const savePeople = (people: People, into: StateWriter): void => {
  const all = [...people.all()]
  const lists = {
    seen: new Lists(),
    follows: new Lists(),
    topics: new Lists(),
    authors: new Lists(),
    watches: new Lists(),
  }
  for (const [, person] of all) {
    lists.seen.add(person.seen)
    lists.follows.add(person.follows)
    lists.topics.add(broughtNumbers(person.broughtTopics))
    lists.authors.add(broughtNumbers(person.broughtAuthors))
    lists.watches.add(person.watches.flatMap(numbersOf))
  }
  for (const [name, list] of Object.entries(lists)) list.save(into, name)
  into.add(
    'slot',
    Int32Array.from(all, ([slot]) => slot),
  )
  into.add(
    'number',
    Int32Array.from(all, ([, person]) => person.number),
  )
  into.add(
    'learning',
    Uint8Array.from(all, ([, person]) => Number(person.learning)),
  )
  into.add('last', Int32Array.of(people.lastNumber))
  saveViews(
    all.map(([, person]) => person),
    into.within('open'),
  )
}

/** Views that may still grow. The watch of a view is one of its person's, told by its place. */
const saveViews = (people: readonly Person[], into: StateWriter): void => {
  const [views, features] = [new Lists(), new Lists()]
  const ids: string[] = []
  const pending: [number, WatchInput][] = []
  for (const person of people) {
    views.add(
      person.open.flatMap(({ video, watch }) => [video, watch === null ? -1 : person.watches.indexOf(watch)]),
    )
    for (const view of person.open) {
      if (view.pending !== null) pending.push([ids.length, view.pending])
      ids.push(view.viewId)
      features.add(view.features ?? [])
    }
  }
  views.save(into, 'views')
  features.save(into, 'features')
  into.addText('ids', ids.join(between))
  into.addText('pending', JSON.stringify(pending))
}

const loadViews = (people: readonly Person[], from: StateReader): void => {
  const [views, features] = [listsFrom(from, 'views'), listsFrom(from, 'features')]
  const ids = from.takeText('ids').split(between)
  // Checked boundary: `saveViews` wrote it, and its checksum was proven.
  const pending = new Map(JSON.parse(from.takeText('pending')) as [number, WatchInput][])
  let next = 0
  for (const person of people) {
    const own = views()
    for (let at = 0; at < own.length; at += 2) {
      const described = Int32Array.from(features())
      const watch = person.watches[own[at + 1] ?? -1] ?? null
      const view: OpenView = {
        ...{ viewId: ids[next] ?? '', video: own[at] ?? 0, pending: pending.get(next) ?? null, watch },
        features: watch === null ? null : described,
      }
      person.open.push(view)
      next += 1
    }
  }
}

const loadPeople = (people: People, from: StateReader): void => {
  const slots = from.take('slot', 'Int32Array')
  const numbers = from.take('number', 'Int32Array')
  const learning = from.take('learning', 'Uint8Array')
  const [seen, follows] = [listsFrom(from, 'seen'), listsFrom(from, 'follows')]
  const [topics, authors] = [listsFrom(from, 'topics'), listsFrom(from, 'authors')]
  const watches = listsFrom(from, 'watches')
  const made = Array.from(slots, (slot, at): readonly [number, Person] => {
    const person = new Person(numbers[at] ?? 0)
    person.learning = learning[at] === 1
    for (const video of seen()) person.seen.add(video)
    for (const author of follows()) person.follows.add(author)
    loadBrought(person.broughtTopics, topics())
    loadBrought(person.broughtAuthors, authors())
    const own = watches()
    for (let one = 0; one < own.length / watchWidth; one += 1) person.watches.push(watchFrom(own, one))
    return [slot, person]
  })
  people.restore(made, from.take('last', 'Int32Array')[0] ?? 0)
  loadViews(
    made.map(([, person]) => person),
    from.within('open'),
  )
}

const saveLists = (lists: ReadonlyMap<number, readonly number[]>, into: StateWriter): void => {
  const all = new Lists()
  for (const list of lists.values()) all.add(list)
  all.save(into, 'list')
  into.add('key', Int32Array.from(lists.keys()))
}

const loadLists = (lists: Map<number, number[]>, from: StateReader): void => {
  const next = listsFrom(from, 'list')
  for (const key of from.take('key', 'Int32Array')) lists.set(key, [...next()])
}

const saveVideos = (videos: Videos, into: StateWriter): void => {
  for (const [name, column] of Object.entries(videos.columns)) into.add(name, column.used())
  into.add('live', Int32Array.from(videos.live.list))
  into.add('fresh', Int32Array.from(videos.fresh.list))
  saveLists(videos.byAuthor, into.within('byAuthor'))
  saveLists(videos.byTopic, into.within('byTopic'))
  const topics = new Lists()
  for (const own of videos.topicsOf) topics.add(own ?? [])
  topics.save(into, 'topics')
  into.addText('limits', JSON.stringify([...videos.limitsOf]))
}

const loadVideos = (videos: Videos, from: StateReader): void => {
  for (const [name, column] of Object.entries(videos.columns))
    column.restore(from.take(name, column.kindName))
  for (const video of from.take('live', 'Int32Array')) videos.live.add(video)
  for (const video of from.take('fresh', 'Int32Array')) videos.fresh.add(video)
  loadLists(videos.byAuthor, from.within('byAuthor'))
  loadLists(videos.byTopic, from.within('byTopic'))
  const lengths = from.take('topics.length', 'Int32Array')
  const values = from.take('topics', 'Float64Array')
  let next = 0
  for (const [video, length] of lengths.entries()) {
    videos.topicsOf[video] = [...values.subarray(next, next + length)]
    next += length
  }
  // Checked boundary: `saveVideos` wrote it, and its checksum was proven.
  for (const [video, limits] of JSON.parse(from.takeText('limits')) as [number, Limits][])
    videos.limitsOf.set(video, limits)
}

const saveTrend = (trend: Trend, into: StateWriter): void => {
  into.add('warm', Int32Array.from(trend.warm.list))
  into.add('hottest', Int32Array.from(trend.hottest))
  into.add(
    'topic',
    Int32Array.from(trend.topics, ({ topic }) => topic),
  )
  into.add(
    'topicHeat',
    Float64Array.from(trend.topics, ({ heat }) => heat),
  )
  const videos = new Lists()
  for (const own of trend.topics) videos.add(own.videos)
  videos.save(into, 'topicVideos')
}

const loadTrend = (trend: Trend, from: StateReader): void => {
  const [topics, heats] = [from.take('topic', 'Int32Array'), from.take('topicHeat', 'Float64Array')]
  const videos = listsFrom(from, 'topicVideos')
  trend.restore({
    warm: [...from.take('warm', 'Int32Array')],
    hottest: [...from.take('hottest', 'Int32Array')],
    topics: Array.from(topics, (topic, at) => ({ topic, heat: heats[at] ?? 0, videos: [...videos()] })),
  })
}

const saveNearest = (nearest: Nearest, into: StateWriter): void => {
  into.add('videos', nearest.videos)
  into.add('values', nearest.values)
  into.add('size', Int32Array.of(nearest.size))
}

const loadNearest = (nearest: Nearest, from: StateReader): void => {
  const [videos, values] = [from.take('videos', 'Int32Array'), from.take('values', 'Float32Array')]
  nearest.install(videos, values, from.take('size', 'Int32Array')[0] ?? 0)
}

export type Stored = State & { readonly catalogue: Catalogue }

/** Writes everything that the state is. What is only listed otherwise, such as videos by topic, follows from it. */
export const saveState = (state: Stored, into: StateWriter): void => {
  const { names, people, videos, learner, nearest, trend, followers, catalogue } = state
  saveNames(names, into.within('names'))
  savePeople(people, into.within('people'))
  saveVideos(videos, into.within('videos'))
  learner.save(into.within('learner'))
  catalogue.save(into.within('catalogue'))
  saveNearest(nearest, into.within('nearest'))
  saveTrend(trend, into.within('trend'))
  into.add('followers', Int32Array.from([...followers].flat()))
}

/** The opposite of `saveState`, into a state that was told nothing yet. */
export const loadState = (state: Stored, from: StateReader): void => {
  const { names, people, videos, learner, nearest, trend, followers, catalogue } = state
  loadNames(names, from.within('names'))
  loadPeople(people, from.within('people'))
  loadVideos(videos, from.within('videos'))
  learner.load(from.within('learner'))
  catalogue.load(from.within('catalogue'))
  loadNearest(nearest, from.within('nearest'))
  loadTrend(trend, from.within('trend'))
  const pairs = from.take('followers', 'Int32Array')
  for (let at = 0; at < pairs.length; at += 2) followers.set(pairs[at] ?? 0, pairs[at + 1] ?? 0)
}
