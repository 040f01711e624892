// How fast searching is among 100 000 videos, by kind of query. The first result of each kind is checked, so that nothing
// is measured that finds nothing.
// Run: npm run bench -- search
import { loadavg } from 'node:os'
import type { App } from '@busker/server'
import {
  forgetSearchIndex,
  isSearchIndexBuilt,
  seedCaptions,
  seedPosts,
} from '../apps/server/src/testing/seed-posts.ts'
import { openInstance, openCaller, type Caller } from './instance.ts'
import { quantile } from './quantile.ts'

const videos = 100_000
const authors = 2000
const rounds = 60
const budgetP95Ms = 100
const piece = 5000

/** Words of captions: common ones and rare ones, as frequent as words are (Zipf), in a generated language. */
const syllables = [
  'ka',
  'lo',
  'mi',
  'ren',
  'tas',
  'ula',
  'bor',
  'shi',
  'ven',
  'dro',
  'qua',
  'pel',
  'zun',
  'fai',
]
const wordAt = (rank: number): string => {
  let [left, word] = [rank + 14, '']
  while (left > 0) {
    word += syllables[left % syllables.length]
    left = Math.floor(left / syllables.length)
  }
  return word
}
const words = 20_000
const zipf = (unit: number): string => wordAt(Math.floor(words ** unit) - 1)

/** The same numbers in every run (mulberry32). */
const chance = (from: number) => {
  let seed = from
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const cjk = '東京大阪夜景音楽猫犬料理旅行海山春夏秋冬'
const captionOf = (next: () => number, number: number): string => {
  const own = Array.from({ length: 9 }, () => zipf(next()))
  const letters =
    number % 20 === 0 ? Array.from({ length: 8 }, () => cjk[Math.floor(next() * cjk.length)]).join('') : ''
  return `${own.join(' ')} ${letters}`
}

const swapped = (word: string): string => `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`

type Kind =
  | 'common word'
  | 'rare word'
  | 'two words'
  | 'typing mistake'
  | 'beginning'
  | 'cjk'
  | 'hashtag'
  | 'nothing'
const queryOf: Record<Kind, (next: () => number) => string> = {
  'common word': (next) => wordAt(Math.floor(next() * 20)),
  'rare word': (next) => wordAt(5000 + Math.floor(next() * 5000)),
  'two words': (next) => `${wordAt(Math.floor(next() * 30))} ${wordAt(Math.floor(next() * 30))}`,
  'typing mistake': (next) => swapped(wordAt(3000 + Math.floor(next() * 9000))),
  beginning: (next) => wordAt(500 + Math.floor(next() * 5000)).slice(0, 4),
  cjk: (next) => Array.from({ length: 2 }, () => cjk[Math.floor(next() * cjk.length)]).join(''),
  hashtag: (next) => `#town${Math.floor(next() * 500)}`,
  nothing: () => 'xyzzyplugh',
}

const ask = async (caller: Caller, path: string): Promise<{ ms: number; found: number }> => {
  const startedMs = performance.now()
  const { status, text } = await caller.call('GET', path)
  const ms = performance.now() - startedMs
  if (status !== 200) throw new TypeError(`${path} was answered ${status}: ${text}`)
  const answer = JSON.parse(text) as {
    posts?: unknown[]
    people?: unknown[]
    tags?: unknown[]
    suggestions?: unknown[]
  }
  const found = [answer.posts, answer.people, answer.tags, answer.suggestions].reduce(
    (total, list) => total + (list?.length ?? 0),
    0,
  )
  return { ms, found }
}

/** Gives the videos words, and waits until all can be found. Returns how long the index took to make. */
const fill = async ({ db }: App['engines'], search: App['search']): Promise<number> => {
  await seedPosts(db, videos, { authors, topics: 500 })
  const next = chance(7)
  for (let from = 0; from < videos; from += piece) {
    const captions = Array.from({ length: piece }, (_, index) => captionOf(next, from + index + 1))
    await seedCaptions(db, from + 1, captions)
  }
  await forgetSearchIndex(db)
  const startedMs = performance.now()
  await search.start()
  while (!(await isSearchIndexBuilt(db))) await new Promise((resolve) => setTimeout(resolve, 500))
  return performance.now() - startedMs
}

const { app, address, close } = await openInstance()
try {
  const builtMs = await fill(app.engines, app.search)
  const caller = openCaller(address, app.engines.dataFolderId)
  const next = chance(11)
  const all: number[] = []
  const results: Record<string, object> = {}
  for (const kind of Object.keys(queryOf) as Kind[]) {
    const times: number[] = []
    let found = 0
    for (let round = 0; round < rounds; round += 1) {
      const q = encodeURIComponent(queryOf[kind](next))
      const answer = await ask(caller, `/v1/search?q=${q}`)
      found += answer.found > 0 ? 1 : 0
      times.push(answer.ms)
    }
    all.push(...times)
    results[kind] = {
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      found: `${found} of ${rounds}`,
    }
  }
  const suggesting: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const q = wordAt(500 + Math.floor(next() * 5000)).slice(0, 3)
    suggesting.push((await ask(caller, `/v1/search/suggestions?q=${q}`)).ms)
  }
  caller.close()
  const p95Ms = quantile(all, 0.95)
  const result = {
    ...{ bench: 'search', ok: p95Ms < budgetP95Ms, budgetP95Ms, videos, authors },
    ...{ p50Ms: quantile(all, 0.5), p95Ms, byKind: results },
    suggestions: { p50Ms: quantile(suggesting, 0.5), p95Ms: quantile(suggesting, 0.95) },
    indexBuiltSeconds: Math.round(builtMs / 1000),
    machineLoad: loadavg()[0],
    command: 'npm run bench -- search',
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
} finally {
  await close()
}
