import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What a kind of job does, in the words of the page. A kind that is not known yet keeps its own name. */
export const jobWords = (kind: string): MessageDescriptor | null =>
  new Map([
    ['media.process', msg`Checking the file`],
    ['media.convert', msg`Converting`],
    ['media.enrich', msg`Preview and hook analysis`],
    ['media.smallest', msg`Size for slow links`],
    ['media.captions', msg`Writing captions`],
  ]).get(kind) ?? null

const relative = (locale: string): Intl.RelativeTimeFormat =>
  new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })

/** "8 sec. ago", for things that are seconds old and change while one looks. */
export const secondsAgo = (iso: string, asOf: string, locale: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(asOf) - Date.parse(iso)) / 1000))
  return relative(locale).format(-seconds, 'second')
}

/** "in 25 sec." or, from two minutes on, "in 12 min.". */
export const dueIn = (iso: string, asOf: string, locale: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(iso) - Date.parse(asOf)) / 1000))
  return seconds < 120
    ? relative(locale).format(seconds, 'second')
    : relative(locale).format(Math.round(seconds / 60), 'minute')
}
