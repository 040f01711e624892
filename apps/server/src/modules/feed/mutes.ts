import type { Mute, MuteKind, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable, Tx } from '#platform/postgres'
import type { ControlDeps } from './controls.ts'
import { mutedWord } from './rules/muted-words.ts'
import { topicName } from './rules/topic-name.ts'
import {
  countMutes,
  dropEndedMutes,
  lockMutes,
  putMutes,
  readMutes,
  takeMute,
  type MuteRow,
} from './store/mutes.ts'

/** With this limit a page can read and obey all of them. */
const mostMutes = 500
/** What a value may be long in the address of an endpoint: a longer one could not be taken back. */
const longestValue = 100
const dayMs = 24 * 3_600_000

type MuteDeps = Pick<ControlDeps, 'db' | 'clock'>

const forms = {
  word: mutedWord,
  topic: topicName,
  sound: (text: string) => text.trim(),
} as const satisfies Record<MuteKind, (text: string) => string>

/** What is muted in the form that is looked for; null when nothing is left to look for. */
export const muteOf = (kind: MuteKind, text: string): Pick<MuteRow, 'kind' | 'value'> | null => {
  const value = forms[kind](text)
  return value === '' || value.length > longestValue ? null : { kind, value }
}

const present = (rows: readonly MuteRow[]): Mute[] =>
  rows.map((row) => ({ ...row, until: row.until?.toISOString() ?? null }))

const readNow = async (deps: MuteDeps, handle: Queryable, personId: PersonId): Promise<Mute[]> =>
  present(await readMutes(handle, personId, deps.clock.now()))

export const listMutes = (deps: MuteDeps, personId: PersonId): Promise<Mute[]> =>
  readNow(deps, deps.db.pool, personId)

/** Adds to what a person muted; together they are never more than a page obeys. */
export const keepMutes = async (
  tx: Tx,
  given: { personId: PersonId; mutes: readonly MuteRow[]; at: Date },
): Promise<void> => {
  const { personId, at } = given
  await lockMutes(tx, personId)
  await dropEndedMutes(tx, personId, at)
  await putMutes(tx, given)
  if ((await countMutes(tx, personId)) > mostMutes) throw new AppError('list_full')
}

export interface MuteWish {
  readonly kind: MuteKind
  readonly value: string
  readonly label?: string | undefined
  /** Left out: for ever. */
  readonly days?: number | undefined
}

/** Never shows a word, a topic or a sound again, or not for some days. */
export const addMute = async (deps: MuteDeps, personId: PersonId, wish: MuteWish): Promise<Mute[]> => {
  const found = muteOf(wish.kind, wish.value)
  if (!found) {
    const fields = [{ path: 'value', message: 'Write at least one letter, number or sign.' }]
    throw new AppError('invalid_request', { fields })
  }
  const at = deps.clock.now()
  const until = wish.days === undefined ? null : new Date(at.getTime() + wish.days * dayMs)
  const mute = { ...found, label: wish.label ?? wish.value, until }
  return deps.db.transaction(async (tx) => {
    await keepMutes(tx, { personId, mutes: [mute], at })
    return readNow(deps, tx, personId)
  })
}

/** Shows it again; what was not muted stays as it is. */
export const removeMute = async (deps: MuteDeps, personId: PersonId, wish: MuteWish): Promise<Mute[]> => {
  const found = muteOf(wish.kind, wish.value)
  if (found) await takeMute(deps.db.pool, { ...found, personId })
  return listMutes(deps, personId)
}
