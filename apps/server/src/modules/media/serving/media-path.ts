/** What an address below `/v1/media/<assetId>/` names. */
export type MediaPath = {
  /** Says that the bearer may see an asset that is not for everybody; null in addresses for everybody. */
  readonly key: string | null
  readonly file: string
  readonly type: string
} & ({ readonly kind: 'file' } | { readonly kind: 'stream'; readonly conversion: number })

const fileTypes: readonly (readonly [RegExp, string])[] = [
  [/^\d{1,5}(-\d{1,6})?\.mp4$/, 'video/mp4'],
  [/^preview\.mp4$/, 'video/mp4'],
  [/^poster(-\d{1,6})?\.webp$/, 'image/webp'],
  [/^sprites\.webp$/, 'image/webp'],
  [/^captions-[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}-\d{1,6}\.vtt$/, 'text/vtt; charset=utf-8'],
]
/** Names that FFmpeg's HLS muxer gives. No dot but the last: nothing hidden, unfinished (`.tmp`) or above. */
const streamTypes: readonly (readonly [RegExp, string])[] = [
  [/^[a-z0-9][a-z0-9_-]{0,63}\.m3u8$/, 'application/vnd.apple.mpegurl'],
  [/^[a-z0-9][a-z0-9_-]{0,63}\.(mp4|m4s)$/, 'video/mp4'],
]
const shape = /^(?:(~[^/]{1,80})\/)?(?:stream\/(\d{1,6})\/)?([^/]{1,80})$/

/** Null: there is no such address. Everything that is not expressly allowed is refused. */
export const parseMediaPath = (rest: string): MediaPath | null => {
  const match = shape.exec(rest)
  if (!match) return null
  const [, key = null, conversion, file = ''] = match
  const types = conversion === undefined ? fileTypes : streamTypes
  const type = types.find(([name]) => name.test(file))?.[1]
  if (type === undefined) return null
  return conversion === undefined
    ? { kind: 'file', key, file, type }
    : { kind: 'stream', conversion: Number(conversion), key, file, type }
}

/** Playlists of a conversion that still runs grow; everything else keeps its bytes for ever. */
export const isGrowing = ({ kind, file }: MediaPath): boolean => kind === 'stream' && file.endsWith('.m3u8')
