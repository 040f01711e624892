import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AssetId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { SignAddress } from '../present.ts'

export interface Signing {
  readonly clock: Clock
  /** Shared by all processes that serve the same media. */
  readonly secret: Uint8Array
}

const hourSeconds = 3600
/** An address that somebody gets now works at least this long: longer than anybody watches without a new page. */
const shortestLifeSeconds = 6 * hourSeconds

const signatureOf = (secret: Uint8Array, assetId: AssetId, expiresAt: number): string =>
  createHmac('sha256', secret).update(`busker media 1\n${assetId}\n${expiresAt}`).digest('base64url')

/** Whole hours: everybody gets the same address within an hour, so that a browser's cache can use it again. */
const expiryAfter = (nowMs: number): number =>
  Math.ceil((nowMs / 1000 + shortestLifeSeconds) / hourSeconds) * hourSeconds

/**
 * Addresses of an asset's files. The key of a restricted asset is part of the path, in front of the file: relative
 * names in a playlist carry it without knowing of it.
 */
export const addressesOf =
  ({ clock, secret }: Signing): SignAddress =>
  ({ assetId, restricted }, file) => {
    if (!restricted) return `/v1/media/${assetId}/${file}`
    const expiresAt = expiryAfter(clock.nowMs())
    return `/v1/media/${assetId}/~${expiresAt}.${signatureOf(secret, assetId, expiresAt)}/${file}`
  }

const keyShape = /^~(\d{1,12})\.([A-Za-z0-9_-]{43})$/

/** Seconds for which the key still opens this asset; null when it does not. */
export const keyLifeSeconds = ({ clock, secret }: Signing, assetId: AssetId, key: string): number | null => {
  const match = keyShape.exec(key)
  if (!match) return null
  const [, expiry = '', signature = ''] = match
  const expiresAt = Number(expiry)
  const expected = signatureOf(secret, assetId, expiresAt)
  // Both have 43 letters. The comparison takes a time that tells nothing about where they differ.
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return null
  const left = Math.floor(expiresAt - clock.nowMs() / 1000)
  return left > 0 ? left : null
}
