import type { DataFolderReport } from '../data-folder-report.ts'
import type { Claims } from './claims.ts'

const countsOf = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const without = (names: Iterable<string>, excluded: ReadonlySet<string>): string[] =>
  [...names].filter((name) => !excluded.has(name))

const judgeUploads = (claims: Claims, found: DataFolderReport): string[] => {
  const faults: string[] = []
  const byId = new Map(found.assets.map((asset) => [asset.assetId, asset]))
  for (const { assetId, filename, sha256 } of claims.uploads) {
    const state = byId.get(assetId)?.state ?? 'missing'
    if (state !== 'ready') faults.push(`the upload ${filename} is ${state}`)
    if (found.originals[assetId] !== sha256) faults.push(`the original of ${filename} has other bytes`)
    const twins = found.assets.filter((asset) => asset.filename === filename && asset.state !== 'uploading')
    if (twins.length !== 1) faults.push(`the upload ${filename} is there ${twins.length} times`)
  }
  const claimed = new Set(claims.uploads.map(({ assetId }) => assetId))
  for (const { assetId, filename, state } of found.assets)
    if (!claimed.has(assetId) && state !== 'uploading')
      faults.push(`nobody finished ${filename}, yet it is ${state}`)
  return faults
}

const judgePosts = (claims: Claims, found: DataFolderReport, served: readonly string[]): string[] => {
  const faults: string[] = []
  const captions = countsOf(found.posts.map(({ caption }) => caption))
  const states = new Map(found.posts.map(({ postId, state }) => [postId, state]))
  const inventory = countsOf(found.inventory)
  const slots = countsOf(served)
  for (const { postId, caption } of claims.posts) {
    if (captions.get(caption) !== 1)
      faults.push(`the post "${caption}" is there ${captions.get(caption) ?? 0} times`)
    if (states.get(postId) !== 'published')
      faults.push(`the post "${caption}" is ${states.get(postId) ?? 'missing'}`)
    if (inventory.get(postId) !== 1)
      faults.push(`the inventory has "${caption}" ${inventory.get(postId) ?? 0} times`)
    if (slots.get(postId) !== 1)
      faults.push(`a newcomer is served "${caption}" ${slots.get(postId) ?? 0} times`)
  }
  if (found.posts.length !== claims.posts.length)
    faults.push(`there are ${found.posts.length} posts instead of ${claims.posts.length}`)
  if (found.inventory.length !== claims.posts.length)
    faults.push(`the inventory has ${found.inventory.length} posts instead of ${claims.posts.length}`)
  return faults
}

const judgeFacts = (claims: Claims, found: DataFolderReport): string[] => {
  const faults: string[] = []
  const rows = new Map(found.facts.map(({ eventId, rows: count }) => [eventId, count]))
  const seen = new Set(found.seen.map(({ viewerId, postId }) => `${viewerId}:${postId}`))
  const wrong = [...claims.facts].filter(([eventId]) => rows.get(eventId) !== 1)
  for (const [eventId] of wrong.slice(0, 10))
    faults.push(`the fact ${eventId} is there ${rows.get(eventId) ?? 0} times`)
  if (wrong.length > 10) faults.push(`and ${wrong.length - 10} more facts`)
  const watched = new Set([...claims.facts.values()].map(({ viewerId, postId }) => `${viewerId}:${postId}`))
  for (const pair of without(watched, seen)) faults.push(`the feed does not know that ${pair} was watched`)
  for (const [eventId, count] of rows) {
    const known = claims.facts.has(eventId) || claims.doubtfulFacts.has(eventId)
    if (!known || count !== 1)
      faults.push(`the fact ${eventId}, ${known ? 'sent' : 'never sent'}, has ${count} rows`)
  }
  return faults
}

