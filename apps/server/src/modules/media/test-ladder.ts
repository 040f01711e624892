// One video through gate, ladder, sound and finish, without database and queue: what the corpus and the bench run.
// Usage: node test-ladder.ts SOURCE FOLDER [--rungs 540,720] [--maximum-ms 600000] [--remux] [--bare]
// Without SOURCE and FOLDER it takes lines of JSON with both, one after the other, and answers each with a line.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { RefusalCode } from '@busker/contract'
import { z } from 'zod'
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

const fileSchema = z.object({ source: z.string(), folder: z.string() })

/** One file on its way. */
interface Ride extends z.infer<typeof fileSchema> {
  readonly ffmpeg: Ffmpeg
  /** How long each step took. */
  readonly steps: Record<string, number>
}

const step = async ({ ffmpeg, folder, steps }: Ride, { name, inputs, args }: Step): Promise<number> => {
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

const judge = async ({ ffmpeg, source }: Ride) => {
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
  ride: Ride,
  { integratedLufs, durationMs }: { integratedLufs: number | null; durationMs: number },
): Promise<LevelTry[]> => {
  const tries: LevelTry[] = []
  for (let wanted: Level | null = firstLevel(integratedLufs); wanted !== null;) {
    const current: Level = wanted
    await step(ride, {
      name: 'sound',
      inputs: [],
      args: (at) => {
        const input = at.output(ladderFiles.sound)
        return soundArguments({ input, ...current, durationMs, output: at.output('sound.m4a') })
      },
    })
    await step(ride, {
      name: 'measure',
      inputs: [],
      args: (at) => {
        const input = safeInput(at.output('sound.m4a'))
        return measureArguments({ input, output: at.output('measured.txt') })
      },
    })
    const made = parseLoudness(await readFile(join(ride.folder, 'measured.txt'), 'utf8'))
    tries.push({ level: current, made })
    wanted = nextLevel(integratedLufs, tries)
  }
  return tries
}

const convert = async (ride: Ride, { probe: facts, video, scan }: Accepted) => {
  const { source, folder } = ride
  const rungs = rungsOf(video, settings)
  const tools = { toneMapping: true, deinterlacing: true }
  const decodeErrors = await step(ride, {
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
  const tries = hasSound ? await level(ride, { integratedLufs, durationMs }) : []
  await step(ride, {
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

const copy = async (ride: Ride, { probe: facts, scan }: Accepted) => {
  const fault = remuxFault(facts, scan)
  if (fault !== null) return { refused: null, fault }
  const hasSound = facts.audio !== null
  const copySound = facts.audio?.codec === 'aac' && facts.audio.channels <= 2
  await step(ride, {
    name: 'remux',
    inputs: [ride.source],
    args: (at) =>
      remuxArguments({
        ...{ input: safeInput(at.input(0)), hasSound, copySound },
        ...{ durationMs: sourceDurationMs(facts, scan), output: at.output('copy.mp4') },
      }),
  })
  return { refused: null, fault, files: [{ file: join(ride.folder, 'copy.mp4') }] }
}

/** Sends one file through; the answer is one line. */
const drive = async (ffmpeg: Ffmpeg, file: z.infer<typeof fileSchema>): Promise<void> => {
  const ride: Ride = { ...file, ffmpeg, steps: {} }
  await mkdir(ride.folder, { recursive: true })
  const began = performance.now()
  const judged = await judge(ride)
  ride.steps['gateMs'] = Math.round(performance.now() - began)
  const result = judged.refused !== null ? judged : await (values.remux ? copy : convert)(ride, judged)
  process.stdout.write(`${JSON.stringify({ ...result, fault: remuxFaultOf(judged), ...ride.steps })}\n`)
}

const remuxFaultOf = (judged: Awaited<ReturnType<typeof judge>>): string | null =>
  judged.refused === null ? remuxFault(judged.probe, judged.scan) : null

const main = async (): Promise<void> => {
  const found = await findFfmpeg()
  assert(found !== null, 'there is an FFmpeg')
  const outside = values.bare ? { bubblewrap: null, setpriv: null } : {}
  const ffmpeg = { ...found, limiter: { ...found.limiter, ...outside, lowersPriority: false } }
  const [source, folder] = positionals
  if (source !== undefined) return drive(ffmpeg, fileSchema.parse({ source, folder }))
  for await (const line of createInterface({ input: process.stdin })) {
    // Its reason must not end the files that come after it.
    await drive(ffmpeg, fileSchema.parse(JSON.parse(line))).catch((error: unknown) =>
      process.stdout.write(`${JSON.stringify({ failed: String(error) })}\n`),
    )
  }
}

await main()
