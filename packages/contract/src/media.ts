import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { refusalCodes } from './errors.ts'
import { assetId, emptyResponse, isoTime } from './shapes.ts'

/** Where the tus 1.0 upload protocol is spoken. The id of an upload is the id of the asset it becomes. */
export const uploadPath = '/v1/uploads'

const common = {
  assetId,
  filename: z.string(),
  createdAt: isoTime,
  /** Whether a post uses the file: then it is no draft any more. */
  claimed: z.boolean(),
}

/** What a player needs. Addresses are relative to the instance and never change their bytes. */
export const playback = z.object({
  videoUrl: z.string(),
  posterUrl: z.string(),
  width: z.int(),
  height: z.int(),
  durationMs: z.int(),
  hasAudio: z.boolean(),
  bytes: z.int(),
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