const judgeLikes = (claims: Claims, found: DataFolderReport): string[] => {
  const faults: string[] = []
  const rows = new Set(found.likes.map(({ personId, postId }) => `${personId}:${postId}`))
  for (const [pair, liked] of claims.likes)
    if (rows.has(pair) !== liked) faults.push(`the like ${pair} should be ${liked ? 'there' : 'gone'}`)
  const counted = countsOf(found.likes.map(({ postId }) => postId))
  for (const { postId, likes } of found.likeCounts)
    if ((counted.get(postId) ?? 0) !== likes)
      faults.push(`the counter of ${postId} says ${likes}, there are ${counted.get(postId) ?? 0} likes`)
  for (const postId of counted.keys())
    if (!found.likeCounts.some((count) => count.postId === postId))
      faults.push(`${postId} has likes and no counter`)
  return faults
}

type FoundAsset = DataFolderReport['assets'][number]
type FoundJob = DataFolderReport['jobs'][number]

/**
 * Work that may be left at a stop: for what is not complete yet, for files that are dropped an hour later, and news on
 * its way to a module.
 */
const mayBeLeft = (asset: FoundAsset | undefined, { job, attempts, error }: FoundJob): boolean => {
  if (job === 'media.drop_file') return true
  if (job.startsWith('event:')) return error === null
  if (asset === undefined) return false
  if (job === 'media.enrich') return asset.complete && !asset.extras.includes('preview.mp4')
  if (job !== 'media.process' && job !== 'media.convert') return false
  // A stop may come between the last row that a job writes and its end; then it never failed and has nothing to do.
  return !asset.complete || (attempts === 0 && error === null)
}

const judgeJobs = (found: DataFolderReport): string[] => {
  const assets = new Map(found.assets.map((asset) => [asset.assetId, asset]))
  const jobsOf = Map.groupBy(found.jobs, ({ assetId }) => assetId)
  const odd = found.jobs
    .filter((job) => !mayBeLeft(assets.get(job.assetId ?? ''), job))
    .map(({ job, attempts, error }) => `the job ${job} is left (${attempts} attempts, ${error})`)
  const stuck = found.assets
    .filter(({ state, complete }) => state !== 'uploading' && state !== 'refused' && !complete)
    .filter(({ assetId }) => !jobsOf.has(assetId))
    .map(({ assetId, state }) => `the asset ${assetId} is ${state}, and no job will go on with it`)
  return [...odd, ...stuck]
}

const judgeFiles = (found: DataFolderReport): string[] => {
  const conversions = found.jobs.filter(({ job }) => job === 'media.process' || job === 'media.convert')
  // The last step of a conversion puts the file that arrived in its place.
  const unsettled = new Set(conversions.map(({ assetId }) => assetId))
  const expected = found.assets.flatMap(({ assetId, state, complete, renditions, extras }) => {
    if (state !== 'ready') return []
    const made = [...renditions, ...extras].map((name) => `media/${assetId}/${name}`)
    return complete && !unsettled.has(assetId) ? [`originals/${assetId}`, ...made] : made
  })
  const files = new Set(found.blobFiles)
  const missing = without(expected, files)
  // What is written before the row that tells of it belongs to a job that will write both again.
  const inWork = new Set(found.jobs.map(({ assetId }) => assetId))
  const extra = without(files, new Set(expected)).filter((name) => !inWork.has(name.split('/')[1] ?? ''))
  const open = new Set(
    found.assets
      .filter(({ assetId, complete }) => !complete || unsettled.has(assetId))
      .map(({ assetId }) => assetId),
  )
  const leftovers = found.uploads.filter((name) => !open.has(name.split('.')[0] ?? ''))
  return [
    ...missing.map((name) => `the blob ${name} is missing`),
    ...extra.map((name) => `the blob ${name} belongs to nothing`),
    ...found.scratch.map((name) => `the scratch file ${name} was left`),
    ...leftovers.map((name) => `the arrived file ${name} was left`),
    ...judgeJobs(found),
  ]
}

/** Everything that is not as the clients were told; empty when all is well. Pure. */
export const judge = (claims: Claims, found: DataFolderReport, served: readonly string[]): string[] => [
  ...claims.surprises,
  ...judgeUploads(claims, found),
  ...judgePosts(claims, found, served),
  ...judgeFacts(claims, found),
  ...judgeLikes(claims, found),
  ...judgeFiles(found),
]
