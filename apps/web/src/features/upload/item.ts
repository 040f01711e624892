import type { Asset } from '@busker/contract'
import type { PostOptions } from '#shared/posting'
import { standardOptions } from '#shared/posting'

/** What we hold against a file before a byte of it is sent. */
export type Objection = 'too_large' | 'too_long' | 'too_many_pixels' | 'not_a_video'

/** The way of the bytes from this device to the server. */
export type Transfer =
  | { readonly state: 'checking' }
  | { readonly state: 'objected'; readonly objection: Objection }
  /** Being copied into a form that the server can read while it arrives. */
  | { readonly state: 'preparing' }
  /** Others are sent first. */
  | { readonly state: 'in_line'; readonly sentBytes: number }
  /** Another window of this browser is sending it. */
  | { readonly state: 'elsewhere' }
  | { readonly state: 'uploading'; readonly sentBytes: number }
  | { readonly state: 'paused'; readonly sentBytes: number }
  /** No network, or the server is away: goes on by itself. */
  | { readonly state: 'waiting_for_network'; readonly sentBytes: number }
  | { readonly state: 'failed'; readonly sentBytes: number; readonly error: unknown }
  | { readonly state: 'done' }
  /** Begun in an earlier visit; the browser has forgotten the file. */
  | { readonly state: 'needs_file' }

/** Whether the person wants it posted, and how far that is. */
export type Posting =
  | { readonly state: 'draft' }
  | { readonly state: 'wanted' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'posted'; readonly postId: string; readonly published: boolean }

/** One file on its way to become a post. */
export interface UploadItem {
  readonly key: string
  readonly filename: string
  readonly totalBytes: number
  readonly previewUrl: string | null
  /** Whether the preview is read from the kept file, with which it goes. */
  readonly previewIsKept: boolean
  readonly caption: string
  readonly options: PostOptions
  readonly assetId: string | null
  /** Names the bytes of the file that was chosen; null for an upload of an earlier visit whose file is not here. */
  readonly fingerprint: string | null
  /** The unfinished upload that these bytes belong to, before the server was asked. */
  readonly expectedAssetId: string | null
  readonly transfer: Transfer
  readonly asset: Asset | null
  readonly posting: Posting
}

/** What the person sees, of everything above. */
export type Phase =
  | { readonly kind: 'checking' }
  | { readonly kind: 'objected'; readonly objection: Objection }
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'in_line' | 'elsewhere' | 'uploading' | 'paused' | 'waiting_for_network'
      readonly share: number
    }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'needs_file'; readonly share: number }
  | { readonly kind: 'queued' }
  | { readonly kind: 'processing'; readonly share: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly asset: Extract<Asset, { state: 'refused' }> }

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0)

const receivedShare = (asset: Asset | null): number =>
  asset?.state === 'uploading' ? share(asset.receivedBytes, asset.totalBytes) : 0

/** The server's word counts as soon as it has all bytes; before that the transfer knows better. */
export const phaseOf = ({ transfer, asset, totalBytes }: UploadItem): Phase => {
  if (asset && asset.state !== 'uploading') {
    if (asset.state === 'processing') return { kind: 'processing', share: asset.progress }
    if (asset.state === 'refused') return { kind: 'refused', asset }
    return { kind: asset.state }
  }
  switch (transfer.state) {
    case 'checking':
    case 'preparing':
      return { kind: transfer.state }
    case 'elsewhere':
      return { kind: 'elsewhere', share: receivedShare(asset) }
    case 'objected':
      return { kind: 'objected', objection: transfer.objection }
    case 'in_line':
    case 'uploading':
    case 'paused':
    case 'waiting_for_network':
      return { kind: transfer.state, share: share(transfer.sentBytes, totalBytes) }
    case 'failed':
      return { kind: 'failed', error: transfer.error }
    case 'needs_file':
      return { kind: 'needs_file', share: receivedShare(asset) }
    case 'done':
      return { kind: 'queued' }
  }
}

/** A refused or objected file cannot be posted any more; a posted one already is. */
export const canPost = (item: UploadItem): boolean => {
  const { kind } = phaseOf(item)
  const isDraft = item.posting.state === 'draft' || item.posting.state === 'failed'
  return isDraft && kind !== 'objected' && kind !== 'refused' && kind !== 'checking'
}

export const isOver = (item: UploadItem): boolean => {
  const { kind } = phaseOf(item)
  return kind === 'objected' || kind === 'refused'
}

/** An item for an asset that the server knows from an earlier visit, with the words that were kept for it. */
export const itemOfAsset = (
  asset: Asset,
  { key, caption, options }: Pick<UploadItem, 'key' | 'caption' | 'options'> = {
    ...{ key: asset.assetId, caption: '', options: standardOptions },
  },
): UploadItem => ({
  key,
  filename: asset.filename,
  totalBytes: asset.state === 'uploading' ? asset.totalBytes : 0,
  ...{ previewUrl: null, previewIsKept: false },
  caption,
  options,
  assetId: asset.assetId,
  fingerprint: null,
  expectedAssetId: null,
  transfer: asset.state === 'uploading' ? { state: 'needs_file' } : { state: 'done' },
  asset,
  posting: { state: 'draft' },
})
