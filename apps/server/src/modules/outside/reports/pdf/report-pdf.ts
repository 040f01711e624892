import type { ReportContent, ReportEarner, ReportProduct } from '@busker/contract'
import { shortId } from '../../rules/short-id.ts'
import {
  actionWords,
  claimsSentence,
  headlineAdvice,
  headlineEvidence,
  headlineSentence,
  statusWords,
  stepWords,
  textsFor,
  verdictWords,
  type Texts,
} from '../texts.ts'
import { colours, inner, Sheet } from './sheet.ts'
import { drawTable, type Column } from './table.ts'

/** What drawing a part of a report needs. */
interface Drawing {
  readonly sheet: Sheet
  readonly content: ReportContent
  readonly texts: Texts
  /** The number of the note that says what a number means, as it stands beside its name. */
  readonly note: (metricId: string) => string
}

const logoWithin = [150, 44] as const

const drawTop = ({ sheet, content, texts }: Drawing, logo: Buffer | null): void => {
  const { agency, client, period, previous } = content
  const top = sheet.y
  if (logo !== null)
    sheet.doc.image(logo, inner.left + inner.width - logoWithin[0], top, {
      ...{ fit: [...logoWithin], align: 'right' },
    })
  const width = inner.width - (logo === null ? 0 : logoWithin[0] + 20)
  sheet.line(agency.name, { x: inner.left, y: top, width }, { size: 9, colour: colours.soft })
  sheet.line(client.name, { x: inner.left, y: top + 14, width }, { size: 20, font: 'bold' })
  sheet.y = top + 44
  const beside = previous === null ? '' : `, beside ${texts.period(previous)}`
  const spoken = `${texts.period(period)}${beside}. Files as of ${texts.moment(content.asOf)}.`
  sheet.paragraph(spoken, { colour: colours.soft, gap: 4 })
  sheet.rule()
  sheet.y += 10
}

const drawHeadline = ({ sheet, content, texts }: Drawing): void => {
  const { headline } = content
  const action = headline.kind === 'too_little' ? '' : `${actionWords[headline.action]}: `
  sheet.paragraph(`${action}${headlineSentence(content, texts)}`, { size: 14, font: 'bold' })
  sheet.paragraph(headlineAdvice(content), { size: 10 })
  for (const [of, found] of [
    ['video', content.videos],
    ['creator', content.creators],
  ] as const) {
    for (const id of [found.best, found.worst]) {
      const row = found.rows.find((one) => one.id === id)
      if (row === undefined) continue
      const words = `${verdictWords[of][row.verdict]}: ${of} ${row.name ?? shortId(row.id)}`
      sheet.line(words, { x: inner.left + 8, y: sheet.y, width: inner.width - 8 }, { font: 'bold' })
      sheet.y += 14
    }
  }
  sheet.y += 4
  sheet.paragraph(headlineEvidence(content, texts), { size: 8, colour: colours.soft })
}

const tiles = [
  ...['sales_contribution', 'sales_gmv', 'sales_contribution_margin', 'sales_orders'],
  ...['sales_order_value', 'sales_repeat_buyers', 'sales_claimed_roas', 'sales_settled_share'],
] as const
const tileColumns = 4

const written = (texts: Texts, unit: string, value: unknown): string => {
  if (typeof value !== 'number') return '–'
  if (unit === 'money') return texts.money(value)
  if (unit === 'share') return texts.share(value)
  return unit === 'count' ? texts.count(value) : texts.ratio(value)
}

const drawTiles = ({ sheet, content, texts, note }: Drawing): void => {
  const width = inner.width / tileColumns
  const labels = new Map(content.definitions.map(({ metricId, label }) => [metricId, label]))
  const known = tiles.flatMap((id) => content.answers.whole.find(({ metricId }) => metricId === id) ?? [])
  for (let from = 0; from < known.length; from += tileColumns) {
    sheet.need(52)
    for (const [index, { metricId, unit, rows }] of known.slice(from, from + tileColumns).entries()) {
      const [row] = rows
      const place = { x: inner.left + index * width, width: width - 10 }
      const status = row?.status ?? 'missing'
      const before = written(texts, unit, row?.previous?.value)
      const small = { size: 7, colour: colours.soft } as const
      sheet.line(`${labels.get(metricId) ?? metricId} ${note(metricId)}`, { ...place, y: sheet.y }, small)
      const value = written(texts, unit, row?.value)
      sheet.line(value, { ...place, y: sheet.y + 11 }, { size: 14, font: 'bold' })
      const compared = content.orders.before > 0 ? `before: ${before}` : ''
      const under = status === 'known' ? compared : statusWords[status]
      sheet.line(under, { ...place, y: sheet.y + 31 }, small)
    }
    sheet.y += 48
  }
}

