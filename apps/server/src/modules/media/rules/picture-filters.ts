import type { VideoStream } from '#platform/ffmpeg'
import { rateOf, type LadderSettings, type Rung } from './ladder.ts'

export interface PictureTools {
  /** False when this FFmpeg lacks the filters: colours of HDR sources look flat then. */
  readonly toneMapping: boolean
  /** False when this FFmpeg lacks the filter: interlaced sources show combed edges. */
  readonly deinterlacing: boolean
}

const isHighDynamicRange = ({ colorTransfer }: VideoStream): boolean =>
  colorTransfer === 'smpte2084' || colorTransfer === 'arib-std-b67'

/** Named colours stay as they are; what an HDR file leaves out is what all HDR files have. */
const named = (value: string | null, otherwise: string): string =>
  value === null || value === 'unknown' || value === 'unspecified' ? otherwise : value

/** Light as it is, mapped to the range and colours of ordinary screens. Without it the colours wash out. */
const toneMap = (video: VideoStream): string[] => [
  `setparams=color_primaries=${named(video.colorPrimaries, 'bt2020')}:color_trc=${video.colorTransfer ?? ''}:colorspace=${named(video.colorSpace, 'bt2020nc')}`,
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=mobius:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
]

/** A file that does not name its colour matrix means what players take it for: BT.709 from 720 lines up, else BT.601. */
const matrixOf = (video: VideoStream): 'bt709' | 'bt601' | 'auto' => {
  const space = named(video.colorSpace, '')
  if (space === 'bt709') return 'bt709'
  if (space !== '') return 'auto'
  return Math.min(video.width, video.height) >= 720 ? 'bt709' : 'bt601'
}

const needsConversion = (video: VideoStream): boolean =>
  matrixOf(video) !== 'bt709' || video.pixelFormat !== 'yuv420p' || video.colorRange === 'pc'

/** What `scale` has to know about colours; nothing, so that it passes pictures through, when they are as wanted. */
const colours = (video: VideoStream): string => {
  if (!needsConversion(video)) return ''
  return `:in_color_matrix=${matrixOf(video)}:out_color_matrix=bt709:out_range=tv`
}

/**
 * From a decoded picture to the largest rung: even rate, no combs, square pixels, the colours of ordinary screens. The
 * costly steps come after the scaling. FFmpeg turns the picture upright before all of this.
 */
export const pictureFilters = (
  video: VideoStream,
  plan: { readonly largest: Rung; readonly settings: LadderSettings; readonly tools: PictureTools },
): string => {
  const { largest, settings, tools } = plan
  const scale = `scale=${largest.width}:${largest.height}:flags=bicubic`
  const mapsTones = isHighDynamicRange(video) && tools.toneMapping
  const isCombed = video.fieldOrder === 'interlaced' && tools.deinterlacing
  return [
    ...(isCombed ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    // The first picture is shown from the start on, where the sound begins earlier.
    `fps=${rateOf(video, settings)}:start_time=0`,
    mapsTones ? scale : `${scale}${colours(video)}`,
    'setsar=1',
    ...(mapsTones ? toneMap(video) : []),
    'format=yuv420p',
    'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
  ].join(',')
}
