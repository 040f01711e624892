/** To make a formatter takes as long as to use it a hundred times, and the feed uses some for every video. */
const perLocale = <Formatter>(make: (locale: string) => Formatter): ((locale: string) => Formatter) => {
  const made = new Map<string, Formatter>()
  return (locale) => {
    const formatter = made.get(locale) ?? make(locale)
    made.set(locale, formatter)
    return formatter
  }
}
const compact = perLocale(
  (locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
)
const ages = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))

/** 1234 → 1.2K, in the notation of the language. */
export const compactNumber = (value: number, locale: string): string => compact(locale).format(value)

/** 0.4567 → 45.7%. What is small and not nothing keeps a digit: 0.00012 → 0.01%; the dust of a division is nothing. */
export const percent = (share: number, locale: string): string => {
  const isSmall = Math.abs(share) >= 0.00001 && Math.abs(share) < 0.001
  const digits = isSmall ? { maximumSignificantDigits: 1 } : { maximumFractionDigits: 1 }
  return new Intl.NumberFormat(locale, { style: 'percent', ...digits }).format(share)
}

/** 75 300 ms → 1:15. */
export const playTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`
  return `${minutes}:${two(seconds % 60)}`
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Decimal units, as file managers show them: 1 500 000 → 1.5 MB. */
export const fileSize = (bytes: number, locale: string): string => {
  const power = Math.min(sizes.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: sizes[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 hours ago", in the words of the language. The future (a wrong clock) counts as now. */
export const timeAgo = (iso: string, nowMs: number, locale: string): string => {
  const age = Math.max(0, nowMs - Date.parse(iso))
  const words = ages(locale)
  const [unit, size] = spans.find(([, length]) => age >= length) ?? (['second', Infinity] as const)
  return words.format(size === Infinity ? 0 : -Math.floor(age / size), unit)
}

export const monthAndYear = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(Date.parse(iso))

/** A date and time in full, for "as of". */
export const moment = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(Date.parse(iso))

const microOfOne = 1_000_000
const manyUnits = 10_000

/** An amount of 10⁻⁶ units, as people write it; a large one without the smallest unit. */
export const money = (micro: number, currency: string, locale: string): string => {
  const amount = micro / microOfOne
  return new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency },
    ...(Math.abs(amount) >= manyUnits ? { maximumFractionDigits: 0 } : {}),
  }).format(amount)
}

/** An amount of 10⁻⁶ units in short, for an axis: $1.2K. */
export const compactMoney = (micro: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency, notation: 'compact', minimumFractionDigits: 0 },
    maximumFractionDigits: Math.abs(micro) >= 1000 * microOfOne ? 1 : 0,
  }).format(micro / microOfOne)

/** A day and a minute, as people arrange to meet. */
export const shortTime = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(iso))
