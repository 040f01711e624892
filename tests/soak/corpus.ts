// Every unusual and hostile file that can be made, and every real clip beside the repository, in all sizes.
// Run: npm run soak -- corpus [--rungs 540,720,1080] [--only PART OF A NAME] [--refused]
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openConverter } from '../scenarios/media-corpus/convert.ts'
import { realClips } from '../scenarios/media-corpus/real-clips.ts'
import { traps } from '../scenarios/media-corpus/hostile-rows.ts'
import { rows } from '../scenarios/media-corpus/rows.ts'
import { openListener, programsAt, tryMade } from '../scenarios/media-corpus/try-made.ts'
import { tryRow, type Trial } from '../scenarios/media-corpus/try-row.ts'

const refusedWithinMs = 100

const median = (values: readonly number[]): number | null =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? null

type Attempt = () => Promise<Trial>

const tell = (trial: Trial): void => {
  const verdict = trial.faults.length === 0 ? 'ok' : trial.faults.join('; ')
  process.stderr.write(`${trial.name}: ${verdict}\n`)
}

const runAll = async (attempts: readonly { name: string; attempt: Attempt }[]): Promise<Trial[]> => {
  const trials: Trial[] = []
  for (const { name, attempt } of attempts) {
    const trial = await attempt().catch((error: unknown): Trial => ({
      ...{ name, faults: [String(error)], gateMs: 0, likenessDb: null, refused: false },
    }))
    tell(trial)
    trials.push(trial)
  }
  return trials
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      rungs: { type: 'string', default: '540,720,1080' },
      only: { type: 'string', default: '' },
      /** Only what must be refused: how soon it is. */
      refused: { type: 'boolean', default: false },
    },
  })
  const rungs = values.rungs.split(',').map(Number)
  const folder = await mkdtemp(join(tmpdir(), 'busker-corpus-'))
  const listener = await openListener()
  const converter = openConverter(rungs)
  const began = performance.now()
  try {
    const secret = join(folder, 'secret.txt')
    await writeFile(secret, 'not for strangers')
    const wanted = [...rows, ...traps(listener.address, secret)].filter(
      ({ expected }) => !values.refused || expected.refused !== null,
    )
    const made = wanted.map((row) => ({
      name: row.name,
      attempt: () => tryMade(converter, row, { folder, rungs }),
    }))
    const clips = values.refused ? [] : realClips()
    const real = (clips ?? []).map((clip) => ({
      name: clip.name,
      attempt: async () => {
        const place = await mkdtemp(join(folder, 'clip-'))
        return tryRow(converter, { ...clip, folder: place, rungs }).finally(() =>
          rm(place, { recursive: true }),
        )
      },
    }))
    const trials = await runAll([...made, ...real].filter(({ name }) => name.includes(values.only)))
    const failed = trials.filter(({ faults }) => faults.length > 0)
    const orphans = await programsAt(folder)
    const refusals = trials.filter(({ refused }) => refused).map(({ gateMs }) => gateMs)
    const refusedMs = median(refusals)
    const result = {
      soak: 'corpus',
      ok: failed.length === 0 && orphans.length === 0 && listener.connections() === 0,
      files: trials.length,
      realClips: clips?.length ?? 0,
      failed: failed.map(({ name, faults }) => ({ name, faults })),
      orphans,
      connections: listener.connections(),
      refusedMedianMs: refusedMs,
      refusedWithin: `${refusals.filter((ms) => ms <= refusedWithinMs).length} of ${refusals.length} within ${refusedWithinMs} ms`,
      likenessLeastDb: Math.min(...trials.flatMap(({ likenessDb }) => likenessDb ?? [])),
      seconds: Math.round((performance.now() - began) / 1000),
      machineLoad: loadavg()[0],
      command: 'npm run soak -- corpus',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    process.exitCode = result.ok ? 0 : 1
  } finally {
    listener.close()
    await converter.close()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
