import type { Audience, PublishWish } from '@busker/contract'

/** A comment, and the post under which it stands. */
export interface AnsweredComment {
  readonly postId: string
  readonly commentId: string
}

/** What an author decides about a post besides its words. */
export interface PostOptions {
  readonly altText: string
  readonly audience: Audience
  readonly allowDownload: boolean
  /** At once, kept as a draft, or a local time as a browser's field writes it (`2026-12-01T18:30`). */
  readonly when: 'now' | 'draft' | { readonly at: string }
  /** The post whose video it is to replace; null: it becomes a post of its own. */
  readonly replaces: string | null
  /** The sound that it uses; null: its own. */
  readonly soundId: string | null
  /** The comment that it answers. */
  readonly answers: AnsweredComment | null
}

export const standardOptions: PostOptions = {
  ...{ altText: '', audience: 'public', allowDownload: true, when: 'now', replaces: null },
  ...{ soundId: null, answers: null },
}

/** The wish as the server takes it. A time that is not filled in is no wish yet. */
export const asWish = ({ when }: Pick<PostOptions, 'when'>): PublishWish | null => {
  if (typeof when === 'string') return when
  const atMs = Date.parse(when.at)
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString()
}

const two = (number: number): string => String(number).padStart(2, '0')

/** A moment in the local time of this device, as a browser's field writes it. */
export const localTime = (atMs: number): string => {
  const at = new Date(atMs)
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** When a post that is not out will be. */
export const whenOf = (post: { state: string; publishAt?: string }): PostOptions['when'] => {
  if (post.state === 'draft') return 'draft'
  return post.publishAt === undefined ? 'now' : { at: localTime(Date.parse(post.publishAt)) }
}