const barHeight = 13
const nameWidth = 100
const amountWidth = 110

const drawWaterfall = ({ sheet, content, texts, note }: Drawing): void => {
  const { waterfall } = content
  sheet.heading('From GMV to contribution')
  const ends = waterfall.flatMap(({ fromMicro, toMicro }) => [fromMicro, toMicro])
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const width = inner.width - nameWidth - amountWidth
  const at = (micro: number): number => inner.left + nameWidth + (width * (micro - low)) / (high - low)
  for (const { step, metricId, amountMicro, fromMicro, toMicro } of waterfall) {
    sheet.need(barHeight + 6)
    const isWhole = step === 'gmv' || step === 'contribution'
    const place = { x: inner.left, y: sheet.y + 1, width: nameWidth - 8 }
    sheet.line(`${stepWords[step]} ${note(metricId)}`, place, { font: isWhole ? 'bold' : 'plain' })
    const [start, end] = [Math.min(at(fromMicro), at(toMicro)), Math.max(at(fromMicro), at(toMicro))]
    const whole = amountMicro < 0 ? colours.bad : colours.good
    const bar = { x: start, y: sheet.y, width: Math.max(0.6, end - start), height: barHeight }
    sheet.bar(bar, isWhole ? whole : colours.taken)
    const right = { x: inner.left + inner.width - amountWidth, y: sheet.y + 1, width: amountWidth }
    sheet.line(texts.money(amountMicro), right, { align: 'end', font: isWhole ? 'bold' : 'plain' })
    sheet.y += barHeight + 5
  }
  const { settled, goodsKnown } = content.guards
  const trust = `Settled: ${texts.share(settled)} of what was sold; fees of the rest are not known yet. Lines with a cost of goods: ${texts.share(goodsKnown)}; the others look like profit.`
  sheet.paragraph(trust, { size: 8, colour: colours.soft })
}

const earnerColumns = (
  { texts, note }: Drawing,
  of: 'creator' | 'video',
): readonly Column<ReportEarner>[] => [
  {
    ...{ head: of === 'creator' ? 'Creator' : 'Video', weight: 28 },
    cell: ({ id, name }) => name ?? shortId(id),
  },
  {
    ...{ head: 'What to do', weight: 15 },
    cell: ({ verdict }) => verdictWords[of][verdict],
    style: ({ verdict }) => ({
      font: 'bold',
      colour: verdict === 'loses' ? colours.bad : verdict === 'gains' ? colours.good : colours.soft,
    }),
  },
  {
    ...{ head: `Contribution ${note('sales_contribution')}`, weight: 16 },
    cell: ({ contributionMicro }) => texts.money(contributionMicro),
    style: ({ contributionMicro }) => (contributionMicro < 0 ? { colour: colours.bad } : {}),
  },
  {
    ...{ head: '95% sure', weight: 22 },
    cell: ({ interval }) => {
      const [low, high] = interval ?? []
      return low === undefined || high === undefined ? '–' : `${texts.money(low)} – ${texts.money(high)}`
    },
    style: () => ({ size: 7, colour: colours.soft }),
  },
  { head: `Orders ${note('sales_orders')}`, weight: 11, cell: ({ orders }) => texts.count(orders) },
  {
    ...{ head: `Net GMV ${note('sales_net_gmv')}`, weight: 14 },
    cell: ({ netGmvMicro }) => texts.money(netGmvMicro),
  },
  {
    ...{ head: `Advertising ${note('sales_ad_spend')}`, weight: 16 },
    cell: ({ adSpendMicro }) => texts.money(adSpendMicro),
  },
]

const leftOutWords = (leftOut: number): string =>
  `${leftOut} more lie between the first and the last of these. Those at both ends are listed.`

const drawEarners = (drawing: Drawing, of: 'creator' | 'video'): void => {
  const { sheet, content, texts } = drawing
  const { rows, leftOut, nobody } = of === 'creator' ? content.creators : content.videos
  sheet.heading(of === 'creator' ? 'Who to pay again' : 'Which video to scale')
  if (rows.length === 0) {
    sheet.paragraph(`No sale of this time came by a ${of}.`, { colour: colours.soft })
    return
  }
  drawTable(sheet, earnerColumns(drawing, of), rows)
  if (leftOut > 0) sheet.paragraph(leftOutWords(leftOut), { size: 8, colour: colours.soft })
  if (of === 'creator' && nobody !== null) {
    const [net, left] = [texts.money(nobody.netGmvMicro), texts.money(nobody.contributionMicro)]
    sheet.paragraph(`Own sales, which no creator brought: ${net} net GMV, of which ${left} is left.`)
  }
}

