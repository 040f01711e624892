import type { PublishedPost } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { ChoiceRow } from '#features/money'
import { BuyCoins } from '#features/wallet'
import { Sheet } from '#shared/ui'
import { Gifters } from './gifters.tsx'
import { Giving } from './giving.tsx'

/** Gives gifts for a video, buys what is missing, and shows who gave. The author sees only the givers. */
const GiftSheet = (props: {
  post: PublishedPost
  onClose: () => void
  onSignedOut: () => void
}): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const { post } = props
  const isMine = me?.personId === post.author.personId
  const [page, setPage] = useState<'give' | 'buy' | 'givers'>(isMine ? 'givers' : 'give')
  const name = post.author.displayName
  if (page === 'buy')
    return (
      <Sheet open title={t`Buy coins`} onClose={() => setPage('give')}>
        <BuyCoins returnTo={`/p/${post.postId}`} />
      </Sheet>
    )
  return (
    <Sheet open title={isMine ? t`Gifts for this video` : t`A gift for ${name}`} onClose={props.onClose}>
      {!isMine && (
        <div className="mb-4">
          <ChoiceRow
            legend={t`What to show`}
            value={page}
            onChoose={setPage}
            options={[
              { value: 'give', name: t`Give` },
              { value: 'givers', name: t`Who gave` },
            ]}
          />
        </div>
      )}
      {page === 'give' ? (
        <Giving post={post} onBuy={() => setPage('buy')} onSignedOut={props.onSignedOut} />
      ) : (
        <Gifters postId={post.postId} onLeave={props.onClose} />
      )}
    </Sheet>
  )
}

export default GiftSheet
