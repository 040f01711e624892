import type { getShare } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { call, isApiError, useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { keepReferral, useActionReporter } from '#shared/facts'
import { Button, buttonClass, EmptyState, Spinner } from '#shared/ui'

/** The door behind a shared address: it opens the post. */
const ShareLandingPage = ({ token }: { token: string }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const facts = useActionReporter()
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['share', token],
    queryFn: ({ signal }) => call<typeof getShare>('GET', '/v1/shares/:token', { params: { token }, signal }),
    // Coming back to the address is another visit.
    gcTime: 0,
    refetchOnReconnect: false,
  })
  useEffect(() => {
    if (!data) return
    const { postId, author } = data.post
    keepReferral({ token, postId, personId: author.personId }, wallMs())
    facts.shareLanding({ postId, shareToken: token, surface: 'other' })
    client.setQueryData(['post', postId], { post: data.post })
    void navigate({ to: '/p/$postId', params: { postId }, replace: true })
  }, [data, token, client, facts, navigate])

  const isGone = isApiError(error, 'not_found') || isApiError(error, 'invalid_request')
  return (
    <div className="limelit grid min-h-[calc(100dvh-var(--bar))] place-items-center lg:min-h-dvh">
      {error ? (
        <EmptyState
          scene={isGone ? 'lost' : 'fallen'}
          headingLevel={1}
          title={isGone ? t`This post is gone` : t`The post did not load`}
          text={isGone ? null : errorText(error)}
        >
          {!isGone && (
            <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
              <Trans>Try again</Trans>
            </Button>
          )}
          <Link to="/" className={buttonClass('secondary')}>
            <Trans>Back to the feed</Trans>
          </Link>
        </EmptyState>
      ) : (
        <div role="status">
          <Spinner className="size-10 text-curtain" />
          <span className="sr-only">
            <Trans>Loading</Trans>
          </span>
        </div>
      )}
    </div>
  )
}

export default ShareLandingPage
