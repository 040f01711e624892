import type { ReportContent, ReportHeadline, ReportVerdict } from '@busker/contract'

const locale = 'en'
const microOfOne = 1_000_000
const manyUnits = 10_000

/** Amounts, shares and dates of a report as its file writes them. The file is in English; the page has other languages. */
export const textsFor = (currency: string) => {
  const exact = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const large = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const count = new Intl.NumberFormat(locale)
  const ratio = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return {
    money: (micro: number): string => {
      const amount = micro / microOfOne
      return (Math.abs(amount) >= manyUnits ? large : exact).format(amount)
    },
    share: (value: number | null): string => (value === null ? '–' : percent.format(value)),
    count: (value: number): string => count.format(value),
    ratio: (value: number | null): string => (value === null ? '–' : ratio.format(value)),
    day: (date: string): string => day.format(Date.parse(date)),
    period: ({ from, to }: ReportContent['period']): string =>
      day.formatRange(Date.parse(from), Date.parse(to)),
    moment: (iso: string): string => `${at.format(Date.parse(iso))} UTC`,
  }
}
export type Texts = ReturnType<typeof textsFor>

export const stepWords: Readonly<Record<ReportContent['waterfall'][number]['step'], string>> = {
  gmv: 'GMV',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
  platform_fees: 'Platform fees',
  commission: 'Commission',
  shipping: 'Shipping',
  goods: 'Goods',
  creators: 'Creators',
  advertising: 'Advertising',
  other: 'Other costs',
  contribution: 'Contribution',
}

type Cause = Extract<ReportHeadline, { kind: 'changed' }>['cause']

const causeWords: Readonly<Record<Cause, string>> = {
  volume: 'how much was sold',
  cancelled: 'cancelled orders',
  refunded: 'refunds',
  platform_fees: 'platform fees',
  commission: 'commission',
  shipping: 'shipping',
  goods: 'the cost of goods',
  creators: 'fees and samples of creators',
  advertising: 'advertising',
  other: 'other costs',
}

export const verdictWords: Readonly<Record<'creator' | 'video', Readonly<Record<ReportVerdict, string>>>> = {
  creator: { gains: 'Pay again', open: 'Watch', loses: 'Stop', too_little: 'Too little to say' },
  video: { gains: 'Scale', open: 'Hold', loses: 'Stop', too_little: 'Too little to say' },
}

export const actionWords = { scale: 'Scale', hold: 'Hold', stop: 'Stop' } as const

const leftOf = ({ waterfall }: ReportContent): number =>
  waterfall.find(({ step }) => step === 'contribution')?.amountMicro ?? 0

/** What changed, in one sentence. */
export const headlineSentence = (content: ReportContent, texts: Texts): string => {
  const { headline } = content
  const left = texts.money(leftOf(content))
  if (headline.kind === 'too_little') return 'Too few orders to say what to do'
  if (headline.kind === 'first') return `Contribution is ${left}`
  if (headline.surety === 'weak') return `Contribution is ${left}, within chance of what it was`
  const moved = headline.deltaMicro > 0 ? 'rose' : 'fell'
  const delta = texts.money(Math.abs(headline.deltaMicro))
  const cause = causeWords[headline.cause]
  return `Contribution ${moved} by ${delta} to ${left}, most by ${cause}`
}

const cautionWords = {
  goods_unknown:
    'Too many goods have no cost yet and look like profit. Import a cost sheet before you spend more.',
  fees_open: 'Less than half is settled, and open fees will be taken away.',
  unsure: 'It is not sure yet that it gains: a few orders more or fewer would turn it.',
} as const

/** What to do about it. */
export const headlineAdvice = ({ headline, creators, videos }: ReportContent): string => {
  if (headline.kind === 'too_little') return `${headline.orders} orders were paid in this time.`
  if (headline.action === 'stop')
    return 'It loses money as it stands. Take spending away from what surely loses.'
  if (headline.caution !== null) return cautionWords[headline.caution]
  if (headline.action === 'hold') return 'Spend no more until the cause is mended.'
  return creators.best !== null || videos.best !== null
    ? 'What you spend comes back with more. Spend more on what surely gains.'
    : 'What you spend comes back with more. No single creator or video is sure yet: raise it in small steps.'
}

/** What it rests on. */
export const headlineEvidence = ({ headline, orders }: ReportContent, texts: Texts): string => {
  const rests = `Rests on ${texts.count(orders.now)} orders, ${texts.count(orders.before)} in the time before.`
  if (headline.kind === 'first') return `${rests} That is too few to compare with.`
  if (headline.kind === 'too_little') return rests
  const sure = {
    strong: 'The change is no chance (99% sure).',
    likely: 'The change is hardly chance (95% sure).',
    weak: 'As many orders come and go by chance alone.',
  } as const
  const [low, high] = headline.interval.map(texts.money)
  return `${rests} ${sure[headline.surety]} The change lies between ${low} and ${high} (95% sure).`
}

/** Who claims the sales, in one sentence. */
export const claimsSentence = ({ claims }: ReportContent, texts: Texts): string => {
  const [least, most] = [texts.money(claims.leastMicro), texts.money(claims.mostMicro)]
  if (claims.claimedMicro + claims.broughtMicro <= 0) return 'Nothing claims these sales'
  if (claims.isBeyondSales) return 'Advertising claims more than was sold at all'
  if (claims.mostMicro === 0) return 'Nothing is claimed twice'
  if (claims.leastMicro === 0) return `Up to ${most} of what is claimed may be counted more than once`
  return `Between ${least} and ${most} is claimed more than once`
}

export const statusWords = {
  known: 'known',
  missing: 'missing: nothing in the files tells it',
  suppressed: 'not shown: too few persons',
  immature: 'too early to tell',
} as const
