import { setTimeout as pause } from 'node:timers/promises'
import type { Asset } from '@busker/contract'
import type { Chance } from '../chance.ts'
import { httpClient, signUp, type Answer, type Call, type HttpClient } from '../http-client.ts'
import type { Crew } from './crew.ts'

/** One file that somebody wants to upload. */
export interface Order {
  readonly name: string
  readonly bytes: Buffer
  readonly sha256: string
  /** What becomes of it in the end. */
  readonly expected: 'ready' | 'refused'
}

/** What its owner was told in the end. */
export interface Outcome {
  readonly order: Order
  readonly assetId: string
  readonly asset: Asset
}

export interface Account {
  readonly client: HttpClient
  readonly handle: string
}

interface Wish {
  readonly crew: Crew
  readonly chance: Chance
  readonly account: Account
}

const mostTries = 2000
const retryMs = 100

/** Sends until it is answered, across restarts. A broken connection says nothing about what the server did. */
export const insist = async ({ crew, account }: Omit<Wish, 'chance'>, call: Call): Promise<Answer> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await crew
      .address()
      .then((address) => account.client.send(address, call))
      .catch(() => null)
    if (answer !== null && answer.status < 500) return answer
    await pause(retryMs)
  }
  throw new Error(`${call.method} ${call.path} was never answered`)
}

export const enrol = async (crew: Crew, handle: string): Promise<Account> => {
  const client = httpClient()
  await signUp(client, await crew.address(), handle)
  return { client, handle }
}

const tus = { 'tus-resumable': '1.0.0' }

const ownAssets = async (wish: Wish): Promise<Asset[]> =>
  (await insist(wish, { method: 'GET', path: '/v1/assets' })).json<{ assets: Asset[] }>().assets

/** A page that was closed remembers nothing; the list of the server tells what was begun. */
const findBegun = async (wish: Wish, order: Order): Promise<string | null> =>
  (await ownAssets(wish)).find(({ filename }) => filename === order.name)?.assetId ?? null

const begin = async (wish: Wish, order: Order): Promise<string> => {
  const known = await findBegun(wish, order)
  if (known !== null) return known
  const metadata = `filename ${Buffer.from(order.name).toString('base64')}`
  const headers = {
    ...tus,
    'upload-length': String(order.bytes.length),
    'upload-metadata': metadata,
    'content-length': '0',
  }
  const address = await wish.crew.address()
  // Sent once: whether a lost answer means that it was begun, only the list can tell.
  const answer = await wish.account.client
    .send(address, { method: 'POST', path: '/v1/uploads', headers })
    .catch(() => null)
  const assetId = answer?.status === 201 ? answer.headers.location?.split('/').at(-1) : undefined
  if (assetId !== undefined) return assetId
  await pause(retryMs)
  return begin(wish, order)
}

/** Sends the rest; a client that is killed breaks the connection in the middle. False when it must go on later. */
const sendRest = async (wish: Wish, order: Order, assetId: string, isKilled: boolean): Promise<boolean> => {
  const path = `/v1/uploads/${assetId}`
  const head = await insist(wish, { method: 'HEAD', path, headers: tus })
  const offset = Number(head.headers['upload-offset'] ?? Number.NaN)
  if (!Number.isFinite(offset)) throw new Error(`HEAD ${path} was answered ${head.status}`)
  if (offset === order.bytes.length) return true
  const rest = order.bytes.subarray(offset)
  const part = isKilled ? rest.subarray(0, 1 + wish.chance.integer(rest.length)) : rest
  const sending = wish.account.client.send(await wish.crew.address(), {
    method: 'PATCH',
    path,
    headers: {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...(isKilled ? { 'content-length': String(rest.length) } : {}),
    },
    body: part,
    pieces: 1 + wish.chance.integer(4),
    pieceMs: 5,
    // What a killed client leaves open is closed by its machine.
    ...(isKilled ? { timeoutMs: 300 } : {}),
  })
  const answer = await sending.catch(() => null)
  return answer?.status === 204 && !isKilled
}

const isOver = (asset: Asset): boolean =>
  asset.state === 'refused' || (asset.state === 'ready' && asset.playback.complete)

const pollMs = 500

/**
 * Brings one file to its end, across kills of everybody. `killsClient` is asked before each try whether this client
 * dies in the middle of it; then it starts anew, remembering nothing but the file.
 */
export const bringHome = async (
  wish: Wish,
  order: Order,
  hooks: { readonly killsClient: () => boolean; readonly sent: () => void },
): Promise<Outcome> => {
  let assetId = ''
  for (let tries = 0; ; tries += 1) {
    if (tries > mostTries) throw new Error(`${order.name} could not be sent`)
    assetId = await begin(wish, order)
    if (await sendRest(wish, order, assetId, hooks.killsClient())) break
  }
  hooks.sent()
  for (let polls = 0; polls < 3600; polls += 1) {
    const answer = await insist(wish, { method: 'GET', path: `/v1/assets/${assetId}` })
    if (answer.status !== 200) throw new Error(`${order.name} is gone: ${answer.status}`)
    const { asset } = answer.json<{ asset: Asset }>()
    if (isOver(asset)) return { order, assetId, asset }
    await pause(pollMs)
  }
  throw new Error(`${order.name} is stuck`)
}
