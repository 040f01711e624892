import { useLingui } from '@lingui/react/macro'
import { isApiError, useErrorText } from '#shared/api'
import { toast } from '#shared/ui'
import { useHide, useSweepAway, type Hiding } from './hide-queries.ts'
import type { Surface } from './told.ts'
import { useForget, useTurnTopics, type Interest } from './wish-queries.ts'

/** What somebody hid, in one sentence. */
const useHiddenText = (): ((hiding: Hiding) => string) => {
  const { t } = useLingui()
  return (hiding) => {
    switch (hiding.kind) {
      case 'post':
        return t`This video does not come into your feed again.`
      case 'mute':
        return t`Videos of ${hiding.person.displayName} stay out of your feed.`
      case 'block':
        return t`You and ${hiding.person.displayName} do not see each other any more.`
      case 'topic':
        return t`No more #${hiding.value} in your feed.`
      case 'word':
        return t`No more videos with the word “${hiding.value}” in your feed.`
      case 'sound':
        return t`This sound of ${hiding.label} stays out of your feed.`
    }
  }
}

/** Does what a viewer wants of the feed, and says in passing what has come of it. */
export const useWishes = (given: {
  readonly surface: Surface
  readonly onDone: () => void
  /** It needs an account, or the session has ended meanwhile. */
  readonly onSignedOut: () => void
}) => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const hiddenText = useHiddenText()
  const hide = useHide(given.surface)
  const sweepAway = useSweepAway()
  const turn = useTurnTopics()
  const forget = useForget()
  const done = (text: string): void => {
    given.onDone()
    toast(text)
  }
  const onError = (error: unknown): void =>
    isApiError(error, 'not_signed_in') ? given.onSignedOut() : toast(errorText(error))

  return {
    busy: hide.isPending || turn.isPending || forget.isPending,
    hide: (hiding: Hiding): void =>
      hide.mutate(
        { hiding, on: true },
        {
          onSuccess: () => {
            done(hiddenText(hiding))
            sweepAway(hiding)
          },
          onError,
        },
      ),
    turn: (topic: string, by: -1 | 1): void =>
      turn.mutate(
        { names: [topic], by },
        {
          onSuccess: (changed) => {
            if (changed.length === 0) return done(t`The dial of #${topic} does not go further.`)
            done(
              by < 0
                ? t`Less of #${topic}, from the next videos on.`
                : t`More of #${topic}, from the next videos on.`,
            )
          },
          onError,
        },
      ),
    forget: (interest: Interest): void =>
      forget.mutate(interest, {
        onSuccess: () => done(t`Forgotten: the next videos know nothing of ${interest.name}.`),
        // What it no longer knows is forgotten already.
        onError: (error) =>
          isApiError(error, 'not_found')
            ? done(t`The feed did not know ${interest.name} any more.`)
            : onError(error),
      }),
  }
}