const productColumns = ({ texts, note }: Drawing): readonly Column<ReportProduct>[] => [
  {
    ...{ head: 'Product', weight: 34 },
    cell: ({ id, name }) => (id === '' ? 'Without an id' : (name ?? shortId(id))),
  },
  {
    ...{ head: `Net GMV ${note('sales_net_gmv')}`, weight: 16 },
    cell: ({ netGmvMicro }) => texts.money(netGmvMicro),
  },
  {
    ...{ head: `Contribution ${note('sales_contribution')}`, weight: 18 },
    cell: ({ contributionMicro }) => texts.money(contributionMicro),
  },
  { head: 'Margin', weight: 10, cell: ({ margin }) => texts.share(margin) },
  {
    ...{ head: `Refunds ${note('sales_refund_rate')}`, weight: 12 },
    cell: ({ refundRate }) => texts.share(refundRate),
  },
  { head: 'Lines', weight: 8, cell: ({ lines }) => texts.count(lines) },
]

const drawProducts = (drawing: Drawing): void => {
  const { sheet, content } = drawing
  const { rows, leftOut } = content.products
  sheet.heading('What is worth selling')
  if (rows.length === 0) {
    sheet.paragraph('Nothing was sold in this time.', { colour: colours.soft })
    return
  }
  drawTable(sheet, productColumns(drawing), rows)
  if (leftOut > 0)
    sheet.paragraph(`${leftOut} more that leave less are left out.`, { size: 8, colour: colours.soft })
}

const drawClaims = ({ sheet, content, texts, note }: Drawing): void => {
  const { claims } = content
  sheet.heading('Who claims these sales')
  sheet.paragraph(`${claimsSentence(content, texts)}.`, { font: 'bold' })
  const rows = [
    { name: `Really sold (GMV) ${note('sales_gmv')}`, micro: claims.gmvMicro },
    { name: `Claimed by advertising ${note('sales_claimed')}`, micro: claims.claimedMicro },
    { name: `Brought by creators ${note('sales_brought')}`, micro: claims.broughtMicro },
    { name: `Left of it all (contribution) ${note('sales_contribution')}`, micro: claims.contributionMicro },
    { name: 'Counted more than once, at least', micro: claims.leastMicro },
    { name: 'Counted more than once, at most', micro: claims.mostMicro },
  ]
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { head: 'What', weight: 3, cell: ({ name }) => name },
    { head: 'Amount', weight: 1, cell: ({ micro }) => texts.money(micro) },
  ]
  drawTable(sheet, columns, rows)
}

const drawNotes = ({ sheet, content, texts, note }: Drawing): void => {
  sheet.heading('What the numbers mean')
  const answers = new Map(
    Object.values(content.answers).flatMap((all) => all.map((one) => [one.metricId, one])),
  )
  for (const { metricId, version, label, formula } of content.definitions) {
    const answer = answers.get(metricId)
    const whole = content.answers.whole.find((one) => one.metricId === metricId)?.rows[0]
    const state =
      whole === undefined
        ? ''
        : `${statusWords[whole.status]}, ${whole.final ? 'final' : 'may still change'}; `
    const asOf = answer === undefined ? '' : `as of ${texts.moment(answer.asOf)}; `
    sheet.paragraph(`${note(metricId)} ${label}: ${formula}`, { size: 7.5, gap: 0 })
    sheet.paragraph(`${state}${asOf}${metricId}, version ${version}`, {
      size: 6.5,
      colour: colours.soft,
      gap: 4,
    })
  }
  const made = `Made on ${texts.moment(content.madeAt)} by Busker. This report does not change any more; days are those of ${content.client.timeZone}.`
  sheet.paragraph(made, { size: 7.5, colour: colours.soft })
  if (sheet.hasGaps)
    sheet.paragraph(
      '[…] stands for letters that this file has no font for. The page behind the link and the CSV show them.',
      { size: 7.5, colour: colours.soft },
    )
}

/** A report as a file of A4 pages. The same report gives the same pages. */
export const reportPdf = (content: ReportContent, logo: Buffer | null): Promise<Buffer> => {
  const texts = textsFor(content.client.currency)
  const notes = new Map(content.definitions.map(({ metricId }, index) => [metricId, `(${index + 1})`]))
  const title = `${content.client.name}, ${texts.period(content.period)}`
  const sheet = new Sheet({
    ...{ title, author: content.agency.name, madeAt: content.madeAt },
    foot: `${content.agency.name} · ${title}`,
  })
  const drawing: Drawing = { sheet, content, texts, note: (metricId) => notes.get(metricId) ?? '' }
  drawTop(drawing, logo)
  drawHeadline(drawing)
  drawTiles(drawing)
  drawWaterfall(drawing)
  drawEarners(drawing, 'creator')
  drawEarners(drawing, 'video')
  drawProducts(drawing)
  drawClaims(drawing)
  drawNotes(drawing)
  return sheet.finish()
}
