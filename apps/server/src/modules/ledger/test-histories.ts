import { isDeepStrictEqual } from 'node:util'
import { virtualClock, type VirtualClock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import { memoryEngine, type MemoryEngine } from './memory-engine.ts'
import type { Done, Operation, Outcome } from './port.ts'
import { faultsOf } from './rules/invariants.ts'
import { watchBooks } from './rules/watch.ts'
import { chanceOf, type Chance } from './test-chance.ts'
import { day0Ms, dayMs, legText, type Step, stories } from './test-golden.ts'
import { tradeStories } from './test-golden-trade.ts'
import { learn, nextOperation, type World, worldOf } from './test-world.ts'

/** What happened, so that it can happen again to another engine. */
export type Event = { readonly passMs: number } | { readonly operation: Operation; readonly outcome: Outcome }

export type MakeMemory = (given: { clock: VirtualClock; ids: Pick<Ids, 'uuid'> }) => MemoryEngine

export interface HistoryOptions {
  readonly seed: number
  readonly steps: number
  /** Left out: the real engine. */
  readonly make?: MakeMemory
  /** Everything is looked at after so many steps; left out: 50. */
  readonly wholeEvery?: number
  /** Only how long the engine itself takes is of interest. */
  readonly unwatched?: boolean
}

export interface History {
  /** What went wrong; a history ends where something did. */
  readonly faults: readonly string[]
  readonly steps: number
  readonly done: ReadonlyMap<string, number>
  readonly refused: ReadonlyMap<string, number>
  readonly events: readonly Event[]
  readonly engine: MemoryEngine
}

/** Ids in the order in which they are made, cheaper than real ones. */
export const countedIds = (): Pick<Ids, 'uuid'> => {
  let count = 0
  return {
    uuid: () => {
      count += 1
      return `00000000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`
    },
  }
}

const sameLegs = (one: Done, other: Done): boolean =>
  one.legs.length === other.legs.length &&
  one.legs.every((leg, place) => {
    const beside = other.legs[place]
    return beside !== undefined && legText(leg) === legText(beside)
  })

/** Asks, and judges the answer by what was answered before: an oracle that knows nothing of money. */
const judge = (engine: MemoryEngine) => {
  const before = new Map<string, { operation: Operation; done: Done }>()

  const ofAgain = (known: { operation: Operation; done: Done }, operation: Operation, outcome: Outcome) => {
    if (!isDeepStrictEqual(known.operation, operation))
      return outcome.is === 'conflict' ? [] : [`I9 another request of one key: ${outcome.is}`]
    if (outcome.is !== 'done') return [`I9 the same request again: ${outcome.is}`]
    const same = outcome.again && outcome.id === known.done.id && sameLegs(outcome, known.done)
    return same ? [] : ['I9 the same request is answered differently']
  }
  const ofFirst = (outcome: Outcome): string[] => {
    if (outcome.is === 'conflict') return ['I9 a conflict about a key that nobody used']
    return outcome.is === 'done' && outcome.again ? ['I9 done before it was asked for'] : []
  }
  const ask = (operation: Operation): { outcome: Outcome | null; faults: string[] } => {
    const posted = engine.whole.posted.length
    let outcome: Outcome | undefined
    try {
      ;[outcome] = engine.executeNow([operation])
    } catch (error) {
      return { outcome: null, faults: [`it broke: ${String(error)}`] }
    }
    if (outcome === undefined) return { outcome: null, faults: ['no outcome'] }
    const name = `${operation.scope} ${operation.key}`
    const known = before.get(name)
    const isNew = known === undefined && outcome.is === 'done'
    const more = engine.whole.posted.length - posted
    const expected = isNew && operation.do === 'transfer' ? 1 : 0
    const faults = [
      ...(known === undefined ? ofFirst(outcome) : ofAgain(known, operation, outcome)),
      ...(more === expected ? [] : [`I9 ${more} transfers were posted instead of ${expected}`]),
    ]
    if (isNew && outcome.is === 'done') before.set(name, { operation, done: outcome })
    return { outcome, faults }
  }
  return ask
}

const recent = 200

/** What is asked for now: something new, or again, or with a key of something else, or late, or never answered. */
const chooser = (world: World, chance: Chance) => {
  const asked: Operation[] = []
  const late: Operation[] = []
  return (): Operation => {
    const roll = chance.below(100)
    const earlier =
      asked.length === 0 ? undefined : asked[Math.max(0, asked.length - 1 - chance.below(recent))]
    // Asked for again: whoever asked never heard, or heard and forgot.
    if (roll < 10 && earlier !== undefined) return earlier
    const fresh = nextOperation(world)
    if (roll < 12 && earlier !== undefined) return { ...fresh, scope: earlier.scope, key: earlier.key }
    // It failed before it was done, or is under way for long: something younger is done first.
    if (roll < 20) late.push(fresh)
    const overdue = roll < 28 && late.length > 0 ? late.splice(chance.below(late.length), 1)[0] : undefined
    const operation = overdue ?? (roll < 20 ? nextOperation(world) : fresh)
    asked.push(operation)
    return operation
  }
}

const count = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1)

