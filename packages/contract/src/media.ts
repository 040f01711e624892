import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { refusalCodes } from './errors.ts'
import { assetId, emptyResponse, isoTime, personId } from './shapes.ts'

/** Where the tus 1.0 upload protocol is spoken. The id of an upload is the id of the asset it becomes. */
export const uploadPath = '/v1/uploads'

const common = {
  assetId,
  filename: z.string(),
  createdAt: isoTime,
  /** Whether a post uses the file: then it is no draft any more. */
  claimed: z.boolean(),
}

/** One playable size of a video: an MP4 file that streams from its start. */
export const rendition = z.object({
  /** The short edge in pixels, as text: `540`. */
  name: z.string(),
  url: z.string(),
  width: z.int(),
  height: z.int(),
  /** Bits per second, sound included. */
  bitrate: z.int(),
  bytes: z.int(),
})
export type Rendition = z.infer<typeof rendition>

/** Small pictures of the whole video in one image, row by row, for looking while scrubbing. */
export const spriteSheet = z.object({
  url: z.string(),
  columns: z.int().min(1),
  count: z.int().min(1),
  tileWidth: z.int(),
  tileHeight: z.int(),
  /** Media time between two pictures. */
  intervalMs: z.int().min(1),
})
export type SpriteSheet = z.infer<typeof spriteSheet>

/** BCP 47, as `en`, `pt-BR` or `zh-Hant`. */
export const captionLanguage = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)

export const captionTrack = z.object({ language: captionLanguage, label: z.string(), url: z.string() })
export type CaptionTrack = z.infer<typeof captionTrack>

/**
 * What a player needs. Addresses are relative to the instance and never change their bytes. While a video is still
 * being converted it has fewer renditions, and perhaps a stream; renditions only ever get more.
 */
export const playback = z.object({
  /** Smallest first. Empty while only the stream exists. */
  renditions: z.array(rendition),
  /** HLS playlist of what is converted so far; only while the conversion runs. */
  streamUrl: z.string().nullable(),
  /** Every size that this video will have is there. */
  complete: z.boolean(),
  posterUrl: z.string().nullable(),
  /** ThumbHash of the poster, base64: a blurred picture to show before it is loaded. */
  thumbhash: z.string().nullable(),
  sprites: spriteSheet.nullable(),
  /** A few silent seconds, small, for lists. */
  previewUrl: z.string().nullable(),
  captions: z.array(captionTrack),
  width: z.int(),
  height: z.int(),
  durationMs: z.int(),
  hasAudio: z.boolean(),
})
export type Playback = z.infer<typeof playback>

