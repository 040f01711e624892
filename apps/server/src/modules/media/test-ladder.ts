// One video through gate, ladder, sound and finish, without database and queue: what the corpus and the bench run.
// Usage: node test-ladder.ts SOURCE FOLDER [--rungs 540,720] [--maximum-ms 600000] [--remux] [--bare]
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { findFfmpeg, probe, run, safeInput, scanPackets, type Ffmpeg, type Places } from '#platform/ffmpeg'
import { judgeProbe, judgeResult, judgeScan, sourceDurationMs } from './rules/gate.ts'
import {
  finishArguments,
  ladderArguments,
  ladderFiles,
  playlistDurationMs,
  soundArguments,
} from './rules/ladder-arguments.ts'
import { rungsOf } from './rules/ladder.ts'
import {
  firstLevel,
  measureArguments,
  nextLevel,
  parseLoudness,
  type Level,
  type LevelTry,
} from './rules/loudness.ts'
import { remuxArguments, remuxFault } from './rules/remux.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rungs: { type: 'string', default: '540,720,1080' },
    'maximum-ms': { type: 'string', default: '600000' },
    remux: { type: 'boolean', default: false },
    /** Without the sandbox, behind which nobody can count CPU time. */
    bare: { type: 'boolean', default: false },
  },
})
const [source = '', folder = ''] = positionals
const limits = {
  maximumBytes: 500_000_000,
  maximumDurationMs: Number(values['maximum-ms']),
  minimumDurationMs: 500,
  maximumPixels: 8192 * 4352,
  minimumSide: 16,
  maximumAspect: 5,
  maximumFrameRate: 240,
}
const settings = {
  rungs: values.rungs.split(',').map(Number),
  framesPerSecond: 30 as const,
  maximumMs: limits.maximumDurationMs,
}

interface Step {
  readonly name: string
  readonly inputs: readonly string[]
  readonly args: (at: Places) => readonly string[]
}
const steps: Record<string, number> = {}

const step = async (ffmpeg: Ffmpeg, { name, inputs, args }: Step): Promise<number> => {
  const began = performance.now()
  const result = await run(
    ffmpeg,
    { inputs, outputFolder: folder, args },
    { wallMs: 900_000, limits: { cpuSeconds: 3000 } },
  )
  assert(result.outcome === 'done', `${name} ends well: ${result.outcome} ${result.stderrTail}`)
  steps[`${name}Ms`] = Math.round(performance.now() - began)
  return result.decodeErrors
}

const judge = async (ffmpeg: Ffmpeg) => {
  const answer = await probe(ffmpeg, source)
  if (answer.kind === 'oversized') return { refused: 'too_many_pixels' as RefusalCode }
  if (answer.kind === 'unreadable') return { refused: 'unreadable_file' as RefusalCode }
  const early = judgeProbe(answer.probe, limits)
  if (early) return { refused: early }
  const { video } = answer.probe
  assert(video !== null, 'the gate lets only files with a picture through')
  const scan = await scanPackets(ffmpeg, source)
  if (scan === null) return { refused: 'unreadable_file' as RefusalCode }
  const refused = judgeScan(answer.probe, scan, limits)
  return refused ? { refused } : { refused: null, probe: answer.probe, video, scan }
}

type Accepted = Extract<Awaited<ReturnType<typeof judge>>, { refused: null }>

/** Makes the final sound again until it is as loud as it should be. */
const level = async (
  ffmpeg: Ffmpeg,
  { integratedLufs, durationMs }: { integratedLufs: number | null; durationMs: number },
): Promise<LevelTry[]> => {
  const tries: LevelTry[] = []
  for (let wanted: Level | null = firstLevel(integratedLufs); wanted !== null;) {
    const current: Level = wanted
    await step(ffmpeg, {
      name: 'sound',
      inputs: [],
      args: (at) => {
        const input = at.output(ladderFiles.sound)
        return soundArguments({ input, ...current, durationMs, output: at.output('sound.m4a') })
      },
    })
    await step(ffmpeg, {
      name: 'measure',
      inputs: [],
      args: (at) => {
        const input = safeInput(at.output('sound.m4a'))
        return measureArguments({ input, output: at.output('measured.txt') })
      },
    })
    const made = parseLoudness(await readFile(join(folder, 'measured.txt'), 'utf8'))
    tries.push({ level: current, made })
    wanted = nextLevel(integratedLufs, tries)
  }
  return tries
}

