import { join } from 'node:path'
import { sleep } from '#platform/clock'
import type { Places } from '#platform/ffmpeg'
import { ladderFiles, soundArguments } from '../rules/ladder-arguments.ts'
import { rungsOf, type Rung } from '../rules/ladder.ts'
import { gainOf, parseLoudness } from '../rules/loudness.ts'
import { isWhole, patienceMs, type Arriving } from './arriving-upload.ts'
import { prepareFiles, type Conversion, type Prepared, type SoundFile } from './convert.ts'
import { encodeLadder, readIfThere } from './encode-ladder.ts'
import { followFile } from './follow-file.ts'
import { runOrRefuse } from './work.ts'

const lookEveryMs = 50
/** The gain of the final sound is taken from this share of the video on, and checked at its end. */
const soundBeginsAt = 0.8
/** The bar for loudness: within half a unit of the aim (EBU R 128). */
const loudnessToleranceDb = 0.5

/** Encodes the final sound while the picture is still being encoded, with the gain that shows by then. */
const soundAlongside = async (
  conversion: Conversion,
  state: { readonly share: () => number; readonly isOver: () => boolean },
): Promise<SoundFile | null> => {
  const { work, folder, source } = conversion
  if (source.probe.audio === null) return null
  while (state.share() < soundBeginsAt && !state.isOver() && !work.signal.aborted) {
    await sleep(lookEveryMs, work.signal)
  }
  if (state.isOver() || work.signal.aborted) return null
  const { integratedLufs } = parseLoudness(await readIfThere(folder, ladderFiles.loudness))
  if (integratedLufs === null) return null
  const gainDb = gainOf(integratedLufs)
  const sound = join(folder, ladderFiles.sound)
  const isWhole = () => state.isOver()
  const file = 'sound.m4a'
  const durationMs = work.deps.limits.maximumDurationMs
  const task = {
    inputs: [],
    outputFolder: folder,
    stdin: followFile(sound, { isWhole, patienceMs, signal: work.signal }),
    args: (at: Places) => soundArguments({ input: 'pipe:0', gainDb, durationMs, output: at.output(file) }),
  }
  await runOrRefuse(work, task, { durationMs })
  return { file, gainDb }
}

/** Whether a sound made with this gain is as loud as it should be, now that all of it was measured. */
const isRight = (sound: SoundFile | null, integratedLufs: number | null): boolean =>
  sound !== null && Math.abs(gainOf(integratedLufs) - sound.gainDb) <= loudnessToleranceDb

/** The sizes that this upload will have. */
export const rungsFor = ({ work, source }: Conversion): readonly Rung[] =>
  rungsOf(source.video, { ...work.deps.settings, maximumMs: work.deps.limits.maximumDurationMs })

export interface Encoding {
  readonly conversion: Conversion
  readonly rungs: readonly Rung[]
  readonly onPlayable: () => void
}

/** Makes every size of what arrives. */
export const encodeWhileArriving = async (
  arriving: Arriving,
  { conversion, rungs, onPlayable }: Encoding,
): Promise<Prepared> => {
  const { work, file, totalBytes } = arriving
  const { source, folder } = conversion
  let isOver = false
  const hasAll = (bytes: number) => {
    arriving.readBytes = bytes
    return isWhole(arriving)
  }
  const sounding = soundAlongside(conversion, {
    share: () => arriving.readBytes / totalBytes,
    isOver: () => isOver,
  }).catch(() => null)
  const encoded = await encodeLadder(work, {
    ...{ source, rungs, folder, withPoster: true },
    input: followFile(file, { isWhole: hasAll, patienceMs, signal: work.signal }),
    onPlayable: async () => onPlayable(),
    onShare: () => undefined,
  }).finally(() => {
    isOver = true
  })
  const sound = await sounding
  return prepareFiles(conversion, encoded, isRight(sound, encoded.integratedLufs) ? sound : null)
}
