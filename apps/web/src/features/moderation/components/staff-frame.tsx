import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Closed } from '#shared/states'
import { Page } from '#shared/ui'

const tab =
  'inline-flex min-h-11 items-center rounded-full px-4 text-sm font-semibold hover:bg-raised aria-[current=page]:bg-raised'

/** Whether the visitor answers for the instance; undefined: not known yet. */
export const useIsStaff = (): boolean | undefined => {
  const me = useMe()
  return me === undefined ? undefined : me !== null && me.role !== 'person'
}

/** The pages of those who answer for the instance, with the ways between them. */
export const StaffFrame = (props: { title: string; intro?: ReactNode; children: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const isStaff = useIsStaff()
  if (isStaff === undefined) return null
  if (!isStaff)
    return <Closed isSignedIn={Boolean(me)} text={<Trans>Only moderators and operators see this.</Trans>} />
  return (
    <Page title={props.title} intro={props.intro} width="wide">
      <nav aria-label={t`Moderation`} className="-ms-4 mb-6 flex flex-wrap gap-1">
        <Link to="/operator/reports" activeOptions={{ exact: true }} className={tab}>
          <Trans>Cases</Trans>
        </Link>
        <Link to="/operator/appeals" className={tab}>
          <Trans>Appeals</Trans>
        </Link>
        <Link to="/operator/moderation" className={tab}>
          <Trans>Numbers</Trans>
        </Link>
      </nav>
      {props.children}
    </Page>
  )
}
