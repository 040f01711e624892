import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { Button, ConfirmDialog, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useEndLink } from '../family-queries.ts'

/** Ends a link, after one has said so twice. */
export const EndLink = (props: { linkId: string; name: string; description: string }): ReactNode => {
  const { t } = useLingui()
  const { linkId, name } = props
  const errorText = useFamilyErrorText()
  const [isAsking, setAsking] = useState(false)
  const end = useEndLink()
  const confirm = (): void =>
    end.mutate(linkId, {
      onSuccess: () => toast(t`The link is ended`),
      onError: (error) => toast(errorText(error)),
      onSettled: () => setAsking(false),
    })
  return (
    <>
      <Button
        look="quiet"
        className="min-h-11 px-3"
        aria-label={t`End the link with ${name}`}
        onClick={() => setAsking(true)}
      >
        <Trans>End the link</Trans>
      </Button>
      {isAsking && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title={t`End the link with ${name}?`}
            description={props.description}
            action={t`End the link`}
            busy={end.isPending}
            onConfirm={confirm}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  )
}