const convert = async (ffmpeg: Ffmpeg, { probe: facts, video, scan }: Accepted) => {
  const rungs = rungsOf(video, settings)
  const tools = { toneMapping: true, deinterlacing: true }
  const decodeErrors = await step(ffmpeg, {
    name: 'ladder',
    inputs: [source],
    args: (at) =>
      ladderArguments(
        { probe: facts, video },
        { input: safeInput(at.input(0)), rungs, settings, tools, output: at.output, poster: true },
      ),
  })
  const playlist = ladderFiles.playlist(rungs[0]?.name ?? '')
  const durationMs = playlistDurationMs(await readFile(join(folder, playlist), 'utf8'))
  const sourceMs = sourceDurationMs(facts, scan)
  const refused = judgeResult({ durationMs }, sourceMs, limits)
  if (refused) return { refused }
  const hasSound = facts.audio !== null
  const meter = hasSound ? await readFile(join(folder, ladderFiles.loudness), 'utf8') : ''
  const { integratedLufs } = parseLoudness(meter)
  const tries = hasSound ? await level(ffmpeg, { integratedLufs, durationMs }) : []
  await step(ffmpeg, {
    name: 'finish',
    inputs: [],
    args: (at) =>
      finishArguments({
        rungs: rungs.map(({ name }) => ({
          playlist: at.output(ladderFiles.playlist(name)),
          output: at.output(`${name}.mp4`),
        })),
        sound: hasSound ? at.output('sound.m4a') : null,
        durationMs,
      }),
  })
  const files = rungs.map(({ name, width, height }) => ({ file: join(folder, `${name}.mp4`), width, height }))
  return { refused: null, durationMs, sourceMs, files, integratedLufs, tries, decodeErrors }
}

const copy = async (ffmpeg: Ffmpeg, { probe: facts, scan }: Accepted) => {
  const fault = remuxFault(facts, scan)
  if (fault !== null) return { refused: null, fault }
  const hasSound = facts.audio !== null
  const copySound = facts.audio?.codec === 'aac' && facts.audio.channels <= 2
  await step(ffmpeg, {
    name: 'remux',
    inputs: [source],
    args: (at) =>
      remuxArguments({
        ...{ input: safeInput(at.input(0)), hasSound, copySound },
        ...{ durationMs: sourceDurationMs(facts, scan), output: at.output('copy.mp4') },
      }),
  })
  return { refused: null, fault, files: [{ file: join(folder, 'copy.mp4') }] }
}

const main = async (): Promise<void> => {
  const found = await findFfmpeg()
  assert(found !== null, 'there is an FFmpeg')
  const outside = values.bare ? { bubblewrap: null, setpriv: null } : {}
  const ffmpeg = { ...found, limiter: { ...found.limiter, ...outside, lowersPriority: false } }
  await mkdir(folder, { recursive: true })
  const began = performance.now()
  const judged = await judge(ffmpeg)
  steps['gateMs'] = Math.round(performance.now() - began)
  const result = judged.refused !== null ? judged : await (values.remux ? copy : convert)(ffmpeg, judged)
  process.stdout.write(`${JSON.stringify({ ...result, fault: remuxFaultOf(judged), ...steps })}\n`)
}

const remuxFaultOf = (judged: Awaited<ReturnType<typeof judge>>): string | null =>
  judged.refused === null ? remuxFault(judged.probe, judged.scan) : null

await main()
