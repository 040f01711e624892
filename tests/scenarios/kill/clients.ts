import { setTimeout as pause } from 'node:timers/promises'
import type { Asset, Post } from '@busker/contract'
import type { Chance } from '../chance.ts'
import type { Clip } from '../clips.ts'
import { httpClient, type Answer, type Call, type HttpClient } from '../http-client.ts'
import type { Claims, Moments } from './claims.ts'
import type { House } from './house.ts'

export interface World {
  readonly house: House
  readonly claims: Claims
  readonly moments: Moments
  readonly chance: Chance
  readonly clips: readonly Clip[]
  /** Told once no more work shall be begun; what is under way is still brought to its end. */
  readonly ending: AbortSignal
}

const mostTries = 600
const conversionPolls = 3000

/**
 * Sends until there is an answer, across restarts: what a well-made app does. Only answers count; a broken
 * connection says nothing about what the server did.
 */
const insist = async (
  world: World,
  client: HttpClient,
  call: Call,
): Promise<{ answer: Answer; tries: number }> => {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const address = await world.house.address()
    const answer = await client.send(address, call).catch(() => null)
    if (answer !== null && answer.status < 500) return { answer, tries }
    if (answer !== null)
      world.claims.surprises.push(`${call.method} ${call.path}: ${answer.status} ${answer.text}`)
    await pause(50)
  }
  throw new Error(`${call.method} ${call.path} was never answered`)
}

const expectStatus = (world: World, call: Call, answer: Answer, allowed: readonly number[]): void => {
  if (!allowed.includes(answer.status))
    world.claims.surprises.push(`${call.method} ${call.path}: ${answer.status} ${answer.text}`)
}

const tus = { 'tus-resumable': '1.0.0' }
const offsetBytes = { 'content-type': 'application/offset+octet-stream' }

const createUpload = async (world: World, client: HttpClient, clip: { name: string; length: number }) => {
  const metadata = `filename ${Buffer.from(clip.name).toString('base64')}`
  const call: Call = {
    method: 'POST',
    path: '/v1/uploads',
    headers: {
      ...tus,
      'upload-length': String(clip.length),
      'upload-metadata': metadata,
      'content-length': '0',
    },
  }
  const { answer } = await insist(world, client, call)
  expectStatus(world, call, answer, [201])
  return answer.headers.location ?? ''
}

const askOffset = async (world: World, client: HttpClient, path: string): Promise<number> => {
  const call: Call = { method: 'HEAD', path, headers: tus }
  const { answer } = await insist(world, client, call)
  expectStatus(world, call, answer, [200])
  return Number(answer.headers['upload-offset'] ?? 0)
}

const sendChunk = async (
  world: World,
  client: HttpClient,
  chunk: { path: string; offset: number; bytes: Buffer; isLast: boolean },
) => {
  const { chance, moments, house } = world
  const address = await house.address()
  return client
    .send(address, {
      method: 'PATCH',
      path: chunk.path,
      headers: { ...tus, ...offsetBytes, 'upload-offset': String(chunk.offset) },
      body: chunk.bytes,
      pieces: 1 + chance.integer(6),
      pieceMs: 5 + chance.integer(20),
      onSending: (moment) => {
        if (moment === 'first byte') moments.tell('bytes on their way')
        else if (chunk.isLast) moments.tell('last byte sent')
      },
    })
    .catch(() => null)
}