const nameOf = (operation: Operation): string =>
  operation.do === 'transfer' ? operation.transfer.template : operation.do

/** A random history from a seed: the same one each time. */
export const runHistory = (options: HistoryOptions): History => {
  const { seed, steps, make = memoryEngine, wholeEvery = 50, unwatched = false } = options
  const chance = chanceOf(seed)
  const clock = virtualClock(day0Ms)
  const engine = make({ clock, ids: countedIds() })
  const world = worldOf({ chance, nowMs: clock.nowMs, whole: engine.whole })
  const [choose, ask, watch] = [chooser(world, chance), judge(engine), watchBooks(engine.whole)]
  const [done, refused] = [new Map<string, number>(), new Map<string, number>()]
  const events: Event[] = []
  const faults: string[] = []
  let step = 0
  for (; step < steps && faults.length === 0; step += 1) {
    if (chance.happens(0.15)) {
      const passMs = chance.pick([1, 1000, 3_600_000, dayMs, 7 * dayMs])
      clock.advance(passMs)
      events.push({ passMs })
    }
    const operation = choose()
    const { outcome, faults: found } = ask(operation)
    faults.push(...found)
    if (outcome === null) break
    events.push({ operation, outcome })
    if (outcome.is === 'done' && !outcome.again) {
      learn(world, operation, outcome)
      count(done, nameOf(operation))
    }
    if (outcome.is === 'refused') count(refused, `${nameOf(operation)} ${outcome.code}`)
    if (unwatched) continue
    faults.push(...watch.look(operation.do === 'hold' ? [operation.account] : []))
    if (step % wholeEvery === wholeEvery - 1) faults.push(...faultsOf(engine.whole))
  }
  if (!unwatched && faults.length === 0) faults.push(...faultsOf(engine.whole))
  return {
    faults: faults.map((fault) => `seed ${seed} step ${step}: ${fault}`),
    steps: step,
    done,
    refused,
    events,
    engine,
  }
}

const storyFaults = (name: string, steps: readonly Step[], make: MakeMemory): string[] => {
  const clock = virtualClock(day0Ms)
  const engine = make({ clock, ids: countedIds() })
  const ids = new Map<string, string>()
  const faults: string[] = []
  for (const step of steps) {
    clock.advance((step.after ?? 0) * dayMs + 1)
    const transfer = step.transfer((of) => ids.get(of) ?? 'none')
    const [outcome] = engine.executeNow([{ do: 'transfer', scope: name, key: step.name, transfer }])
    const told =
      outcome?.is === 'done'
        ? outcome.legs.map(legText).join(', ')
        : outcome?.is === 'refused' && outcome.code
    if (told !== (step.refused ?? step.legs.join(', '))) faults.push(`${name}: ${step.name}: ${String(told)}`)
    if (outcome?.is === 'done') ids.set(step.name, outcome.id)
  }
  return faults
}

/** The golden examples, where no test runs. */
export const goldenFaults = (make: MakeMemory): string[] => {
  try {
    return Object.entries({ ...stories, ...tradeStories }).flatMap(([name, steps]) =>
      storyFaults(name, steps, make),
    )
  } catch (error) {
    return [`it broke: ${String(error)}`]
  }
}
