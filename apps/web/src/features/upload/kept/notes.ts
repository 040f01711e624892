import type { PostOptions } from '#shared/posting'
import { standardOptions } from '#shared/posting'
import type { KeyValueStorage } from '#shared/storage'
import type { Posting } from '../item.ts'

/** What must be known of an upload after the page is gone. */
export interface UploadNote {
  readonly key: string
  readonly personId: string
  readonly filename: string
  readonly filetype: string
  readonly bytes: number
  /** Names these very bytes: a copy and its original are never mixed. */
  readonly fingerprint: string
  readonly savedAtMs: number
  /** Whether the bytes are kept and still needed. */
  readonly hasFile: boolean
  readonly assetId: string | null
  readonly caption: string
  readonly options: PostOptions
  readonly posting: 'draft' | 'wanted' | { readonly postId: string }
}

/** What of a note changes while the upload is on its way. */
export type NoteChange = Partial<Pick<UploadNote, 'hasFile' | 'assetId' | 'caption' | 'options' | 'posting'>>

export interface UploadNotes {
  of(personId: string): UploadNote[]
  get(key: string): UploadNote | null
  put(note: UploadNote): void
  /** Writes only what is new. */
  change(key: string, change: NoteChange): void
  remove(key: string): void
  /** Forgets the notes from before this moment, of anybody. */
  sweep(olderThanMs: number): void
}

export const notePrefix = 'busker.upload.'

const isNote = (value: unknown): value is UploadNote =>
  typeof value === 'object' && value !== null && 'key' in value && 'savedAtMs' in value && 'personId' in value

const parse = (text: string | null): UploadNote | null => {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    // Notes of an earlier version had no options.
    return isNote(value) ? { ...value, options: { ...standardOptions, ...value.options } } : null
  } catch {
    return null
  }
}

export const createUploadNotes = (storage: KeyValueStorage): UploadNotes => {
  const get = (key: string): UploadNote | null => parse(storage.get(notePrefix + key))
  const all = (): UploadNote[] =>
    storage
      .keys(notePrefix)
      .map((name) => get(name.slice(notePrefix.length)))
      .filter((note) => note !== null)
  const put = (note: UploadNote): void => {
    const text = JSON.stringify(note)
    if (storage.get(notePrefix + note.key) !== text) storage.set(notePrefix + note.key, text)
  }
  const remove = (key: string): void => storage.remove(notePrefix + key)
  return {
    of: (personId) => all().filter((note) => note.personId === personId),
    get,
    put,
    change: (key, change) => {
      const note = get(key)
      if (note) put({ ...note, ...change })
    },
    remove,
    sweep: (olderThanMs) => {
      for (const note of all()) if (note.savedAtMs < olderThanMs) remove(note.key)
    },
  }
}

/** How a wish to post is remembered: a failed one is a wish no more. */
export const notedPosting = (posting: Posting): UploadNote['posting'] => {
  switch (posting.state) {
    case 'draft':
    case 'failed':
      return 'draft'
    case 'wanted':
      return 'wanted'
    case 'posted':
      return { postId: posting.postId }
  }
}

export const postingOfNote = ({ posting }: UploadNote): Posting => {
  if (posting === 'draft' || posting === 'wanted') return { state: posting }
  return { state: 'posted', postId: posting.postId, published: false }
}
