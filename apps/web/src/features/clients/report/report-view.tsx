import type { ReportContent } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { moment } from '#shared/format'
import { buttonClass, classes } from '#shared/ui'
import { useClaimsFinding } from '../board/claims-card.tsx'
import { ActionBadge, Advice, useSentence } from '../board/headline-card.tsx'
import { useTexts } from '../board/texts.ts'
import { Verdict } from '../board/verdict.tsx'
import { shortId } from '../board/words.ts'
import { NoteMark, notesOf, ReportNotes, statusWords, type Notes } from './notes.tsx'
import { EarnersTable, ProductsTable } from './report-tables.tsx'
import { ReportWaterfall } from './report-waterfall.tsx'

interface Shown {
  readonly content: ReportContent
  readonly notes: Notes
}

const Section = ({ title, children }: { title: ReactNode; children: ReactNode }): ReactNode => (
  <section className="min-w-0">
    <h2 className="mb-4 text-xl print:break-after-avoid">{title}</h2>
    {children}
  </section>
)

const Top = ({ content, files }: { content: ReportContent; files: string }): ReactNode => {
  const { i18n } = useLingui()
  const { agency, client, period, previous } = content
  const texts = useTexts(client.currency)
  const asOf = moment(content.asOf, i18n.locale)
  return (
    <header className="grid gap-2 border-b border-line pb-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="text-sm text-ink-soft">
            <bdi className="break-words">{agency.name}</bdi>
          </p>
          <h1 className="text-3xl break-words">
            <bdi>{client.name}</bdi>
          </h1>
        </div>
        {agency.logo !== null && (
          // Most logos are drawn for white paper.
          <img
            src={`${files}/logo.png`}
            alt=""
            className="max-h-16 max-w-44 rounded-sm bg-white object-contain p-1"
          />
        )}
      </div>
      <p className="text-sm text-ink-soft">
        {previous === null ? (
          <Trans>
            {texts.period(period)}. Files as of {asOf}.
          </Trans>
        ) : (
          <Trans>
            {texts.period(period)}, beside {texts.period(previous)}. Files as of {asOf}.
          </Trans>
        )}
      </p>
    </header>
  )
}

const NextSteps = ({ content }: { content: ReportContent }): ReactNode => {
  const { t } = useLingui()
  const steps = (['video', 'creator'] as const).flatMap((of) => {
    const found = of === 'video' ? content.videos : content.creators
    return [found.best, found.worst].flatMap((id) => {
      const row = found.rows.find((one) => one.id === id)
      return row === undefined ? [] : [{ of, row }]
    })
  })
  if (steps.length === 0) return null
  return (
    <ul aria-label={t`What to do next`} className="grid gap-2">
      {steps.map(({ of, row }) => (
        <li key={`${of} ${row.id}`} className="flex min-w-0 items-center gap-2 text-sm">
          <Verdict of={of} kind={row.verdict} />
          <span className="min-w-0 truncate">
            {of === 'video' ? t`Video` : t`Creator`}{' '}
            <bdi className="font-semibold">{row.name ?? shortId(row.id)}</bdi>
          </span>
        </li>
      ))}
    </ul>
  )
}

const Headline = ({ content }: { content: ReportContent }): ReactNode => {
  const { headline, orders, waterfall, client } = content
  const contributionMicro = waterfall.find(({ step }) => step === 'contribution')?.amountMicro ?? 0
  const sentence = useSentence(headline, { contributionMicro }, client.currency)
  const hasSure = content.creators.best !== null || content.videos.best !== null
  const texts = useTexts(client.currency)
  const range = headline.kind === 'changed' ? texts.range(headline.interval) : ''
  return (
    <section aria-labelledby="report-headline" className="card limelit grid gap-4 p-5 sm:p-7">
      <div className="flex flex-wrap items-center gap-3">
        {headline.kind !== 'too_little' && <ActionBadge action={headline.action} />}
        <h2 id="report-headline" className="min-w-0 flex-1 basis-72 text-xl sm:text-2xl">
          {sentence}
        </h2>
      </div>
      <p className="max-w-prose">
        <Advice found={headline} hasSure={hasSure} />
      </p>
      <NextSteps content={content} />
      <p className="text-sm text-ink-soft">
        <Plural value={orders.now} one="Rests on # order" other="Rests on # orders" />
        {', '}
        <Plural value={orders.before} one="# in the time before." other="# in the time before." />{' '}
        {headline.kind === 'changed' && <Trans>The change lies between {range} (95% sure).</Trans>}
      </p>
    </section>
  )
}

const tiles: readonly string[] = [
  ...['sales_contribution', 'sales_gmv', 'sales_contribution_margin', 'sales_orders'],
  ...['sales_order_value', 'sales_repeat_buyers', 'sales_claimed_roas', 'sales_settled_share'],
]

