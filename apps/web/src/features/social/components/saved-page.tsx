import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { buttonClass, Page } from '#shared/ui'
import KeptList from './kept-list.tsx'

/** The videos that the signed-in person saved. Only they see this page. */
const SavedPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  return (
    <Page
      title={t`Saved`}
      width="wide"
      intro={
        <Trans>
          Only you see this list.{' '}
          <Link to="/followed" className="font-semibold underline underline-offset-3">
            Hashtags and sounds that you follow
          </Link>
        </Trans>
      }
    >
      {me === null ? (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      ) : (
        <KeptList list="saved" enabled={Boolean(me)} />
      )}
    </Page>
  )
}

export default SavedPage
