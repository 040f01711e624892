/** The most typical of this many pictures becomes the poster: rarely black, never blurred by a cut. */
const posterFrames = 60
const posterSeconds = 3
const posterShortEdge = 540
export const posterCodec = ['-c:v', 'libwebp', '-quality', '78', '-map_metadata', '-1']

/** Both sides of a size whose short edge is at most this, as `scale` reads them. */
const shortEdgeScale = (edge: number): string =>
  `scale=w='if(gt(iw,ih),-2,min(iw,${edge}))':h='if(gt(iw,ih),min(ih,${edge}),-2)':flags=bicubic`

export interface PosterPlan {
  /** Options up to and with `-i`. */
  readonly input: readonly string[]
  /** The picture at this time; null: the best of the first seconds. */
  readonly atMs: number | null
  readonly output: string
}

/** One still picture in the shape of the video. */
export const posterArguments = ({ input, atMs, output }: PosterPlan): string[] => {
  const scale = shortEdgeScale(posterShortEdge)
  const [window, filter] =
    atMs === null
      ? [
          ['-t', String(posterSeconds)],
          `fps=${posterFrames / posterSeconds},thumbnail=${posterFrames},${scale}`,
        ]
      : [['-ss', String(atMs / 1000)], scale]
  const still = ['-an', '-sn', '-dn', '-vf', filter, '-frames:v', '1', ...posterCodec]
  return [...window, ...input, ...still, '-f', 'image2', '-update', '1', output]
}

export interface SpritesPlan {
  readonly columns: number
  readonly count: number
  readonly tileWidth: number
  readonly tileHeight: number
  readonly intervalMs: number
}

const mostTiles = 100
const columns = 10
const leastIntervalMs = 500
const tileLongEdge = 160
const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2)

/** How the pictures for looking while scrubbing lie on their sheet: one a half second, rarer in long videos. */
export const spritesPlan = (video: {
  readonly durationMs: number
  readonly width: number
  readonly height: number
}): SpritesPlan => {
  const { durationMs, width, height } = video
  const intervalMs = Math.max(leastIntervalMs, Math.ceil(durationMs / mostTiles / 100) * 100)
  const count = Math.min(mostTiles, Math.max(1, Math.ceil(durationMs / intervalMs)))
  const scale = Math.min(1, tileLongEdge / Math.max(width, height))
  return {
    columns: Math.min(columns, count),
    count,
    tileWidth: even(width * scale),
    tileHeight: even(height * scale),
    intervalMs,
  }
}

const previewSeconds = 3
const previewShortEdge = 270
const previewRate = 15
/** A little later than the start, which is often a title or black. */
const previewFromShare = 0.1

export interface ExtrasPlan {
  /** Options up to and with `-i` of the smallest rendition. */
  readonly input: readonly string[]
  readonly sprites: SpritesPlan
  readonly spritesOutput: string
  readonly previewOutput: string
}

/** The sheet of small pictures and the silent preview, from one decoding. */
export const extrasArguments = (plan: ExtrasPlan): string[] => {
  const { columns: across, count, tileWidth, tileHeight, intervalMs } = plan.sprites
  const fromSeconds = ((count * intervalMs) / 1000) * previewFromShare
  const from = Math.max(0, Math.min(fromSeconds, (count * intervalMs) / 1000 - previewSeconds))
  const graph = [
    '[0:V:0]split[a][b]',
    // The first picture of each stretch; `tile` waits for the last one, or for the end.
    `[a]fps=1000/${intervalMs}:round=up,scale=${tileWidth}:${tileHeight}:flags=bicubic,tile=${across}x${Math.ceil(count / across)}[sheet]`,
    `[b]fps=${previewRate},trim=start=${from}:duration=${previewSeconds},setpts=PTS-STARTPTS,${shortEdgeScale(previewShortEdge)},format=yuv420p[preview]`,
  ]
  return [
    ...plan.input,
    ...['-filter_complex', graph.join(';')],
    ...['-map', '[sheet]', '-frames:v', '1', '-c:v', 'libwebp', '-quality', '60', '-map_metadata', '-1'],
    ...['-f', 'image2', '-update', '1', plan.spritesOutput],
    ...['-map', '[preview]', '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-crf', '30'],
    ...['-fflags', '+bitexact', '-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4'],
    plan.previewOutput,
  ]
}