const Tiles = ({ content, notes }: Shown): ReactNode => {
  const { i18n } = useLingui()
  const texts = useTexts(content.client.currency)
  const ratio = new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 })
  const written = (unit: string, value: unknown): string => {
    if (typeof value !== 'number') return '–'
    if (unit === 'money') return texts.money(value)
    return unit === 'share' ? texts.share(value) : ratio.format(value)
  }
  // Files may not reach back so far: then there is nothing to stand beside.
  const isCompared = content.orders.before > 0
  const labels = new Map(content.definitions.map(({ metricId, label }) => [metricId, label]))
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4 print:grid-cols-4">
      {tiles.flatMap((id) => {
        const answer = content.answers.whole.find(({ metricId }) => metricId === id)
        const row = answer?.rows[0]
        if (answer === undefined || row === undefined) return []
        const before = written(answer.unit, row.previous?.value)
        return [
          <div key={id} className="card min-w-0 p-3 sm:p-4">
            <dt className="text-xs text-ink-soft">
              {labels.get(id) ?? id} <NoteMark notes={notes} metricId={id} />
            </dt>
            <dd>
              <span className="block font-display text-xl font-bold sm:text-2xl break-words tabular-nums">
                {written(answer.unit, row.value)}
              </span>
              <span className="text-xs text-ink-soft">
                {row.status !== 'known' && i18n._(statusWords[row.status])}
                {row.status === 'known' && isCompared && <Trans>{before} in the time before</Trans>}
              </span>
            </dd>
          </div>,
        ]
      })}
    </dl>
  )
}

const Claims = ({ content, notes }: Shown): ReactNode => {
  const { t } = useLingui()
  const { claims, client } = content
  const texts = useTexts(client.currency)
  const finding = useClaimsFinding(claims, claims.claimedMicro + claims.broughtMicro > 0, client.currency)
  const rows = [
    { label: t`Really sold (GMV)`, micro: claims.gmvMicro, metricId: 'sales_gmv' },
    { label: t`Claimed by advertising`, micro: claims.claimedMicro, metricId: 'sales_claimed' },
    { label: t`Brought by creators`, micro: claims.broughtMicro, metricId: 'sales_brought' },
    {
      ...{ label: t`Left of it all (contribution)`, micro: claims.contributionMicro },
      metricId: 'sales_contribution',
    },
    { label: t`Counted more than once, at least`, micro: claims.leastMicro, metricId: '' },
    { label: t`Counted more than once, at most`, micro: claims.mostMicro, metricId: '' },
  ]
  return (
    <>
      <p className="mb-3 font-semibold">{finding}</p>
      <dl className="grid gap-2 text-sm">
        {rows.map(({ label, micro, metricId }) => (
          <div key={label} className="flex items-baseline justify-between gap-3 border-t border-line pt-2">
            <dt>
              {label} <NoteMark {...{ notes, metricId }} />
            </dt>
            <dd className="font-semibold whitespace-nowrap tabular-nums">{texts.money(micro)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

const Foot = ({ content }: { content: ReportContent }): ReactNode => {
  const { i18n } = useLingui()
  const madeAt = moment(content.madeAt, i18n.locale)
  return (
    <p className="border-t border-line pt-4 text-xs text-ink-soft">
      <Trans>
        Made on {madeAt} by Busker. This report does not change any more; days are those of{' '}
        {content.client.timeZone}.
      </Trans>
    </p>
  )
}

/** The same report as files, and on paper. */
export const ReportFiles = ({ files }: { files: string }): ReactNode => (
  <div className="flex flex-wrap gap-2 print:hidden">
    <a href={`${files}/report.pdf`} download className={buttonClass('secondary', 'px-4')}>
      <Trans>Download PDF</Trans>
    </a>
    <a href={`${files}/report.csv`} download className={buttonClass('secondary', 'px-4')}>
      <Trans>Download CSV</Trans>
    </a>
    <button type="button" onClick={() => window.print()} className={buttonClass('quiet', 'px-4')}>
      <Trans>Print</Trans>
    </button>
  </div>
)

/** Everything a report says. `files` is the address below which its files are. */
export const ReportView = (props: {
  content: ReportContent
  files: string
  className?: string
}): ReactNode => {
  const { content, files } = props
  const notes = useMemo(() => notesOf(content), [content])
  const shown: Shown = { content, notes }
  return (
    <article className={classes('grid grid-cols-[minmax(0,1fr)] gap-8', props.className)}>
      <Top {...{ content, files }} />
      <Headline content={content} />
      <Tiles {...shown} />
      <Section title={<Trans>From GMV to contribution</Trans>}>
        <ReportWaterfall {...shown} />
      </Section>
      <Section title={<Trans>Who to pay again?</Trans>}>
        <EarnersTable of="creator" {...shown} />
      </Section>
      <Section title={<Trans>Which video to scale?</Trans>}>
        <EarnersTable of="video" {...shown} />
      </Section>
      <Section title={<Trans>What is worth selling?</Trans>}>
        <ProductsTable {...shown} />
      </Section>
      <Section title={<Trans>Who claims these sales?</Trans>}>
        <Claims {...shown} />
      </Section>
      <Section title={<Trans>What the numbers mean</Trans>}>
        <ReportNotes content={content} />
      </Section>
      <Foot content={content} />
    </article>
  )
}