/** Uploads one clip as tus clients do: in chunks, asking for the offset after every break. */
const upload = async (world: World, client: HttpClient, clip: Clip, name: string): Promise<string> => {
  const path = await createUpload(world, client, { name, length: clip.bytes.length })
  const chunkBytes = Math.ceil(clip.bytes.length / (2 + world.chance.integer(4)))
  let offset = 0
  for (let tries = 0; offset < clip.bytes.length; tries += 1) {
    if (tries > mostTries) throw new Error(`the upload of ${name} does not come to an end`)
    const end = Math.min(clip.bytes.length, offset + chunkBytes)
    const bytes = clip.bytes.subarray(offset, end)
    const answer = await sendChunk(world, client, { path, offset, bytes, isLast: end === clip.bytes.length })
    if (answer?.status === 204) offset = Number(answer.headers['upload-offset'])
    else {
      // 409: what was sent before the break is there; 423 and 4xx of a half-closed line say: ask again.
      if (answer !== null && answer.status >= 500)
        world.claims.surprises.push(`PATCH ${path}: ${answer.status} ${answer.text}`)
      await pause(50)
      offset = await askOffset(world, client, path)
    }
  }
  const assetId = path.split('/').at(-1) ?? ''
  world.claims.uploads.push({ assetId, filename: name, sha256: clip.sha256 })
  world.moments.tell('upload acknowledged')
  return assetId
}

const findOwnPost = async (world: World, client: HttpClient, handle: string, caption: string) => {
  let cursor = ''
  for (let page = 0; page < 100; page += 1) {
    const call: Call = { method: 'GET', path: `/v1/people/${handle}/posts?limit=60${cursor}` }
    const { answer } = await insist(world, client, call)
    const { posts, nextCursor } = answer.json<{ posts: Post[]; nextCursor: string | null }>()
    const found = posts.find((post) => post.caption === caption)
    if (found !== undefined) return found.postId
    if (nextCursor === null) return null
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`
  }
  return null
}

/** Posts an upload once. An answer that got lost shows at the next try: the upload already belongs to a post. */
const publish = async (
  world: World,
  client: HttpClient,
  draft: { assetId: string; caption: string; handle: string },
) => {
  const { assetId, caption, handle } = draft
  const call: Call = {
    method: 'POST',
    path: '/v1/posts',
    body: { assetId, caption },
    onSending: (moment) => {
      if (moment === 'last byte') world.moments.tell('post on its way')
    },
  }
  const { answer, tries } = await insist(world, client, call)
  expectStatus(world, call, answer, tries === 1 ? [200] : [200, 409])
  const postId =
    answer.status === 200
      ? answer.json<{ post: Post }>().post.postId
      : await findOwnPost(world, client, handle, caption)
  if (postId === null) {
    world.claims.surprises.push(`the post "${caption}" was refused as there already and is not there`)
    return
  }
  world.claims.posts.push({ postId, assetId, caption })
}

const awaitPublished = async (
  world: World,
  client: HttpClient,
  assetId: string,
  postId: string,
): Promise<void> => {
  for (let poll = 0; poll < conversionPolls; poll += 1) {
    const { answer } = await insist(world, client, { method: 'GET', path: `/v1/assets/${assetId}` })
    if (answer.status === 200) {
      const { asset } = answer.json<{ asset: Asset }>()
      if (asset.state === 'processing' || (asset.state === 'ready' && !asset.playback.complete))
        world.moments.tell('conversion seen')
      if (asset.state === 'refused')
        world.claims.surprises.push(`${asset.filename} was refused: ${asset.code}`)
      if (asset.state === 'ready') {
        const { answer: post } = await insist(world, client, { method: 'GET', path: `/v1/posts/${postId}` })
        if (post.status === 200 && post.json<{ post: Post }>().post.state === 'published') {
          world.claims.published.add(postId)
          world.moments.tell('published seen')
          return
        }
      }
    }
    await pause(100)
  }
  world.claims.surprises.push(`the post ${postId} was never published`)
}

const mostUnderWay = 3

/** Uploads and posts clip after clip until told to end, a few ahead of the conversions; then waits for them all. */
export const creator = async (world: World, client: HttpClient, handle: string): Promise<void> => {
  const underWay = new Set<Promise<void>>()
  for (let count = 1; !world.ending.aborted; count += 1) {
    const name = `${handle}-${count}`
    const assetId = await upload(world, client, world.chance.pick(world.clips), name)
    await publish(world, client, { assetId, caption: `take ${count} of ${handle} #kill`, handle })
    const own = world.claims.posts.find((each) => each.assetId === assetId)
    if (own === undefined) continue
    const waiting = awaitPublished(world, client, assetId, own.postId).finally(() => underWay.delete(waiting))
    underWay.add(waiting)
    if (underWay.size >= mostUnderWay) await Promise.race(underWay)
  }
  await Promise.all(underWay)
}

