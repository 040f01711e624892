import type { getFeedParameters, ResponseOf } from '@busker/contract'
import type { ControlDeps } from './controls.ts'
import { changeBetween, type ValueParameters } from './rules/parameter-change.ts'
import { sharesOf } from './rules/shares.ts'
import { measureSlots, readVersions, rememberVersion } from './store/parameters.ts'

type Parameters = ResponseOf<typeof getFeedParameters>
type ParameterDeps = Pick<ControlDeps, 'db' | 'clock' | 'parameters'>

const measuredMs = 24 * 3_600_000
const mostSlots = 5000
const mostVersions = 50
const keptMs = 60_000

/**
 * Writes down in the public change log which value file is used from now on; once at every start. The same one again
 * leaves the log as it is.
 */
export const rememberParameters = ({ db, clock, parameters }: ParameterDeps): Promise<void> =>
  rememberVersion(db.pool, { version: parameters.version, since: clock.now(), parameters })

const readHistory = async ({ db }: ParameterDeps): Promise<Parameters['history']> => {
  // One more than is shown, because a change is told against the version before.
  const versions = await readVersions<ValueParameters>(db.pool, mostVersions + 1)
  return versions.slice(0, mostVersions).map(({ version, since, parameters }, index) => ({
    version,
    since: since.toISOString(),
    change: changeBetween(versions[index + 1]?.parameters ?? null, parameters),
  }))
}

const measure = async (deps: ParameterDeps): Promise<Parameters> => {
  const { db, clock } = deps
  const now = clock.now()
  const [measured, history] = await Promise.all([
    measureSlots(db.pool, new Date(now.getTime() - measuredMs), mostSlots),
    readHistory(deps),
  ])
  const { version, outcomes, rules, exploration } = deps.parameters
  return {
    version,
    outcomes: [...outcomes],
    rules,
    exploration,
    ...sharesOf(measured),
    slots: measured.slots,
    asOf: now.toISOString(),
    history,
  }
}

/** The main parameters with what they really did, measured at most once a minute however many ask. */
export const createParameters = (deps: ParameterDeps): (() => Promise<Parameters>) => {
  let kept: { readonly untilMs: number; readonly answer: Promise<Parameters> } | null = null
  return async () => {
    const nowMs = deps.clock.nowMs()
    if (kept === null || nowMs >= kept.untilMs) kept = { untilMs: nowMs + keptMs, answer: measure(deps) }
    const { answer } = kept
    try {
      return await answer
    } catch (error) {
      // A failure is not kept: whoever asks next has it measured again.
      if (kept?.answer === answer) kept = null
      throw error
    }
  }
}
