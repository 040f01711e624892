import type { RefusalCode } from '@busker/contract'
import { ffmpeg } from './programs.ts'

/** What has to come out of a file. */
export type Expected =
  | { readonly refused: readonly RefusalCode[] }
  | {
      readonly refused: null
      /** Of the largest size, in the shape in which a player shows it. */
      readonly width: number
      readonly height: number
      readonly sound: boolean
      /** When the length that counts is not that of the decoded picture. */
      readonly durationMs?: number
      /** Faults of the bytes may show in the picture. */
      readonly blemished?: boolean
      /** At least so alike the picture of the source, dB; 0 when there is nothing to compare with. */
      readonly likenessDb?: number
      /** What the picture has to look like, as an input of FFmpeg in ordinary colours, when that is not the source. */
      readonly reference?: readonly string[]
    }

/** One kind of file and the way to make it. */
export interface Row {
  readonly name: string
  /** The name of the file, which says nothing about its content to the gate. */
  readonly file: string
  readonly make: (file: string) => Promise<void>
  readonly expected: Expected
  /** Left out of `npm test`: it takes too long for what it adds. */
  readonly large?: boolean
}

export const test = (size: string, seconds: number, rate: number | string = 30): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
]
export const tone = (seconds: number, rate = 48_000): string[] => [
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${rate}:duration=${seconds}`],
]
export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
export const aac = ['-c:a', 'aac']

export const made =
  (...args: readonly string[]) =>
  async (file: string): Promise<void> => {
    await ffmpeg(...args, file)
  }

export const accepted = (
  width: number,
  height: number,
  sound = true,
): Extract<Expected, { refused: null }> => ({
  ...{ refused: null, width, height, sound },
})
export const ordinaryColours = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'
/** A picture for ordinary screens. */
const ordinary = 'testsrc2=size=540x960:rate=30:duration=1,scale=out_color_matrix=bt709:out_range=tv'
export const ordinaryPicture = `${ordinary},format=yuv420p`

export const asOrdinary: Expected = {
  ...accepted(540, 960, false),
  reference: ['-f', 'lavfi', '-i', ordinaryPicture],
}
export const refused = (...codes: RefusalCode[]): Expected => ({ refused: codes })
