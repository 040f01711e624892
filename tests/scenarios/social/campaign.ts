import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { runCrowd } from '../../../apps/server/src/testing/social-crowd.ts'
import type {
  SeededMember,
  SocialSeed,
  SocialVerdict,
} from '../../../apps/server/src/testing/social-data-folder.ts'
import { seededChance } from '../chance.ts'
import { httpClient } from '../http-client.ts'
import { openHouse } from '../kill/house.ts'

export interface Campaign {
  readonly seed: number
  readonly clients: number
  readonly posts: number
  readonly seconds: number
  readonly say: (line: string) => void
}

export interface CampaignResult {
  readonly ok: boolean
  readonly faults: readonly string[]
  readonly clients: number
  readonly seconds: number
  readonly requests: number
  /** Answers by what was asked and their status. */
  readonly answers: Readonly<Record<string, number>>
  /** Rows that the counters were held against. */
  readonly rows: Readonly<Record<string, number>>
  /** Pairs that a block keeps apart, and how many comments were looked at for somebody who must not be seen. */
  readonly blocks: number
  readonly commentsSeen: number
}

const program = resolve(import.meta.dirname, '../../../apps/server/src/testing/social-data-folder.ts')

const onFolder = async <T>(folder: string, args: readonly string[]): Promise<T> => {
  const options = { maxBuffer: 64 * 1024 * 1024, timeout: 300_000, env: { ...process.env, NODE_OPTIONS: '' } }
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, ...args], options)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

/** Requests of one member to the running server; what they are answered is text. */
const sender = (address: string, { cookie }: SeededMember) => {
  const client = httpClient()
  return async (request: { method: string; path: string; body?: object }) => {
    const { status, text } = await client.send(address, { ...request, headers: { cookie } })
    return { status, body: text }
  }
}

type Listed = { personId: string }[]

/** A list of people to its end. */
const everybodyOn = async (send: ReturnType<typeof sender>, path: string): Promise<string[]> => {
  const found: string[] = []
  let cursor = ''
  do {
    const { body } = await send({ method: 'GET', path: `${path}?limit=60${cursor}` })
    const { people, nextCursor } = JSON.parse(body) as { people: Listed; nextCursor: string | null }
    found.push(...people.map(({ personId }) => personId))
    cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`
  } while (cursor !== '')
  return found
}

interface Seen {
  readonly faults: string[]
  blocks: number
  comments: number
}

/** Nobody finds the posts and comments of whom they blocked, or who blocked them. */
const lookAround = async (address: string, { members, posts }: SocialSeed): Promise<Seen> => {
  const seen: Seen = { faults: [], blocks: 0, comments: 0 }
  const apart = new Map(members.map(({ personId }) => [personId as string, new Set<string>()]))
  for (const member of members)
    for (const blocked of await everybodyOn(sender(address, member), '/v1/me/blocked')) {
      seen.blocks += 1
      apart.get(member.personId)?.add(blocked)
      apart.get(blocked)?.add(member.personId)
    }
  // The first account is the operator's, who sees everything: it answers for what is shown.
  for (const member of members.slice(1)) {
    const send = sender(address, member)
    const hidden = apart.get(member.personId)
    for (const { postId, authorId } of posts) {
      const wanted = hidden?.has(authorId) === true ? 404 : 200
      const post = await send({ method: 'GET', path: `/v1/posts/${postId}` })
      const list = await send({ method: 'GET', path: `/v1/posts/${postId}/comments?limit=60&sort=top` })
      if (post.status !== wanted || list.status !== wanted)
        seen.faults.push(`${member.handle} was answered ${post.status} and ${list.status}, not ${wanted}`)
      if (list.status !== 200) continue
      const { comments } = JSON.parse(list.body) as { comments: { author: { personId: string } | null }[] }
      seen.comments += comments.length
      for (const { author } of comments)
        if (author !== null && hidden?.has(author.personId) === true)
          seen.faults.push(`${member.handle} sees a comment of ${author.personId}`)
    }
  }
  return seen
}

/** Many do and undo at once over HTTP; then every counter is recounted, and everybody looks for what they must not see. */
export const runSocialCampaign = async (campaign: Campaign): Promise<CampaignResult> => {
  const { clients, seconds, say } = campaign
  const dataFolder = await mkdtemp(join(tmpdir(), 'busker-social-'))
  const house = openHouse(dataFolder)
  try {
    const seeded = await onFolder<SocialSeed>(dataFolder, ['seed', String(clients), String(campaign.posts)])
    say(`${seeded.members.length} people have joined, ${seeded.posts.length} videos are out`)
    await house.start()
    const address = await house.address()
    const chance = seededChance(campaign.seed)
    const endMs = performance.now() + seconds * 1000
    const tally = await runCrowd({
      members: seeded.members.map((member) => ({ handle: member.handle, send: sender(address, member) })),
      postIds: seeded.posts.map(({ postId }) => postId),
      chance: () => chance.integer(2 ** 30) / 2 ** 30,
      uuid: chance.uuid,
      isOver: () => performance.now() > endMs,
    })
    const requests = [...tally.answers.values()].reduce((sum, count) => sum + count, 0)
    say(`${requests} requests in ${seconds} s`)
    const seen = await lookAround(address, seeded)
    await house.stop()
    const verdict = await onFolder<SocialVerdict>(dataFolder, ['judge'])
    const faults = [...new Set([...tally.faults, ...seen.faults, ...verdict.faults, ...house.complaints()])]
    return {
      ...{ ok: faults.length === 0 && requests > 0, faults, clients, seconds, requests },
      answers: Object.fromEntries([...tally.answers].toSorted(([one], [other]) => one.localeCompare(other))),
      ...{ rows: verdict.rows, blocks: seen.blocks, commentsSeen: seen.comments },
    }
  } finally {
    await house.kill().catch(() => undefined)
    await rm(dataFolder, { recursive: true, force: true })
  }
}
