import { writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Ffmpeg, RunResult, Task } from '#platform/ffmpeg'
import { run } from '#platform/ffmpeg'
import { Canvas } from './paint/canvas.ts'
import { randomOf } from './paint/random.ts'
import { scenes } from './scenes/all.ts'
import { performTune } from './sound/tunes.ts'
import type { TownClip } from './town.ts'

/** What a worker thread is asked to do. */
export interface RenderJob {
  readonly clip: TownClip
  readonly ffmpeg: Ffmpeg
  /** Where the video is written; the music lies beside it while it is made. */
  readonly file: string
  readonly soundFile: string
}

export const framesPerSecond = 24
const width = 540

/** Paints a clip picture by picture, in step with the encoder that takes them. */
export async function* paintFrames(clip: TownClip): AsyncGenerator<Uint8Array> {
  const canvas = new Canvas(width)
  const paint = scenes[clip.scene]({ random: randomOf(clip.seed), seconds: clip.seconds })
  const frames = Math.round(clip.seconds * framesPerSecond)
  for (let frame = 0; frame < frames; frame++) {
    paint(canvas, frame / framesPerSecond)
    yield canvas.develop(frame)
  }
}

/** Renders picture and music into one MP4. Takes seconds of CPU time: meant for a worker thread. */
export const render = async ({ clip, ffmpeg, file, soundFile }: RenderJob): Promise<RunResult> => {
  await writeFile(soundFile, performTune(clip.tune, clip.seconds))
  const size = `${width}x${new Canvas(width).height}`
  const picture = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-video_size',
    size,
    '-framerate',
    `${framesPerSecond}`,
  ]
  const colors = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']
  const task: Task = {
    inputs: [soundFile],
    outputFolder: dirname(file),
    stdin: paintFrames(clip),
    args: (at) => [
      ...[...picture, '-i', 'pipe:0', '-i', at.input(0), '-map', '0:v', '-map', '1:a'],
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', ...colors],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-c:a', 'aac', '-b:a', '160k'],
      ...['-movflags', '+faststart', '-f', 'mp4', at.output(basename(file))],
    ],
  }
  return run(ffmpeg, task, { wallMs: 600_000 })
}
