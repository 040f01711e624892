import type { Asset } from '@busker/contract'
import { expect, test } from 'vitest'
import type { UploadItem } from './item.ts'
import { standardOptions } from '#shared/posting'
import { canPost, itemOfAsset, phaseOf } from './item.ts'

const common = {
  assetId: '01a20100-0000-7000-8000-000000000000' as Asset['assetId'],
  filename: 'clip.mp4',
  createdAt: '2026-11-22T10:00:00Z',
  claimed: false,
}
const item: UploadItem = {
  key: 'key',
  filename: 'clip.mp4',
  totalBytes: 200,
  ...{ previewUrl: null, previewIsKept: false },
  caption: '',
  options: standardOptions,
  assetId: common.assetId,
  fingerprint: 'clip',
  expectedAssetId: null,
  transfer: { state: 'uploading', sentBytes: 50 },
  asset: null,
  posting: { state: 'draft' },
}

test('until the server has all bytes the transfer speaks, then the server', () => {
  expect(phaseOf(item)).toEqual({ kind: 'uploading', share: 0.25 })
  const uploading: Asset = { state: 'uploading', ...common, receivedBytes: 10, totalBytes: 200 }
  expect(phaseOf({ ...item, asset: uploading })).toEqual({ kind: 'uploading', share: 0.25 })
  const processing: Asset = { state: 'processing', ...common, progress: 0.4 }
  expect(phaseOf({ ...item, asset: processing })).toEqual({ kind: 'processing', share: 0.4 })
})

test('all bytes sent and no word yet is queued', () => {
  expect(phaseOf({ ...item, transfer: { state: 'done' } }).kind).toBe('queued')
})

test('a post can be made while it uploads or waits for the network, never of a refused file', () => {
  expect(canPost(item)).toBe(true)
  expect(canPost({ ...item, transfer: { state: 'waiting_for_network', sentBytes: 0 } })).toBe(true)
  const refused: Asset = { state: 'refused', ...common, code: 'too_short', message: '' }
  expect(canPost({ ...item, asset: refused })).toBe(false)
  expect(canPost({ ...item, transfer: { state: 'objected', objection: 'too_large' } })).toBe(false)
  expect(canPost({ ...item, posting: { state: 'wanted' } })).toBe(false)
})

test('an upload in line or in another window tells how far it is, and can be posted', () => {
  const uploading: Asset = { state: 'uploading', ...common, receivedBytes: 150, totalBytes: 200 }
  expect(phaseOf({ ...item, transfer: { state: 'in_line', sentBytes: 20 } })).toEqual({
    kind: 'in_line',
    share: 0.1,
  })
  expect(phaseOf({ ...item, asset: uploading, transfer: { state: 'elsewhere' } })).toEqual({
    kind: 'elsewhere',
    share: 0.75,
  })
  expect(canPost({ ...item, transfer: { state: 'preparing' } })).toBe(true)
})

test('the words that were kept for an upload come back with it', () => {
  const asset: Asset = { state: 'queued', ...common }
  expect(itemOfAsset(asset, { key: 'note', caption: 'A song', options: standardOptions })).toMatchObject({
    key: 'note',
    caption: 'A song',
  })
  expect(itemOfAsset(asset)).toMatchObject({ key: common.assetId, caption: '' })
})

test('an upload of an earlier visit asks for its file', () => {
  const earlier = itemOfAsset({ state: 'uploading', ...common, receivedBytes: 50, totalBytes: 100 })
  expect(phaseOf(earlier)).toEqual({ kind: 'needs_file', share: 0.5 })
})
