import {
  Catalogue,
  interactionsOf,
  type Learner,
  type Interactions,
  type LearnerSettings,
  type RetrievalCase,
  type RetrievalSettings,
  type Told,
  vectorSettings,
  watchedWeight,
} from '@busker/ranking'
import { StartError } from '#platform/errors'
import {
  readFeatures,
  readImpressions,
  readPasts,
  type Features,
  type Impressions,
  type Past,
} from './kuairand-files.ts'

export interface KuairandFiles {
  readonly impressions: string
  readonly sequences: string
  readonly users: string
  readonly videos: string
}

/** Dates as in the files, `YYYYMMDD` as a number, both included. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** What the files tell. */
export interface Kuairand {
  readonly impressions: Impressions
  readonly pasts: readonly Past[]
  readonly users: Features
  readonly videos: Features
}

/** Impressions of a window by their place: from … to - 1. */
export interface Places {
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
/** Surface of what was watched before the impressions: no tab has this number. */
const pastSurface = 63

/** Chosen on 29 and 30 April, with everything before as warm-up. */
export const learnerSettings: LearnerSettings = {
  heads: [
    { name: 'long_view', usual: 0.31, alpha: 0.025 },
    { name: 'click', usual: 0.44, alpha: 0.025 },
    { name: 'like', usual: 0.017, alpha: 0.1 },
  ],
  places: 1 << 22,
}
export const retrievalSettings: RetrievalSettings = {
  vectors: vectorSettings,
  ...{ trendWeight: 0.5, fairPlace: true },
}
const trendHalfLifeMs = dayMs

/** Gives each text a number from 1 on, of its own column. */
const numbered = (): ((text: string | undefined) => number) => {
  const known = new Map<string, number>()
  return (text = '') => {
    const found = known.get(text) ?? known.size + 1
    known.set(text, found)
    return found
  }
}

const largestId = (ids: Iterable<number>): number => {
  let largest = 0
  for (const id of ids) largest = Math.max(largest, id)
  return largest
}

const kinds = ['video_type', 'upload_dt', 'upload_type', 'music_type'] as const

export const catalogueOf = ({
  videos,
  users,
  impressions: { video_id, duration_ms },
}: Pick<Kuairand, 'videos' | 'users' | 'impressions'>): Catalogue => {
  const attributes = users.names.length - 1
  const catalogue = new Catalogue({ kinds: kinds.length + 1, attributes })
  // The length as the player told it; the file of features has none for some.
  const durations = new Map(video_id.map((id, at) => [id, duration_ms[at] ?? 0]))
  const columns = new Map(videos.names.map((name, at) => [name, { at, numberOf: numbered() }]))
  for (const { id, cells } of videos.rows) {
    const text = (name: string): string => cells[columns.get(name)?.at ?? -1] ?? ''
    const number = (name: string, value = text(name)): number => columns.get(name)?.numberOf(value) ?? 0
    const isWide = Number(text('server_width')) > Number(text('server_height'))
    catalogue.setVideo(id, {
      ...{ author: number('author_id'), sound: number('music_id') },
      topic: number('tag', text('tag').split(',')[0]),
      durationMs: durations.get(id) || Number(text('video_duration')) || 0,
      kinds: [...kinds.map((name) => number(name)), isWide ? 1 : 0],
    })
  }
  const numbers = Array.from({ length: attributes }, numbered)
  for (const { id, cells } of users.rows)
    catalogue.setPerson(
      id,
      numbers.map((numberOf, at) => numberOf(cells[at + 1])),
    )
  return catalogue
}

export const toldOf = (of: Impressions): Told => ({
  count: of.time_ms.length,
  meeting: (at) => ({
    ...{ person: of.user_id[at] ?? 0, video: of.video_id[at] ?? 0, surface: of.tab[at] ?? 0 },
    ...{ atMs: of.time_ms[at] ?? 0, hour: Math.floor((of.hourmin[at] ?? 0) / 100) },
  }),
  outcome: (at) => ({
    labels: [of.long_view[at] ?? 0, of.is_click[at] ?? 0, of.is_like[at] ?? 0],
    watchedSeconds: (of.play_time_ms[at] ?? 0) / 1000,
  }),
})

/** Whoever watched long also clicked; of others that is not known. */
const learnPast = (learner: Learner, pasts: readonly Past[], beforeMs: number): void => {
  const watches = pasts.flatMap(({ userId, lastMs, watched, held, liked }) =>
    watched.map((video, at) => {
      const atMs = Math.min(lastMs, beforeMs) - (watched.length - at) * 1000
      const labels = [held.has(video) ? 1 : 0, held.has(video) ? 1 : -1, liked.has(video) ? 1 : 0]
      return { meeting: { person: userId, video, surface: pastSurface, atMs, hour: 0 }, labels }
    }),
  )
  for (const { meeting, labels } of watches.toSorted((one, other) => one.meeting.atMs - other.meeting.atMs))
    learner.learn(Int32Array.from(learner.describe(meeting)), meeting, { labels })
}

/** A learner that knows what was watched before the impressions. */
export const warmed = <Own extends Learner>({ impressions, pasts }: Kuairand, learner: Own): Own => {
  learnPast(learner, pasts, impressions.time_ms[0] ?? 0)
  return learner
}

export const readKuairand = async (files: KuairandFiles): Promise<Kuairand> => ({
  impressions: await readImpressions(files.impressions),
  pasts: await readPasts(files.sequences),
  videos: await readFeatures(files.videos, 'video_id'),
  users: await readFeatures(files.users, 'user_id'),
})

const firstFrom = ({ date }: Impressions, day: number): number => {
  const at = date.findIndex((own) => own >= day)
  return at < 0 ? date.length : at
}

/** Throws StartError for a window without impressions before or in it. */
export const placesOf = ({ impressions }: Kuairand, window: Window): Places => {
  const [from, to] = [firstFrom(impressions, window.from), firstFrom(impressions, window.to + 1)]
  if (from === 0 || from >= to)
    throw new StartError('There must be impressions before --test-from and up to --test-to. Check the dates.')
  return { from, to }
}

/** Videos that each person watched, and how much each counts. */
class Watched {
  readonly #of = new Map<number, Map<number, number>>()
  readonly #weight: number