const someEvents = (world: World, postIds: readonly string[]) => {
  const at = new Date().toISOString()
  return Array.from({ length: 1 + world.chance.integer(20) }, () => {
    const watchedMs = 200 + world.chance.integer(1500)
    return {
      eventId: world.chance.uuid(),
      viewId: world.chance.uuid(),
      seq: 0,
      postId: world.chance.pick(postIds),
      slotId: null,
      surface: 'feed',
      startedAt: at,
      clientTime: at,
      visibleMs: watchedMs,
      played: [[0, watchedMs]],
      durationMs: 2000,
      soundOn: false,
    }
  })
}

type Events = ReturnType<typeof someEvents>

const report = (world: World, events: Events): Call => ({
  method: 'POST',
  path: '/v1/facts/views',
  body: { sentAt: new Date().toISOString(), timeZone: 'Europe/Berlin', events },
  onSending: (moment) => {
    if (moment === 'last byte') world.moments.tell('facts on their way')
  },
})

interface Receipt {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly unknown[]
}

/** Reports watching. Some batches are sent twice on purpose, and some are given up after a broken connection. */
export const watcher = async (world: World, client: HttpClient, viewerId: string): Promise<void> => {
  const { claims, chance } = world
  while (!world.ending.aborted) {
    await pause(chance.integer(100))
    const known = [...claims.published]
    if (known.length === 0) continue
    const events = someEvents(world, known)
    if (chance.integer(8) === 0) {
      const address = await world.house.address()
      const answer = await client.send(address, report(world, events)).catch(() => null)
      if (answer?.status !== 200) {
        for (const { eventId } of events) claims.doubtfulFacts.add(eventId)
        continue
      }
    }
    const sends = chance.integer(5) === 0 ? 2 : 1
    for (let send = 0; send < sends; send += 1) {
      const call = report(world, events)
      const { answer } = await insist(world, client, call)
      expectStatus(world, call, answer, [200])
      if (answer.status !== 200) continue
      const { accepted, duplicates, rejected } = answer.json<Receipt>()
      if (accepted + duplicates !== events.length)
        claims.surprises.push(`of ${events.length} facts ${rejected.length} were rejected: ${answer.text}`)
      for (const { eventId, postId } of events) claims.facts.set(eventId, { viewerId, postId })
    }
  }
}

/** Likes and takes back, each until the server says yes. */
export const liker = async (world: World, client: HttpClient, personId: string): Promise<void> => {
  const { claims, chance } = world
  while (!world.ending.aborted) {
    await pause(chance.integer(60))
    const known = [...claims.published]
    if (known.length === 0) continue
    const postId = chance.pick(known)
    const liked = chance.integer(3) > 0
    const call: Call = {
      method: liked ? 'PUT' : 'DELETE',
      path: `/v1/posts/${postId}/like`,
      onSending: () => world.moments.tell('like on its way'),
    }
    const { answer } = await insist(world, client, call)
    expectStatus(world, call, answer, [200])
    if (answer.status === 200) claims.likes.set(`${personId}:${postId}`, liked)
  }
}

/** Everything that a newcomer is served, page after page, as often as it comes. */
export const readWholeFeed = async (address: string): Promise<string[]> => {
  const client = httpClient()
  const served: string[] = []
  let path = '/v1/feed?limit=20'
  for (let page = 0; page < 1000; page += 1) {
    const answer = await client.send(address, { method: 'GET', path })
    const { slots, nextCursor } = answer.json<{
      slots: { post: { postId: string } }[]
      nextCursor: string | null
    }>()
    served.push(...slots.map(({ post }) => post.postId))
    if (nextCursor === null) break
    path = `/v1/feed?limit=20&cursor=${encodeURIComponent(nextCursor)}`
  }
  return served
}
