import type { PackVersion } from '@busker/contract'
import { decimalsOf, formatDecimal, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { DataTable, Problem, useAmounts, useCounts } from '#features/money'
import { isoTime, uuidv7 } from '#shared/clock'
import { microOf, typedAmount } from '#shared/format'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, Pill, TextField, toast } from '#shared/ui'
import { usePackVersions, useSetPack } from '../queries.ts'
import { VersionFields } from './version-fields.tsx'

interface Draft {
  readonly packId: string
  readonly coins: string
  readonly bonusCoins: string
  readonly price: string
  readonly onSale: boolean
  /** Local time as the browser writes it; empty: now. */
  readonly from: string
}

const draftOf = (version: PackVersion): Draft => ({
  ...{ packId: version.packId, coins: version.coins, bonusCoins: version.bonusCoins },
  ...{ price: formatDecimal(microOf(version.priceMicro)), onSale: version.onSale, from: '' },
})
const newDraft = (): Draft => ({
  ...{ packId: uuidv7(), coins: '100', bonusCoins: '0', price: '', onSale: true, from: '' },
})

const Form = (props: { draft: Draft; currency: string; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const set = useSetPack()
  const [draft, setDraft] = useState(props.draft)
  const price = typedAmount(draft.price, isCurrency(props.currency) ? decimalsOf(props.currency) : 2)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (price === null || price === 0n) return
    const { packId, coins, bonusCoins, onSale, from } = draft
    set.mutate(
      {
        ...{ packId, coins, bonusCoins, onSale, priceMicro: price.toString() },
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
  return (
    <form onSubmit={submit} className="mt-4 grid items-start gap-4 rounded-md bg-raised p-4 sm:grid-cols-3">
      <TextField
        label={t`Coins that are paid for`}
        inputMode="numeric"
        pattern="[1-9][0-9]*"
        required
        value={draft.coins}
        onChange={(event) => setDraft({ ...draft, coins: event.target.value })}
      />
      <TextField
        label={t`Given on top`}
        inputMode="numeric"
        pattern="[0-9]+"
        required
        value={draft.bonusCoins}
        onChange={(event) => setDraft({ ...draft, bonusCoins: event.target.value })}
      />
      <TextField
        label={t`Price (${props.currency}), tax included`}
        inputMode="decimal"
        required
        problem={draft.price !== '' && price === null ? t`Write an amount, like 25.50` : undefined}
        value={draft.price}
        onChange={(event) => setDraft({ ...draft, price: event.target.value })}
      />
      <VersionFields
        onSale={draft.onSale}
        from={draft.from}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
      <div className="grid gap-3 sm:col-span-3">
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

/** Packs of coins with all their versions; a change is a new version from its time on. */
export const PackEditor = (): ReactNode => {
  const { t } = useLingui()
  const found = usePackVersions()
  const currency = found.data?.currency ?? 'EUR'
  const { exact } = useAmounts(currency)
  const { count, moment } = useCounts()
  const [draft, setDraft] = useState<Draft | null>(null)
  return (
    <Part name="packs" title={<Trans>Packs of coins</Trans>}>
      {found.error && !found.data && (
        <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting lines={2} />}
      {found.data && (
        <DataTable
          title={t`Packs of coins`}
          rows={found.data.versions}
          keyOf={({ packId, version }) => `${packId} ${version}`}
          columns={[
            { key: 'coins', head: t`Coins`, isNumber: true, render: ({ coins }) => count(coins) },
            { key: 'bonus', head: t`On top`, isNumber: true, render: ({ bonusCoins }) => count(bonusCoins) },
            { key: 'price', head: t`Price`, isNumber: true, render: ({ priceMicro }) => exact(priceMicro) },
            { key: 'version', head: t`Version`, isNumber: true, render: ({ version }) => count(version) },
            { key: 'from', head: t`From`, render: ({ from }) => moment(from) },
            {
              key: 'sale',
              head: t`Sold`,
              render: ({ onSale }) =>
                onSale ? <Pill tone="good">{t`Yes`}</Pill> : <Pill tone="quiet">{t`No`}</Pill>,
            },
            { key: 'by', head: t`By`, render: ({ by }) => <bdi>{by ?? '–'}</bdi> },
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
                  <span className="sr-only"> {exact(version.priceMicro)}</span>
                </button>
              ),
            },
          ]}
        />
      )}
      {draft ? (
        <Form
          key={`${draft.packId} ${draft.price}`}
          draft={draft}
          currency={currency}
          onDone={() => setDraft(null)}
        />
      ) : (
        <Button look="secondary" icon="plus" className="mt-4" onClick={() => setDraft(newDraft())}>
          <Trans>A new pack</Trans>
        </Button>
      )}
    </Part>
  )
}
