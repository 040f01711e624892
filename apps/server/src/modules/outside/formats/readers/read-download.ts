import type { ExportedRow, OwnAction, OwnPost, RefusedLine } from '../../rules/rows.ts'
import { readDate } from '../values/dates.ts'
import { readCreator, videoIdOfLink } from '../values/identifiers.ts'
import { plainText } from '../values/plain-text.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The only sections of a data download that are looked at, under every name they had. All else in it, from messages to
 * addresses, is never touched.
 */
const sections = [
  { action: 'watch', names: ['Watch History', 'Video Browsing History'], lists: ['VideoList'] },
  { action: 'like', names: ['Like List'], lists: ['ItemFavoriteList'] },
  { action: 'follow', names: ['Following', 'Following List'], lists: ['Following'] },
  { action: 'follower', names: ['Follower', 'Follower List'], lists: ['FansList'] },
  { action: 'post', names: ['Posts', 'Videos'], lists: ['VideoList'] },
] as const

type Section = (typeof sections)[number]

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The document and the groups in it: sections have moved between groups over the years. */
const rootsOf = (document: Fields): Fields[] => [document, ...Object.values(document).filter(isFields)]

const listOf = (roots: readonly Fields[], section: Section): readonly unknown[] | null => {
  for (const root of roots) {
    for (const name of section.names) {
      const found = root[name]
      if (!isFields(found)) continue
      for (const list of section.lists) {
        const entries = found[list]
        if (Array.isArray(entries)) return entries
        if (entries === null) return []
      }
    }
  }
  return null
}

const textOf = (entry: Fields, ...names: readonly string[]): string => {
  for (const name of names) {
    const value = entry[name]
    if (typeof value === 'string') return plainText(value.trim())
    if (typeof value === 'number') return String(value)
  }
  return ''
}

const ownerOf = (roots: readonly Fields[]): string => {
  for (const root of roots) {
    for (const name of ['Profile Info', 'Profile Information']) {
      const section = root[name]
      const map = isFields(section) ? section['ProfileMap'] : undefined
      if (isFields(map)) return readCreator(textOf(map, 'userName'))
    }
  }
  return ''
}

/** Whether this is a data download at all. */
export const isDataDownload = (document: unknown): boolean => {
  if (!isFields(document)) return false
  const roots = rootsOf(document)
  return sections.some((section) => listOf(roots, section) !== null)
}

export type DownloadItem = { readonly row: ExportedRow } | { readonly refused: RefusedLine }

const refusal = (section: Section, index: number, reason: RefusedLine['reason']): DownloadItem => ({
  // The value may be anything, so only its place is told.
  refused: { sheet: section.names[0], line: index + 1, reason, column: '', value: '' },
})

const subjectOf = (entry: Fields, action: Section['action']): string | null => {
  if (action === 'follower') return ''
  if (action === 'follow') return readCreator(textOf(entry, 'UserName', 'userName')) || null
  return videoIdOfLink(textOf(entry, 'Link', 'link', 'VideoLink'))
}

const itemOf = (
  entry: unknown,
  section: Section,
  context: { readonly account: string; readonly index: number },
): DownloadItem => {
  const { account, index } = context
  if (!isFields(entry)) return refusal(section, index, 'damaged_text')
  const date = readDate(textOf(entry, 'Date', 'date'), { order: null, exportedOn: null })
  if (date.outcome !== 'date') return refusal(section, index, 'not_a_date')
  const subject = subjectOf(entry, section.action)
  if (subject === null) return refusal(section, index, 'id_missing')
  if (section.action !== 'post') {
    const row: OwnAction = {
      kind: 'own_action',
      account,
      action: section.action,
      at: date.moment,
      subject,
    }
    return { row }
  }
  const likes = textOf(entry, 'Likes', 'likes')
  const row: OwnPost = {
    kind: 'own_post',
    account,
    videoId: subject,
    postedAt: date.moment,
    title: textOf(entry, 'Title', 'title'),
    likes: /^\d{1,15}$/.test(likes) ? Number(likes) : null,
  }
  return { row }
}

/** What a person's own data download says of posts, views, likes and follows. */
export function* readDownload(document: unknown, account: string): Generator<DownloadItem> {
  if (!isFields(document)) return
  const roots = rootsOf(document)
  const owner = account === '' ? ownerOf(roots) : account
  for (const section of sections) {
    const entries = listOf(roots, section) ?? []
    for (const [index, entry] of entries.entries()) yield itemOf(entry, section, { account: owner, index })
  }
}
