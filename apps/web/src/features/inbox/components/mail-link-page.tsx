import type { ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { Awning, Button, EmptyState } from '#shared/ui'

interface Sending {
  readonly isPending: boolean
  readonly isSuccess: boolean
  readonly error: Error | null
  mutate(token: string): void
}

/** The secret of a link from a mail: it stands behind the `#`, which is told to no server. */
const readSecret = (): string => window.location.hash.slice(1)

/**
 * What a link in a mail opens. It asks before it does something: programs that look for bad links open them too, and
 * must neither confirm nor end anything.
 */
export const MailLinkPage = (props: {
  sending: Sending
  ask: { readonly title: string; readonly text: ReactNode; readonly button: ReactNode }
  done: { readonly title: string; readonly text: ReactNode; readonly next: ReactNode }
  broken: string
}): ReactNode => {
  const { sending, ask, done, broken } = props
  const errorText = useErrorText()
  const [secret] = useState(readSecret)
  const title = sending.isSuccess ? done.title : sending.error || secret === '' ? broken : ask.title
  return (
    <>
      <title>{`${title} · Busker`}</title>
      <Awning />
      <div role="status">
        {sending.isSuccess ? (
          <EmptyState scene="hat" headingLevel={1} title={title} text={done.text}>
            {done.next}
          </EmptyState>
        ) : sending.error || secret === '' ? (
          <EmptyState
            scene="lost"
            headingLevel={1}
            title={title}
            text={sending.error ? errorText(sending.error) : null}
          >
            {done.next}
          </EmptyState>
        ) : (
          <EmptyState scene="hat" headingLevel={1} title={title} text={ask.text}>
            <Button busy={sending.isPending} onClick={() => sending.mutate(secret)}>
              {ask.button}
            </Button>
          </EmptyState>
        )}
      </div>
    </>
  )
}