/** The life of an uploaded file, as its uploader sees it. */
export const asset = z.discriminatedUnion('state', [
  z.object({ state: z.literal('uploading'), ...common, receivedBytes: z.int(), totalBytes: z.int() }),
  z.object({ state: z.literal('queued'), ...common }),
  z.object({ state: z.literal('processing'), ...common, progress: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready'), ...common, playback }),
  z.object({ state: z.literal('refused'), ...common, code: z.enum(refusalCodes), message: z.string() }),
])
export type Asset = z.infer<typeof asset>

export const listAssets = endpoint({
  id: 'listAssets',
  method: 'GET',
  path: '/v1/assets',
  summary: "The caller's newest uploads (at most 50), unposted and posted.",
  access: 'person',
  response: z.object({ assets: z.array(asset) }),
  errors: ['not_signed_in'],
})

export const getAsset = endpoint({
  id: 'getAsset',
  method: 'GET',
  path: '/v1/assets/:assetId',
  summary: 'State of one of the caller’s uploads.',
  access: 'person',
  params: z.object({ assetId }),
  response: z.object({ asset }),
  errors: ['not_signed_in', 'not_found'],
})

export const deleteAsset = endpoint({
  id: 'deleteAsset',
  method: 'DELETE',
  path: '/v1/assets/:assetId',
  summary: 'Cancel an upload or forget a file that no post uses.',
  access: 'person',
  params: z.object({ assetId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'not_found', 'asset_in_use'],
})

export const choosePoster = endpoint({
  id: 'choosePoster',
  method: 'PUT',
  path: '/v1/assets/:assetId/poster',
  summary: 'Take the picture at this position as the poster.',
  access: 'person',
  params: z.object({ assetId }),
  body: z.object({ atMs: z.int().min(0) }),
  response: z.object({ asset }),
  errors: ['not_signed_in', 'not_found', 'asset_not_ready'],
})

/** A stretch of media time in whole milliseconds. */
const stretch = z.object({ fromMs: z.int(), toMs: z.int() })

/** What the first three seconds show and sound like: the part in which viewers decide. */
export const hookAnalysis = z.object({
  /** How much was looked at, ms. */
  analysedMs: z.int(),
  sceneCutsMs: z.array(z.int()),
  black: z.array(stretch),
  frozen: z.array(stretch),
  silent: z.array(stretch),
  /** Mean edge width by FFmpeg's blurdetect (Marziliano et al. 2002) at 540p, small is sharp; null: no frame to look at. */
  blur: z.number().nullable(),
  /** What a viewer may take for a reason to leave, most important first. */
  findings: z.array(z.enum(['black_start', 'frozen_start', 'silent_start', 'blurred', 'no_cut'])),
})
export type HookAnalysis = z.infer<typeof hookAnalysis>

export const getHookAnalysis = endpoint({
  id: 'getHookAnalysis',
  method: 'GET',
  path: '/v1/assets/:assetId/hook',
  summary: 'What the first three seconds of one of the caller’s videos show and sound like.',
  access: 'person',
  params: z.object({ assetId }),
  response: z.object({ hook: hookAnalysis.nullable() }),
  errors: ['not_signed_in', 'not_found'],
})

/** A caption file of a video, with its text (WebVTT). */
export const caption = z.object({
  language: captionLanguage,
  label: z.string(),
  origin: z.enum(['written', 'recognised']),
  vtt: z.string(),
  updatedAt: isoTime,
})
export type Caption = z.infer<typeof caption>

export const listCaptions = endpoint({
  id: 'listCaptions',
  method: 'GET',
  path: '/v1/assets/:assetId/captions',
  summary: 'The captions of one of the caller’s videos, and whether this instance can recognise speech.',
  access: 'person',
  params: z.object({ assetId }),
  response: z.object({
    captions: z.array(caption),
    /** Null: the operator gave no speech model. */
    recognition: z.object({ language: captionLanguage, state: z.enum(['idle', 'running']) }).nullable(),
  }),
  errors: ['not_signed_in', 'not_found'],
})

const captionParams = z.object({ assetId, language: captionLanguage })

export const putCaption = endpoint({
  id: 'putCaption',
  method: 'PUT',
  path: '/v1/assets/:assetId/captions/:language',
  summary: 'Write or replace the captions of a video in one language, as WebVTT or SRT; kept as WebVTT.',
  access: 'person',
  params: captionParams,
  body: z.object({ label: z.string().trim().min(1).max(60), vtt: z.string().max(500_000) }),
  response: z.object({ caption }),
  errors: ['not_signed_in', 'not_found', 'invalid_captions', 'too_many_captions'],
})

export const deleteCaption = endpoint({
  id: 'deleteCaption',
  method: 'DELETE',
  path: '/v1/assets/:assetId/captions/:language',
  summary: 'Remove the captions of a video in one language.',
  access: 'person',
  params: captionParams,
  response: emptyResponse,
  errors: ['not_signed_in', 'not_found'],
})

export const recogniseCaptions = endpoint({
  id: 'recogniseCaptions',
  method: 'POST',
  path: '/v1/assets/:assetId/captions/recognise',
  summary: 'Let the instance write down what is said. The result appears among the captions.',
  access: 'person',
  params: z.object({ assetId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'not_found', 'asset_not_ready', 'no_speech_model'],
})

/** The size for slow links: made when a player asks for it, because most videos never need it. */
export const smallestRendition = '360'

export const requestRendition = endpoint({
  id: 'requestRendition',
  method: 'POST',
  path: '/v1/media/:assetId/smallest',
  summary: 'A player whose link is too slow for every size asks for a smaller one.',
  access: 'public',
  params: z.object({ assetId }),
  /** `none`: the video has no smaller size to give. */
  response: z.object({ state: z.enum(['ready', 'queued', 'none']) }),
  errors: ['not_found'],
  whileSuspended: true,
})

const mediaJob = z.object({
  jobId: z.string(),
  kind: z.string(),
  assetId: assetId.nullable(),
  filename: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'delayed']),
  progress: z.number().nullable(),
  attempt: z.int(),
  maximumAttempts: z.int(),
  /** When it became or becomes due; for a running one, when it began. */
  since: isoTime,
  lastError: z.string().nullable(),
})

const failedAsset = z.object({
  assetId,
  filename: z.string(),
  owner: z.object({ personId, handle: z.string().nullable() }),
  totalBytes: z.int(),
  code: z.enum(refusalCodes),
  message: z.string(),
  /** What the programs said, for somebody who can read it. */
  detail: z.string().nullable(),
  failedAt: isoTime,
  /** Whether the original is still there to try again. */
  canRetry: z.boolean(),
})
export type FailedAsset = z.infer<typeof failedAsset>

export const getMediaStatus = endpoint({
  id: 'getMediaStatus',
  method: 'GET',
  path: '/v1/operator/media',
  summary: 'How video is converted on this instance: programs, sandbox, workers, queue and failures.',
  access: 'operator',
  query: z.object({ before: isoTime.optional() }),
  response: z.object({
    /** The clock of the server: the times below are to be compared with it and not with that of the browser. */
    asOf: isoTime,
    ffmpeg: z.object({ path: z.string(), version: z.string() }).nullable(),
    sandbox: z
      .object({ level: z.enum(['isolated', 'limited', 'bare']), network: z.boolean(), reason: z.string() })
      .nullable(),
    featuresOff: z.array(z.object({ feature: z.string(), reason: z.string() })),
    encoders: z.int(),
    /** A process has one for each kind of work that it does; `heavy` are those that convert video. */
    workers: z.array(
      z.object({
        workerId: z.string(),
        role: z.string(),
        pool: z.enum(['light', 'heavy']),
        heartbeatAt: isoTime,
      }),
    ),
    /** Running first, then by the order in which they will run; at most 100. */
    queue: z.array(mediaJob),
    /** How many jobs of each kind there are in all. */
    queued: z.array(z.object({ kind: z.string(), count: z.int() })),
    counts: z.object({ uploading: z.int(), waiting: z.int(), ready: z.int(), refused: z.int() }),
    disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
    /** Newest first; 50 a page. */
    failures: z.array(failedAsset),
    more: z.boolean(),
  }),
  errors: ['not_signed_in', 'forbidden'],
})

export const retryAsset = endpoint({
  id: 'retryAsset',
  method: 'POST',
  path: '/v1/operator/media/assets/:assetId/retry',
  summary: 'Try a refused upload again, with its original.',
  access: 'operator',
  params: z.object({ assetId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'original_gone'],
})
