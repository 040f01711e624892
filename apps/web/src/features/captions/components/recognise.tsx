import type { Caption } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, Spinner } from '#shared/ui'
import { languageName } from '../languages.ts'
import { useRecognise } from '../queries.ts'

/** Whether a recognition that ran while this page was open left nothing. */
const useHeardNothing = (running: boolean, existing: Caption | null): boolean => {
  const [ran, setRan] = useState(running)
  useEffect(() => {
    if (running) setRan(true)
  }, [running])
  return ran && !running && existing === null
}

/** Lets the instance write down what is said. Only offered where its operator gave a speech model. */
export const Recognise = (props: {
  assetId: string
  recognition: { readonly language: string; readonly state: 'idle' | 'running' }
  hasSound: boolean
  existing: Caption | null
}): ReactNode => {
  const { i18n } = useLingui()
  const errorText = useErrorText()
  const { recognition, existing, hasSound } = props
  const recognise = useRecognise(props.assetId)
  const running = recognition.state === 'running'
  const heardNothing = useHeardNothing(running, existing)
  const language = languageName(recognition.language, i18n.locale)
  return (
    <section className="card p-5 sm:p-7">
      <h2 className="text-xl">
        <Trans>Let this instance listen</Trans>
      </h2>
      <p className="mt-2 text-sm text-ink-soft">
        {!hasSound ? (
          <Trans>This video has no sound.</Trans>
        ) : existing?.origin === 'written' ? (
          <Trans>You wrote captions in {language} yourself. Delete them first to have them recognised.</Trans>
        ) : (
          <Trans>It writes down what is said in {language}. It mishears some words: read them once.</Trans>
        )}
      </p>
      {hasSound && existing?.origin !== 'written' && (
        <div className="mt-4 flex flex-wrap items-center gap-4" role="status">
          {running ? (
            <p className="flex min-h-12 items-center gap-2.5 text-sm font-semibold">
              <Spinner className="size-5 text-curtain" />
              <Trans>Listening. You may leave this page.</Trans>
            </p>
          ) : (
            <Button
              look="secondary"
              icon="soundOn"
              busy={recognise.isPending}
              onClick={() => recognise.mutate()}
            >
              {existing ? <Trans>Recognise again</Trans> : <Trans>Recognise speech</Trans>}
            </Button>
          )}
          {heardNothing && (
            <p className="text-sm text-ink-soft">
              <Trans>No words were recognised.</Trans>
            </p>
          )}
          {recognise.error && (
            <p className="text-sm font-semibold text-alert">{errorText(recognise.error)}</p>
          )}
        </div>
      )}
    </section>
  )
}
