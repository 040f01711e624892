import type { GiftVersion } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { DataTable, GiftPicture, Problem, useAmounts, useCounts, useGiftName } from '#features/money'
import { isoTime, uuidv7 } from '#shared/clock'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, Pill, TextField, toast } from '#shared/ui'
import { useGiftVersions, useSetGift } from '../queries.ts'
import { VersionFields } from './version-fields.tsx'

interface Draft extends Pick<
  GiftVersion,
  'name' | 'label' | 'animation' | 'coins' | 'diamondMicro' | 'onSale'
> {
  readonly giftId: string
  readonly numerator: string
  readonly denominator: string
  readonly from: string
}

const draftOf = (version: GiftVersion): Draft => ({
  ...{ giftId: version.giftId, name: version.name, label: version.label, animation: version.animation },
  ...{ coins: version.coins, diamondMicro: version.diamondMicro, onSale: version.onSale, from: '' },
  ...{ numerator: version.rate.numerator, denominator: version.rate.denominator },
})
const newDraft = (): Draft => ({
  ...{ giftId: uuidv7(), name: '', label: '', animation: 'present', coins: '10', diamondMicro: '7000' },
  ...{ onSale: true, from: '', numerator: '1', denominator: '1' },
})

const Form = (props: { draft: Draft; currency: string; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const set = useSetGift()
  const { exact } = useAmounts(props.currency)
  const [draft, setDraft] = useState(props.draft)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const { numerator, denominator, from, ...body } = draft
    set.mutate(
      {
        ...{ ...body, rate: { numerator, denominator } },
        ...(from !== '' && { from: isoTime(Date.parse(from)) }),
      },
      {
        onSuccess: () => {
          toast(t`The version is kept`)
          props.onDone()
        },
      },
    )
  }
  const whole = (text: string): bigint | null => (/^\d{1,12}$/.test(text) ? BigInt(text) : null)
  const [coins, over, under] = [whole(draft.coins), whole(draft.numerator), whole(draft.denominator)]
  const diamond = whole(draft.diamondMicro)
  // As the books compute it: diamonds are whole, what is left of the division stays.
  const gets =
    coins !== null && over !== null && under !== null && under > 0n && diamond !== null
      ? exact(((coins * over) / under) * diamond)
      : '–'
  const field = (name: Exclude<keyof Draft, 'onSale' | 'giftId' | 'from'>, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      required
      value={draft[name]}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
    />
  )
  return (
    <form onSubmit={submit} className="mt-4 grid items-start gap-4 rounded-md bg-raised p-4 sm:grid-cols-3">
      {field('name', t`Name for programs`, t`a-z, 0-9 and underscore`)}
      {field('label', t`Name for people`)}
      {field('animation', t`Picture`, t`One that is not known is shown wrapped`)}
      {field('coins', t`Coins`)}
      {field('numerator', t`Diamonds`, t`for so many coins:`)}
      {field('denominator', t`Coins for them`)}
      {field('diamondMicro', t`Worth of a diamond`, t`In millionths of ${props.currency}`)}
      <VersionFields
        onSale={draft.onSale}
        from={draft.from}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
      <div className="grid gap-3 sm:col-span-3">
        <p className="text-sm font-semibold" aria-live="polite">
          <Trans>The creator gets {gets} for one.</Trans>
        </p>
        <Problem error={set.error} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={set.isPending}>
            <Trans>Keep this version</Trans>
          </Button>
          <Button look="quiet" onClick={props.onDone}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </div>
    </form>
  )
}

/** The catalogue of gifts with all versions. */
export const GiftEditor = (): ReactNode => {
  const { t } = useLingui()
  const found = useGiftVersions()
  const giftName = useGiftName()
  const currency = found.data?.currency ?? 'EUR'
  const { exact } = useAmounts(currency)
  const { count, moment } = useCounts()
  const [draft, setDraft] = useState<Draft | null>(null)
  return (
    <Part name="gifts" title={<Trans>Gifts</Trans>}>
      {found.error && !found.data && (
        <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting lines={2} />}
      {found.data && (
        <DataTable
          title={t`Gifts`}
          rows={found.data.versions}
          keyOf={({ giftId, version }) => `${giftId} ${version}`}
          columns={[
            {
              key: 'gift',
              head: t`Gift`,
              render: (version) => (
                <span className="flex items-center gap-2 font-semibold">
                  <GiftPicture animation={version.animation} className="size-8" />
                  {giftName(version)}
                </span>
              ),
            },
            { key: 'coins', head: t`Coins`, isNumber: true, render: ({ coins }) => count(coins) },
            { key: 'gets', head: t`Creator gets`, isNumber: true, render: (one) => exact(one.creatorMicro) },
            { key: 'version', head: t`Version`, isNumber: true, render: ({ version }) => count(version) },
            { key: 'from', head: t`From`, render: ({ from }) => moment(from) },
            {
              key: 'sale',
              head: t`Sold`,
              render: ({ onSale }) =>
                onSale ? <Pill tone="good">{t`Yes`}</Pill> : <Pill tone="quiet">{t`No`}</Pill>,
            },
            {
              key: 'change',
              head: t`Change`,
              render: (version) => (
                <button
                  type="button"
                  onClick={() => setDraft(draftOf(version))}
                  className="min-h-8 font-semibold text-curtain-text underline"
                >
                  <Trans>Change</Trans>
                  <span className="sr-only"> {giftName(version)}</span>
                </button>
              ),
            },
          ]}
        />
      )}
      {draft ? (
        <Form
          key={draft.giftId + draft.coins}
          draft={draft}
          currency={currency}
          onDone={() => setDraft(null)}
        />
      ) : (
        <Button look="secondary" icon="plus" className="mt-4" onClick={() => setDraft(newDraft())}>
          <Trans>A new gift</Trans>
        </Button>
      )}
    </Part>
  )
}
