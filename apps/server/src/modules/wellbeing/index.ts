import type { ViewFact } from '@busker/metrics'
import type { FastifyInstance } from 'fastify'
import { serveWellbeing } from './http.ts'
import { forgetWatches } from './store/days.ts'
import { sweepFamily } from './store/family.ts'
import { keepWatches, loadProgress, saveProgress, type Watch } from './store/watches.ts'
import { createTimeCheck, type Asked, type WellbeingDeps } from './watch-time.ts'

export type { WellbeingDeps } from './watch-time.ts'

/** How long people watch, and that it ends when they, or their age, said so. */
export interface Wellbeing {
  /** Whether somebody's time of today is up. */
  isTimeUp(asked: Asked): Promise<boolean>
  /** Forgets what is not needed any more. */
  sweep(): Promise<void>
  /** Registers the reaction to view facts; before the jobs start. */
  listen(): Promise<void>
  serve(app: FastifyInstance): void
}

const consumer = 'wellbeing.watch'
const keptMs = 2 * 86_400_000

/** The longest report of each view: one row of an upsert may not be touched twice. */
const watchesIn = (facts: readonly ViewFact[]): Watch[] => {
  const ofPeople = facts.filter(({ viewerKind }) => viewerKind === 'person')
  return [...Map.groupBy(ofPeople, ({ viewId }) => viewId).values()].flatMap((same) => {
    const [one] = same
    if (!one) return []
    const visibleMs = Math.max(...same.map((fact) => fact.visibleMs))
    return [{ personId: one.viewerId, viewId: one.viewId, beganAt: new Date(one.occurredAt), visibleMs }]
  })
}

/** Wires the module. */
export const createWellbeing = (deps: WellbeingDeps): Wellbeing => {
  const { pool } = deps.db
  return {
    isTimeUp: createTimeCheck(deps),
    sweep: async () => {
      const before = new Date(deps.clock.nowMs() - keptMs)
      await forgetWatches(pool, before)
      await sweepFamily(pool, { codes: deps.clock.now(), tries: before })
    },
    listen: async () => {
      const progress = {
        load: () => loadProgress(pool, consumer),
        save: (offset: number) => saveProgress(pool, consumer, offset),
      }
      // What is forgotten already is not kept again: it would be counted twice in the sum of its day.
      const keep = (facts: readonly ViewFact[]) => {
        const keptFrom = deps.clock.nowMs() - keptMs
        return keepWatches(
          pool,
          watchesIn(facts).filter(({ beganAt }) => beganAt.getTime() >= keptFrom),
        )
      }
      await deps.telemetry.onViews(consumer, progress, keep).started
    },
    serve: (app) => serveWellbeing(app, deps),
  }
}
