/** Languages of the exports' dates. The names come with the runtime; what TikTok writes otherwise is added. */
const languages = 'en vi pt es el fr de it nl pl id ms th ja ko tr ru uk ro cs hu sv fil ar'.split(' ')

/** TikTok writes Vietnamese months as words, the runtime as numbers. */
const vietnamese = [
  'một',
  'hai',
  'ba',
  'tư',
  'năm',
  'sáu',
  'bảy',
  'tám',
  'chín',
  'mười',
  'mười một',
  'mười hai',
]

const normal = (name: string): string =>
  name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').replace(/\.$/, '').trim()

const namesIn = (language: string, style: 'long' | 'short', month: number): string[] => {
  const date = new Date(Date.UTC(2024, month, 15))
  // With a day beside it many languages inflect the name.
  const inDate = new Intl.DateTimeFormat(language, { month: style, day: 'numeric', timeZone: 'UTC' })
  const alone = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' })
  const parts = [...inDate.formatToParts(date), ...alone.formatToParts(date)]
  return parts.filter(({ type }) => type === 'month').map(({ value }) => normal(value))
}

const build = (): ReadonlyMap<string, number> => {
  const months = new Map<string, number>()
  const add = (name: string, month: number): void => {
    if (name !== '' && !/^\d+$/.test(name) && !months.has(name)) months.set(name, month)
  }
  vietnamese.forEach((name, month) => add(`tháng ${name}`, month + 1))
  for (const language of languages) {
    for (let month = 0; month < 12; month += 1) {
      for (const style of ['long', 'short'] as const) {
        for (const name of namesIn(language, style, month)) add(name, month + 1)
      }
    }
  }
  return months
}

let remembered: ReadonlyMap<string, number> | null = null

/** 1 to 12, or null for a word that is no month. */
export const monthOfName = (name: string): number | null => {
  remembered ??= build()
  return remembered.get(normal(name)) ?? null
}