  /** How much a watch counts that did not hold; 0: it is left out. */
  constructor(weight: number) {
    this.#weight = weight
  }

  add(user: number, video: number, held: boolean): void {
    if (!held && this.#weight === 0) return
    const own = this.#of.get(user) ?? new Map<number, number>()
    this.#of.set(user, own)
    own.set(video, Math.max(own.get(video) ?? 0, held ? 1 : this.#weight))
  }

  hasHeld(user: number, video: number): boolean {
    return this.#of.get(user)?.get(video) === 1
  }

  interactions(shape: { readonly rows: number; readonly columns: number }): Interactions {
    const cells = [...this.#of].flatMap(([row, own]) =>
      Array.from(own, ([column, weight]) => ({ row, column, weight })),
    )
    const row = cells.map((cell) => cell.row)
    return interactionsOf(
      { row, column: cells.map(({ column }) => column), weight: cells.map(({ weight }) => weight) },
      shape,
    )
  }
}

/** Who watched what before the window, and what each wants in it. */
export const retrievalCaseOf = (
  { impressions, pasts, videos }: Kuairand,
  { from, to }: Places,
  weight = watchedWeight,
): RetrievalCase => {
  const columns = largestId([...videos.rows.map(({ id }) => id), ...impressions.video_id]) + 1
  const rows = largestId([...pasts.map(({ userId }) => userId), ...impressions.user_id]) + 1
  const watched = new Watched(weight)
  for (const { userId, watched: all, held } of pasts)
    for (const video of new Set([...all, ...held])) watched.add(userId, video, held.has(video))
  const trend = new Float64Array(columns)
  const lastMs = impressions.time_ms[from - 1] ?? 0
  const wanted = new Map<number, Set<number>>()
  for (let at = 0; at < to; at += 1) {
    const [user, video] = [impressions.user_id[at] ?? 0, impressions.video_id[at] ?? 0]
    const held = impressions.long_view[at] === 1
    if (at < from) watched.add(user, video, held)
    if (!held) continue
    if (at < from)
      trend[video] = (trend[video] ?? 0) + 2 ** (((impressions.time_ms[at] ?? 0) - lastMs) / trendHalfLifeMs)
    else if (!watched.hasHeld(user, video)) wanted.set(user, (wanted.get(user) ?? new Set()).add(video))
  }
  const met = watched.interactions({ rows, columns })
  return { met, wanted, held: trend, videos: videos.rows.length }
}
