import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { toast } from '#shared/ui'
import { useAccountsHere, useSwitchAccount } from '../account-queries.ts'
import { useMe } from '../queries.ts'
import { AccountRow } from './account-row.tsx'

const nothingToLeave = async (): Promise<void> => undefined

/** On the page to sign in: accounts that still are signed in here, for whom nobody is now. */
export const AccountsHere = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: accounts = [] } = useAccountsHere()
  const change = useSwitchAccount(nothingToLeave)
  if (me !== null || accounts.length === 0) return null
  return (
    <section aria-label={t`Signed in here`} className="mb-6 border-b border-line pb-5">
      <p className="mb-1 text-sm font-semibold">
        <Trans>Go on as</Trans>
      </p>
      <ul>
        {accounts.map((account) => (
          <li key={account.personId} className="flex">
            <AccountRow
              account={account}
              busy={change.isPending && change.variables === account.personId}
              disabled={change.isPending}
              onChoose={() =>
                change.mutate(account.personId, { onError: (error) => toast(errorText(error)) })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
