import type { Client } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import type { Period } from '#shared/period'
import { Button, toast } from '#shared/ui'
import { useMakeReport } from './queries.ts'

/** One click from a board to a report of the same time, ready to be shared. */
export const MakeReport = (props: {
  client: Client
  period: Period
  look?: 'primary' | 'secondary'
}): ReactNode => {
  const { clientId } = props.client
  const make = useMakeReport(clientId)
  const navigate = useNavigate()
  const errorText = useErrorText()
  const begin = (): void =>
    make.mutate(props.period, {
      onSuccess: ({ report: { reportId } }) =>
        void navigate({ to: '/clients/$clientId/reports/$reportId', params: { clientId, reportId } }),
      onError: (error) => toast(errorText(error)),
    })
  return (
    <Button look={props.look ?? 'primary'} icon="share" busy={make.isPending} onClick={begin}>
      <Trans>Make a report</Trans>
    </Button>
  )
}
