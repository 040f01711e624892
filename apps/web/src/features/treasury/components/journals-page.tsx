import type { Journal, ManualTransfer } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { useCounts } from '#features/money'
import { exactAmount } from '#shared/format'
import { ListEnd, Part, PartFailed, Waiting } from '#shared/states'
import { Button, Pill, toast, type Tone } from '#shared/ui'
import { useDecideJournal, useJournals, useMoneyAudit } from '../queries.ts'
import { JournalForm } from './journal-form.tsx'
import { ReasonForm } from './reason-form.tsx'
import { TreasuryFrame } from './treasury-frame.tsx'

const tones: Record<Journal['state'], Tone> = {
  ...{ proposed: 'waiting', posted: 'good', refused: 'bad', withdrawn: 'quiet' },
}

const useTransferText = (): ((transfer: ManualTransfer) => string) => {
  const { t, i18n } = useLingui()
  return (transfer) => {
    if (transfer.template === 'unknown_matched') return t`Explain unknown money: ${transfer.to}`
    const amount = exactAmount(transfer.amountMicro, transfer.currency, i18n.locale)
    return transfer.template === 'fund_top_up'
      ? t`Add ${amount} to fund period ${transfer.period}`
      : t`Collect ${amount} that is owed`
  }
}

type Decision = 'approve' | 'refuse' | 'withdraw'

const Row = ({ journal }: { journal: Journal }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const decide = useDecideJournal()
  const transferText = useTransferText()
  const { moment } = useCounts()
  const [open, setOpen] = useState<Decision | null>(null)
  const isMine = me?.personId === journal.proposedBy
  const states: Record<Journal['state'], string> = {
    proposed: t`Waits for another operator`,
    ...{ posted: t`Posted`, refused: t`Refused`, withdrawn: t`Withdrawn` },
  }
  const names: Record<Decision, string> = { approve: t`Approve`, refuse: t`Refuse`, withdraw: t`Withdraw` }
  const offered: readonly Decision[] = isMine ? ['withdraw'] : ['approve', 'refuse']
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 text-sm">
          <span className="block font-semibold">{transferText(journal.transfer)}</span>
          <span className="block text-ink-soft">
            <bdi>{journal.reason}</bdi> · {moment(journal.proposedAt)}
          </span>
          {journal.decisionReason !== null && (
            <span className="block text-ink-soft">
              <bdi>{journal.decisionReason}</bdi>
              {journal.decidedAt !== null && ` · ${moment(journal.decidedAt)}`}
            </span>
          )}
        </p>
        <Pill tone={tones[journal.state]}>{states[journal.state]}</Pill>
        {journal.state === 'proposed' &&
          offered.map((decision) => (
            <Button
              key={decision}
              look={decision === 'approve' ? 'primary' : 'secondary'}
              onClick={() => setOpen(decision)}
            >
              {names[decision]}
            </Button>
          ))}
      </div>
      {open && journal.state === 'proposed' && (
        <ReasonForm
          action={names[open]}
          hint={t`It is kept with the decision.`}
          busy={decide.isPending}
          error={decide.error}
          onCancel={() => setOpen(null)}
          onDecide={(reason) =>
            decide.mutate(
              { journalId: journal.journalId, decision: open, reason },
              {
                onSuccess: () => {
                  setOpen(null)
                  toast(t`It is decided`)
                },
              },
            )
          }
        />
      )}
    </li>
  )
}

const Journals = (): ReactNode => {
  const found = useJournals()
  return (
    <Part
      name="journals"
      title={<Trans>Transfers by hand</Trans>}
      intro={<Trans>Only a few kinds, and never by one person alone: another operator approves.</Trans>}
    >
      {found.error && !found.data && (
        <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting lines={2} />}
      <ul className="divide-y divide-line">
        {found.data?.map((journal) => (
          <Row key={journal.journalId} journal={journal} />
        ))}
      </ul>
      {found.data?.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>Nothing was ever moved by hand.</Trans>
        </p>
      )}
      <details className="mt-4">
        <summary className="min-h-11 w-fit content-center text-sm font-semibold text-curtain-text">
          <Trans>Propose a transfer</Trans>
        </summary>
        <div className="mt-3 rounded-md bg-raised p-4">
          <JournalForm />
        </div>
      </details>
    </Part>
  )
}

const useActionWords = (): ReadonlyMap<string, string> => {
  const { t } = useLingui()
  return new Map([
    ['terms.set', t`Terms were set`],
    ['period.void', t`Views were taken out`],
    ['payout.hold', t`A payout was held`],
    ['payout.release', t`A payout was released`],
    ['payout.cancel', t`A payout was cancelled`],
    ['journal.propose', t`A transfer was proposed`],
    ['journal.approve', t`A transfer was approved`],
    ['journal.refuse', t`A transfer was refused`],
    ['journal.withdraw', t`A transfer was withdrawn`],
  ])
}

const Audit = (): ReactNode => {
  const words = useActionWords()
  const { moment } = useCounts()
  const list = useMoneyAudit()
  return (
    <Part name="audit" title={<Trans>What operators did</Trans>}>
      <ol className="divide-y divide-line text-sm">
        {list.entries.map((entry) => (
          <li key={`${entry.at} ${entry.subject} ${entry.action}`} className="py-2.5">
            <p className="font-semibold">
              {words.get(entry.action) ?? <span lang="en">{entry.action.replaceAll('_', ' ')}</span>}{' '}
              <code className="text-xs font-normal break-all">{entry.subject}</code>
            </p>
            <p className="text-ink-soft">
              <bdi>{entry.handle === null ? entry.by.slice(0, 8) : `@${entry.handle}`}</bdi> ·{' '}
              {moment(entry.at)} · <bdi>{entry.reason}</bdi>
            </p>
          </li>
        ))}
      </ol>
      {list.isSuccess && list.entries.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>Nothing yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Part>
  )
}

/** Transfers by hand, and who did what with money. */
const JournalsPage = (): ReactNode => (
  <TreasuryFrame>
    <Journals />
    <Audit />
  </TreasuryFrame>
)

export default JournalsPage
