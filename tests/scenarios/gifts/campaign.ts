import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { GiftReport } from '../../../apps/server/src/testing/gift-data-folder.ts'
import { seededChance, type Chance } from '../chance.ts'
import { httpClient, signUp, type HttpClient } from '../http-client.ts'
import { openHouse, type House } from '../kill/house.ts'

export interface Campaign {
  readonly seed: number
  readonly clients: number
  /** Ticks of each client; each is one coin. */
  readonly gifts: number
  /** Fewer than all would be too few coins: some gifts are then refused. */
  readonly coins: number
  /** Of the server and of PostgreSQL, in turns. */
  readonly kills: number
  readonly say: (line: string) => void
}

export interface CampaignResult {
  readonly ok: boolean
  readonly faults: readonly string[]
  readonly acknowledged: number
  readonly refused: number
  readonly repeated: number
  readonly kills: number
  readonly entries: number
  /** Milliseconds until every gift was answered, kills and starts included. */
  readonly tookMs: number
}

interface Fan {
  readonly client: HttpClient
  readonly personId: string
  readonly comboId: string
}

const program = resolve(import.meta.dirname, '../../../apps/server/src/testing/gift-data-folder.ts')

const onFolder = async <T>(folder: string, args: readonly string[]): Promise<T> => {
  const options = {
    maxBuffer: 512 * 1024 * 1024,
    timeout: 300_000,
    env: { ...process.env, NODE_OPTIONS: '' },
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, ...args], options)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

const giftId = '0b000000-0000-4000-8000-000000000001'
const inFlight = 25
/** One address makes at most 30 accounts; more clients than these are several of one person, who share a wallet. */
const mostPeople = 25

interface Tally {
  /** By combo and tick: the id that the server gave. */
  readonly acknowledged: Map<string, string>
  refused: number
  repeated: number
  readonly faults: string[]
}

/** Sends one tick until it is answered for certain, as the app does: a lost answer is asked for again. */
const sendTick = async (
  house: House,
  { fan, tick, postId }: { fan: Fan; tick: number; postId: string },
  tally: Tally,
): Promise<void> => {
  const body = { giftId, version: 1, comboId: fan.comboId, tick, count: 1 }
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      const address = await house.address()
      const path = `/v1/posts/${postId}/gifts`
      const answer = await fan.client.send(address, { method: 'POST', path, body })
      if (answer.status === 200) {
        const { sent, again } = answer.json<{ sent: { sendId: string }; again: boolean }>()
        tally.repeated += again ? 1 : 0
        tally.acknowledged.set(`${fan.comboId}:${tick}`, sent.sendId)
        return
      }
      if (answer.status === 409 && answer.text.includes('too_few_coins')) {
        tally.refused += 1
        return
      }
      if (answer.status < 500 && answer.status !== 429) {
        tally.faults.push(`a gift was answered ${answer.status}: ${answer.text}`)
        return
      }
    } catch {
      // The server died with the answer: whether it was given is what asking again tells.
    }
    await pause(100)
  }
  tally.faults.push(`tick ${tick} was never answered`)
}

const giveAll = async (
  house: House,
  { fan, gifts, postId }: { fan: Fan; gifts: number; postId: string },
  tally: Tally,
): Promise<void> => {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < gifts) {
      const tick = next
      next += 1
      await sendTick(house, { fan, tick, postId }, tally)
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, gifts) }, lane))
}

const killDatabase = async (dataFolder: string): Promise<void> => {
  const text = await readFile(join(dataFolder, 'pg', 'postmaster.pid'), 'utf8')
  const pid = Number(text.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) throw new Error('the database has a process')
  process.kill(pid, 'SIGKILL')
}

const killAll = async (
  house: House,
  { chance, kills, isOver }: { chance: Chance; kills: number; isOver: () => boolean },
  say: Campaign['say'],
): Promise<number> => {
  let done = 0
  while (done < kills && !isOver()) {
    await pause(100 + chance.integer(900))
    if (isOver()) break
    const ofDatabase = done % 2 === 1
    if (ofDatabase) {
      await killDatabase(house.dataFolder)
      // The server says so and stops by itself.
      await pause(2_000)
    }
    await house.kill()
    done += 1
    const startedMs = await house.start()
    say(`kill ${done} of ${ofDatabase ? 'PostgreSQL' : 'the server'}; back after ${startedMs} ms`)
  }
  return done
}

