import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, ConfirmDialog, toast } from '#shared/ui'
import { useResetTaste } from '../queries.ts'

type Span = 'hour' | 'week' | 'everything'

/** Undoes what was learned of late, or all of it, after asking. */
export const ForgetPart = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const reset = useResetTaste()
  const [asked, setAsked] = useState<Span | null>(null)
  const words: Record<Span, { action: string; title: string }> = {
    hour: { action: t`Forget the last hour`, title: t`Forget the last hour?` },
    week: { action: t`Forget the last week`, title: t`Forget the last week?` },
    everything: { action: t`Forget everything`, title: t`Forget everything?` },
  }
  const forget = (what: Span): void =>
    reset.mutate(what, {
      onSuccess: ({ forgotten }) => {
        setAsked(null)
        toast(
          forgotten === 0
            ? t`There was nothing to forget.`
            : t`${plural(forgotten, { one: '# view is forgotten.', other: '# views are forgotten.' })}`,
        )
      },
      onError: (error) => {
        setAsked(null)
        toast(errorText(error))
      },
    })
  return (
    <div className="flex flex-wrap gap-3">
      {(['hour', 'week', 'everything'] as const).map((span) => (
        <Button
          key={span}
          look={span === 'everything' ? 'danger' : 'secondary'}
          onClick={() => setAsked(span)}
        >
          {words[span].action}
        </Button>
      ))}
      {asked && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title={words[asked].title}
            description={
              asked === 'everything'
                ? t`The feed will know you as little as somebody who comes for the first time, and may show again what you have seen. Your dials and mutes stay.`
                : t`The feed will be what it would be had you watched nothing in that time, and may show again what you saw then. Your dials and mutes stay.`
            }
            action={words[asked].action}
            busy={reset.isPending}
            onConfirm={() => forget(asked)}
            onCancel={() => setAsked(null)}
          />
        </Suspense>
      )}
    </div>
  )
}
