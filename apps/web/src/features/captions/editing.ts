import type { EditedCue } from './cues.ts'

/** The table of captions while it is edited; `nextKey` names the next new row. */
export interface CueTable {
  readonly cues: readonly EditedCue[]
  readonly nextKey: number
}

export type CueEdit =
  | { readonly type: 'change'; readonly key: number; readonly change: Partial<Omit<EditedCue, 'key'>> }
  | { readonly type: 'remove'; readonly key: number }
  /** After this row; null: where it belongs by its time. */
  | {
      readonly type: 'add'
      readonly atMs: number
      readonly after: number | null
      readonly durationMs: number
    }
  /** `at`: the place in the text, where the cursor stands. */
  | { readonly type: 'split'; readonly key: number; readonly at: number }
  | { readonly type: 'merge'; readonly key: number }
  | { readonly type: 'load'; readonly cues: readonly EditedCue[] }

const newCueMs = 2000
const shortestMs = 100

export const tableOf = (cues: readonly EditedCue[]): CueTable => ({
  cues,
  nextKey: cues.reduce((most, { key }) => Math.max(most, key), -1) + 1,
})

const byTime = (one: EditedCue, other: EditedCue): number => one.startMs - other.startMs

const add = (table: CueTable, edit: Extract<CueEdit, { type: 'add' }>): CueTable => {
  const before = table.cues.find(({ key }) => key === edit.after)
  const startMs = before ? Math.max(before.endMs, before.startMs + shortestMs) : Math.round(edit.atMs)
  const next = table.cues.find((cue) => cue.startMs >= startMs && cue.key !== edit.after)
  const room = Math.min(startMs + newCueMs, next?.startMs ?? Infinity, Math.max(edit.durationMs, startMs))
  const endMs = Math.max(room, startMs + shortestMs)
  const cue = { key: table.nextKey, id: null, settings: '', startMs, endMs, text: '' }
  return { cues: [...table.cues, cue].toSorted(byTime), nextKey: table.nextKey + 1 }
}

const split = (table: CueTable, { key, at }: { readonly key: number; readonly at: number }): CueTable => {
  const index = table.cues.findIndex((cue) => cue.key === key)
  const cue = table.cues[index]
  if (!cue) return table
  // Where nothing is marked, the words are parted in the middle.
  const inside = at > 0 && at < cue.text.length ? at : cue.text.indexOf(' ', Math.floor(cue.text.length / 2))
  const place = inside > 0 ? inside : Math.ceil(cue.text.length / 2)
  const share = cue.text.length === 0 ? 0.5 : place / cue.text.length
  const middleMs = Math.round(cue.startMs + (cue.endMs - cue.startMs) * share)
  const first = { ...cue, endMs: middleMs, text: cue.text.slice(0, place).trim() }
  const second = {
    ...cue,
    key: table.nextKey,
    id: null,
    startMs: middleMs,
    text: cue.text.slice(place).trim(),
  }
  return { cues: table.cues.toSpliced(index, 1, first, second), nextKey: table.nextKey + 1 }
}

const merge = (table: CueTable, key: number): CueTable => {
  const index = table.cues.findIndex((cue) => cue.key === key)
  const [one, other] = [table.cues[index], table.cues[index + 1]]
  if (!one || !other) return table
  const text = [one.text, other.text].filter((words) => words.trim() !== '').join('\n')
  const merged = { ...one, endMs: Math.max(one.endMs, other.endMs), text }
  return { ...table, cues: table.cues.toSpliced(index, 2, merged) }
}

/** One step of editing. Rows keep their place while somebody types; `add` and saving put them in order. */
export const editCues = (table: CueTable, edit: CueEdit): CueTable => {
  switch (edit.type) {
    case 'change':
      return {
        ...table,
        cues: table.cues.map((cue) => (cue.key === edit.key ? { ...cue, ...edit.change } : cue)),
      }
    case 'remove':
      return { ...table, cues: table.cues.filter(({ key }) => key !== edit.key) }
    case 'add':
      return add(table, edit)
    case 'split':
      return split(table, edit)
    case 'merge':
      return merge(table, edit.key)
    case 'load':
      return tableOf(edit.cues)
  }
}
