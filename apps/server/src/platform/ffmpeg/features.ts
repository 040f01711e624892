import type { Ffmpeg, Part } from './find.ts'

/** Something that does not work with this FFmpeg, and what to do about it. */
export interface FeatureOff {
  readonly feature: string
  /** Sentences for the operator. */
  readonly reason: string
}

interface Feature {
  readonly feature: string
  readonly filters?: readonly string[]
  readonly encoders?: readonly string[]
  readonly muxers?: readonly string[]
  readonly consequence: string
}

/** Speech recognition is not here: few builds have it, and captions can always be uploaded and written. */
const features: readonly Feature[] = [
  {
    feature: 'smaller sizes',
    filters: ['scale', 'setsar', 'fps'],
    consequence: 'videos cannot be made smaller or slower and most are refused',
  },
  {
    feature: 'even sound',
    filters: ['aresample'],
    consequence: 'sound that starts late or has gaps may run apart from the picture',
  },
  { feature: 'HDR colours', filters: ['zscale', 'tonemap'], consequence: 'HDR videos keep flat colours' },
  { feature: 'deinterlacing', filters: ['bwdif'], consequence: 'interlaced videos show combed edges' },
  {
    feature: 'equal loudness',
    filters: ['ebur128', 'alimiter'],
    consequence: 'videos are as loud as they were uploaded',
  },
  {
    feature: 'best frame as poster',
    filters: ['thumbnail'],
    consequence: 'a poster is the first frame, which may be black',
  },
  {
    feature: 'posters and previews',
    encoders: ['libwebp'],
    consequence: 'there are no posters and previews',
  },
  { feature: 'scrubbing pictures', filters: ['tile'], consequence: 'the time line shows no small pictures' },
  {
    feature: 'hook analysis',
    filters: ['scdet', 'blackdetect', 'freezedetect', 'blurdetect', 'silencedetect'],
    consequence: 'creators are not told about a black, frozen, blurred or silent start',
  },
  {
    feature: 'playing while converting',
    muxers: ['hls'],
    consequence: 'a video plays only when it is converted as a whole',
  },
]

const withoutFfmpeg: readonly FeatureOff[] = [
  {
    feature: 'conversion',
    reason:
      'There is no FFmpeg 5.1 or newer: only H.264/AAC MP4 and MOV files are accepted, unchanged. Run "npm start", which provides one, or install it.',
  },
  { feature: 'smaller sizes', reason: 'Without FFmpeg everybody loads the file as it was uploaded.' },
  {
    feature: 'posters and previews',
    reason: 'Without FFmpeg there are no posters, previews and scrubbing pictures.',
  },
]

/**
 * True when this FFmpeg does not have the part.
 *
 * @example
 * const toneMapping = !lacks(ffmpeg, { kind: 'filter', name: 'zscale' })
 */
export const lacks = (ffmpeg: Ffmpeg, part: Part): boolean =>
  ffmpeg.missing.some(({ kind, name }) => kind === part.kind && name === part.name)

const lackingOf = (ffmpeg: Ffmpeg, { filters = [], encoders = [], muxers = [] }: Feature): string[] => {
  const used: Part[] = [
    ...filters.map((name) => ({ kind: 'filter' as const, name })),
    ...encoders.map((name) => ({ kind: 'encoder' as const, name })),
    ...muxers.map((name) => ({ kind: 'muxer' as const, name })),
  ]
  return used.filter((part) => lacks(ffmpeg, part)).map(({ kind, name }) => `the ${kind} ${name}`)
}

/**
 * What does not work here, in sentences for the operator. Null stands for a machine without FFmpeg.
 *
 * @example
 * for (const { feature, reason } of featuresOff(ffmpeg)) log.warn('media.feature_off', { feature, reason })
 */
export const featuresOff = (ffmpeg: Ffmpeg | null): readonly FeatureOff[] => {
  if (ffmpeg === null) return withoutFfmpeg
  return features.flatMap((one) => {
    const lacking = lackingOf(ffmpeg, one)
    if (lacking.length === 0) return []
    const { feature, consequence } = one
    const reason = `This FFmpeg lacks ${lacking.join(', ')}: ${consequence}. Install a full build of FFmpeg.`
    return [{ feature, reason }]
  })
}
