import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  Asset,
  FeedSettings,
  getFeed,
  getPost,
  getPostMetrics,
  listAssets,
  listMutes,
  listPostsOfPerson,
  MetricValue,
  Post,
  ResponseOf,
} from '@busker/contract'
import type { Clip } from './clips.ts'
import { until } from './until.ts'
import type { Visitor } from './visitor.ts'

/** What a program sees with the cookies of a visitor: for checks behind the page and for what stories begin with. */
const read = async <T>(visitor: Visitor, path: string): Promise<T> => {
  const answer = await visitor.context.request.get(path)
  if (!answer.ok()) throw new Error(`${path} was answered ${answer.status()}: ${await answer.text()}`)
  // The server checks its answers against the contract that the type names.
  return (await answer.json()) as T
}

export const postsOf = async (visitor: Visitor, handle: string): Promise<Post[]> =>
  (await read<ResponseOf<typeof listPostsOfPerson>>(visitor, `/v1/people/${handle}/posts?limit=60`)).posts

/** Captions of all that a new feed of this visitor would show. */
export const captionsInFeed = async (visitor: Visitor): Promise<string[]> => {
  const { slots } = await read<ResponseOf<typeof getFeed>>(visitor, '/v1/feed?limit=20')
  return slots.map(({ post }) => post.caption)
}

/** What a person has set for their feed. */
export const feedSettingsOf = (visitor: Visitor): Promise<FeedSettings> =>
  read<FeedSettings>(visitor, '/v1/me/feed/settings')

/** What a person never wants to see, each as its kind and what it is called. */
export const mutesOf = async (visitor: Visitor): Promise<string[]> => {
  const { mutes } = await read<ResponseOf<typeof listMutes>>(visitor, '/v1/me/feed/mutes')
  return mutes.map(({ kind, label }) => `${kind} ${label}`)
}

/** The post of this person whose caption begins so. */
export const postIdOf = async (visitor: Visitor, handle: string, caption: string): Promise<string> => {
  const found = (await postsOf(visitor, handle)).find((post) => post.caption.startsWith(caption))
  if (found === undefined) throw new Error(`${handle} has no post "${caption}"`)
  return found.postId
}

const assetOf = async (visitor: Visitor, filename: string): Promise<Asset | null> => {
  const { assets } = await read<ResponseOf<typeof listAssets>>(visitor, '/v1/assets')
  return assets.find((asset) => asset.filename === filename) ?? null
}

/** The upload of this file. */
export const assetIdOf = async (visitor: Visitor, filename: string): Promise<string> => {
  const found = await assetOf(visitor, filename)
  if (found === null) throw new Error(`${filename} was not uploaded`)
  return found.assetId
}

/** How much of the file the server has, from 0 to 1. */
export const receivedShare = async (visitor: Visitor, filename: string): Promise<number> => {
  const asset = await assetOf(visitor, filename)
  if (asset === null) return 0
  return asset.state === 'uploading' ? asset.receivedBytes / asset.totalBytes : 1
}

export interface Numbers {
  readonly views: number | null
  readonly hookRate: number | null
  readonly completionRate: number | null
  /** Share of views by second. */
  readonly retention: readonly number[]
}

const numberOf = (values: readonly MetricValue[], metricId: string): number | null => {
  const value = values.find((one) => one.metricId === metricId)
  return value?.shape === 'number' ? value.value : null
}

export const numbersOf = async (author: Visitor, postId: string): Promise<Numbers> => {
  const { values } = await read<ResponseOf<typeof getPostMetrics>>(author, `/v1/posts/${postId}/metrics`)
  const curve = values.find((one) => one.metricId === 'retention_curve')
  return {
    views: numberOf(values, 'views'),
    hookRate: numberOf(values, 'hook_rate'),
    completionRate: numberOf(values, 'completion_rate'),
    retention: curve?.shape === 'curve' ? (curve.value ?? []) : [],
  }
}

/** How many seconds of the video somebody was there: the curve falls to nothing after them. */
export const secondsWatched = ({ retention }: Numbers): number =>
  retention.findLastIndex((share) => share > 0) + 1

/** Waits until the numbers tell of watching up to about this second. */
export const untilWatched = (author: Visitor, postId: string, seconds: number): Promise<Numbers> =>
  until(
    `numbers up to second ${seconds}`,
    () => numbersOf(author, postId),
    (numbers) => secondsWatched(numbers) >= Math.floor(seconds),
  )

const sendFile = async (visitor: Visitor, clip: Pick<Clip, 'path' | 'name'>): Promise<string> => {
  const { request } = visitor.context
  const bytes = await readFile(clip.path)
  const tus = { 'tus-resumable': '1.0.0' }
  const metadata = `filename ${Buffer.from(clip.name).toString('base64')}`
  const made = await request.post('/v1/uploads', {
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  })
  const address = made.headers()['location'] ?? ''
  const sent = await request.patch(address, {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    data: bytes,
  })
  if (sent.status() !== 204) throw new Error(`the upload was answered ${sent.status()}: ${await sent.text()}`)
  return address.split('/').at(-1) ?? ''
}

/** Uploads and posts without the page, and waits until it is published. */
export const publish = async (
  visitor: Visitor,
  clip: Pick<Clip, 'path' | 'name'>,
  caption: string,
): Promise<string> => {
  const assetId = await sendFile(visitor, clip)
  const answer = await visitor.context.request.post('/v1/posts', { data: { assetId, caption } })
  const { post } = (await answer.json()) as ResponseOf<typeof getPost>
  await until(
    `"${caption}" published`,
    async () => (await read<ResponseOf<typeof getPost>>(visitor, `/v1/posts/${post.postId}`)).post.state,
    (state) => state === 'published',
  )
  return post.postId
}

/** The bytes of an upload as the server keeps them, which it does once all sizes of the video exist. */
export const originalOf = async (visitor: Visitor, dataFolder: string, filename: string): Promise<string> => {
  const path = join(dataFolder, 'blobs/originals', await assetIdOf(visitor, filename))
  const isThere = () =>
    stat(path).then(
      () => true,
      () => false,
    )
  await until(`the original of ${filename}`, isThere, (there) => there)
  return path
}