/** What was acknowledged, against what is in the books. */
const judge = (
  report: GiftReport,
  { fans, tally, coins }: { fans: readonly Fan[]; tally: Tally; coins: number },
): string[] => {
  const faults = [...tally.faults, ...report.verdict.wrong]
  const kept = new Map(report.sends.map((send) => [`${send.comboId}:${send.tick}`, send.sendId]))
  if (kept.size !== report.sends.length) faults.push('a tick was given twice')
  for (const [tick, sendId] of tally.acknowledged)
    if (kept.get(tick) !== sendId) faults.push(`${tick} was acknowledged and is not there`)
  if (kept.size !== tally.acknowledged.size) faults.push('something is there that nobody was told of')
  const left = new Map(report.wallets.map((wallet) => [wallet.owner, BigInt(wallet.coins)]))
  for (const { personId } of fans) {
    const given = report.sends.reduce(
      (sum, send) => (send.payerId === personId ? sum + BigInt(send.coins) : sum),
      0n,
    )
    const has = left.get(personId) ?? 0n
    if (has < 0n) faults.push(`the wallet of ${personId} is below zero`)
    if (has + given !== BigInt(coins)) faults.push(`the coins of ${personId} do not add up`)
  }
  if (report.earnedMicro !== report.sentMicro) faults.push('creators do not have what was given')
  if (report.listedCoins !== String(report.sends.length)) faults.push('the list of gifters does not add up')
  return faults
}

const openFans = async (house: House, campaign: Campaign): Promise<{ fans: Fan[]; creator: string }> => {
  const address = await house.address()
  const chance = seededChance(campaign.seed)
  const creator = await signUp(httpClient(), address, 'creator')
  const fans: Fan[] = []
  const people = Math.min(campaign.clients, mostPeople)
  for (let at = 0; at < campaign.clients; at += 1) {
    const known = fans[at % people]
    const client = known?.client ?? httpClient()
    const personId = known?.personId ?? (await signUp(client, address, `fan_${at}`))
    fans.push({ client, personId, comboId: chance.uuid() })
  }
  return { fans, creator }
}

/** Many give at once while the server and its database are killed; then the books are held against what was said. */
export const runGiftCampaign = async (campaign: Campaign): Promise<CampaignResult> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'busker-gifts-'))
  const house = openHouse(dataFolder)
  try {
    await house.start()
    const { fans, creator } = await openFans(house, campaign)
    await house.stop()
    const people = [...new Set(fans.map(({ personId }) => personId))]
    const coins = (campaign.coins * fans.length) / people.length
    const args = ['seed', creator, String(coins), ...people]
    const { postId } = await onFolder<{ postId: string }>(dataFolder, args)
    await house.start()
    const tally: Tally = { acknowledged: new Map(), refused: 0, repeated: 0, faults: [] }
    const beganMs = performance.now()
    let over = false
    const giving = Promise.all(
      fans.map((fan) => giveAll(house, { fan, gifts: campaign.gifts, postId }, tally)),
    ).finally(() => {
      over = true
    })
    const chance = seededChance(campaign.seed + 1)
    const isOver = () => over
    const [kills] = await Promise.all([
      killAll(house, { chance, kills: campaign.kills, isOver }, campaign.say),
      giving,
    ])
    const tookMs = Math.round(performance.now() - beganMs)
    await house.kill()
    const report = await onFolder<GiftReport>(dataFolder, ['judge'])
    const faults = judge(report, { fans, tally, coins })
    return {
      ...{ ok: faults.length === 0, faults, acknowledged: tally.acknowledged.size, refused: tally.refused },
      ...{ repeated: tally.repeated, kills, entries: report.verdict.entries, tookMs },
    }
  } finally {
    await house.kill().catch(() => undefined)
    await rm(dataFolder, { recursive: true, force: true })
  }
}
