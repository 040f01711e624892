import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Asset } from '@busker/contract'
import { seededChance, type Chance } from '../chance.ts'
import { openCrew, type Crew } from './crew.ts'
import { makeOrders } from './orders.ts'
import { bringHome, enrol, insist, type Account, type Order, type Outcome } from './uploader.ts'

export interface UploadCampaign {
  readonly seed: number
  readonly uploads: number
  readonly kills: number
  say(line: string): void
}

export interface UploadResult {
  readonly ok: boolean
  readonly seed: number
  readonly uploads: number
  readonly ready: number
  readonly refused: number
  readonly kills: { readonly server: number; readonly worker: number; readonly client: number }
  readonly faults: readonly string[]
  readonly seconds: number
}

type Victim = 'server' | 'worker' | 'client'

/** Uploads under way at once, whatever their number: a queue that never runs dry and never runs away. */
const atOnce = 6
const accountsNeeded = (uploads: number): number => Math.max(2, Math.ceil(uploads / 40))

interface Progress {
  sent: number
  finished: number
  dyingClients: number
  readonly kills: Record<Victim, number>
}

/** Kills somebody each time another share of the uploads is done. */
const killAlong = async (
  campaign: UploadCampaign,
  state: {
    readonly crew: Crew
    readonly chance: Chance
    readonly progress: Progress
    readonly over: AbortSignal
  },
): Promise<void> => {
  const { crew, chance, progress, over } = state
  for (let done = 0; done < campaign.kills; done += 1) {
    const dueAt = ((done + 0.5) * campaign.uploads) / campaign.kills
    while (progress.finished < dueAt && !over.aborted) await pause(50)
    if (over.aborted) return
    await pause(chance.integer(1200))
    const victim = chance.pick<Victim>(['server', 'server', 'worker', 'worker', 'client'])
    progress.kills[victim] += 1
    if (victim === 'client') progress.dyingClients += 1
    else if (victim === 'server') await crew.killServer()
    else await crew.killWorker()
    campaign.say(`kill ${done + 1} of ${campaign.kills}: ${victim}; ${progress.finished} uploads are done`)
  }
}

const filesOf = async (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

const judgeFiles = async (crew: Crew, outcome: Outcome): Promise<string[]> => {
  const { order, assetId, asset } = outcome
  const faults: string[] = []
  const original = await readFile(join(crew.mediaFolder, 'blobs/originals', assetId)).catch(() => null)
  const sha256 = original === null ? 'nothing' : createHash('sha256').update(original).digest('hex')
  if (sha256 !== order.sha256) faults.push(`${order.name}: the original is ${sha256}`)
  if (asset.state !== 'ready') return faults
  const files = await filesOf(join(crew.mediaFolder, 'blobs/media', assetId))
  const videos = files.filter((name) => /^\d+(-\d+)?\.mp4$/.test(name))
  for (const { url } of asset.playback.renditions) {
    const name = url.split('/').at(-1) ?? ''
    if (!videos.includes(name)) faults.push(`${order.name}: ${name} is not there`)
  }
  // A newer version of a size may have replaced one that is dropped an hour later.
  const sizes = new Set(videos.map((name) => name.replace(/(-\d+)?\.mp4$/, '')))
  if (sizes.size !== asset.playback.renditions.length) faults.push(`${order.name}: ${videos.join(' ')}`)
  return faults
}

const judgeOne = ({ order, asset }: Outcome): string[] => {
  if (asset.state === 'refused')
    return order.expected === 'refused' && asset.message.length > 10
      ? []
      : [`${order.name} was refused: ${asset.code}`]
  if (asset.state !== 'ready' || !asset.playback.complete) return [`${order.name} is ${asset.state}`]
  if (order.expected === 'refused') return [`${order.name} should have been refused`]
  return asset.playback.renditions.length > 0 ? [] : [`${order.name} has nothing to play`]
}

/** Two of a name would be a double; one that was never begun is lost. */
const judgeLists = async (crew: Crew, accounts: readonly Account[], orders: readonly Order[]) => {
  const seen = new Map<string, number>()
  for (const account of accounts) {
    const answer = await insist({ crew, account }, { method: 'GET', path: '/v1/assets' })
    for (const { filename } of answer.json<{ assets: Asset[] }>().assets) {
      seen.set(filename, (seen.get(filename) ?? 0) + 1)
    }
  }
  return orders.flatMap(({ name }) => {
    const count = seen.get(name) ?? 0
    return count === 1 ? [] : [`${name} is there ${count} times`]
  })
}

interface Crowd {
  readonly crew: Crew
  readonly chance: Chance
  readonly orders: readonly Order[]
  readonly accounts: readonly Account[]
  readonly progress: Progress
}

const uploadAll = async ({ crew, chance, orders, accounts, progress }: Crowd): Promise<Outcome[]> => {
  const outcomes: Outcome[] = []
  const waiting = [...orders.entries()]
  const killsClient = (): boolean => {
    if (progress.dyingClients === 0) return false
    progress.dyingClients -= 1
    return true
  }
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, order] = next
      const account = accounts[index % accounts.length]
      if (account === undefined) throw new Error('there are accounts')
      const sent = () => void (progress.sent += 1)
      outcomes.push(await bringHome({ crew, chance, account }, order, { killsClient, sent }))
      progress.finished += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return outcomes
}

/** Uploads many short clips while the server, its worker and the clients are killed, and judges what is left. */
export const runUploads = async (campaign: UploadCampaign): Promise<UploadResult> => {
  const { seed, uploads } = campaign
  const beganMs = performance.now()
  const chance = seededChance(seed)
  const folder = await mkdtemp(join(tmpdir(), 'busker-uploads-'))
  const progress: Progress = {
    ...{ sent: 0, finished: 0, dyingClients: 0 },
    kills: { server: 0, worker: 0, client: 0 },
  }
  try {
    await mkdir(join(folder, 'clips'))
    const orders = await makeOrders(join(folder, 'clips'), uploads, chance)
    const crew = await openCrew(folder)
    const over = new AbortController()
    const faults: string[] = []
    let outcomes: Outcome[] = []
    try {
      const accounts: Account[] = []
      for (let index = 0; index < accountsNeeded(uploads); index += 1) {
        accounts.push(await enrol(crew, `uploader${index + 1}`))
      }
      const killing = killAlong(campaign, { crew, chance, progress, over: over.signal })
      const uploading = uploadAll({ crew, chance, orders, accounts, progress }).finally(() => over.abort())
      ;[outcomes] = await Promise.all([uploading, killing])
      faults.push(...(await judgeLists(crew, accounts, orders)))
    } finally {
      over.abort()
      faults.push(...(await crew.stop()).map((line) => `still running: ${line}`))
    }
    for (const outcome of outcomes) faults.push(...judgeOne(outcome), ...(await judgeFiles(crew, outcome)))
    const refused = outcomes.filter(({ asset }) => asset.state === 'refused').length
    return {
      ok: faults.length === 0 && outcomes.length === uploads,
      ...{ seed, uploads, refused, ready: outcomes.length - refused, kills: progress.kills, faults },
      seconds: Math.round((performance.now() - beganMs) / 1000),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
