import type { FeedMode } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'

const modes = ['for_you', 'unprofiled', 'following'] as const

/** Which feed opens. */
export const ModeChoice = (props: { mode: FeedMode; onChoose: (mode: FeedMode) => void }): ReactNode => {
  const { t } = useLingui()
  const words: Record<FeedMode, { name: string; meaning: string }> = {
    for_you: { name: t`For you`, meaning: t`Learns from what you watch and obeys your dials.` },
    unprofiled: {
      name: t`Without profile`,
      meaning: t`Knows nothing of you but the topics that you chose: what many watch and what is new.`,
    },
    following: { name: t`Following`, meaning: t`Only creators whom you follow, the newest first.` },
  }
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">
        <Trans>Which feed opens</Trans>
      </legend>
      {modes.map((mode) => (
        <label
          key={mode}
          className={classes(
            'card flex min-h-11 cursor-pointer items-start gap-4 p-4 has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus',
            mode === props.mode && 'border-ink!',
          )}
        >
          <input
            type="radio"
            name="feed-mode"
            value={mode}
            checked={mode === props.mode}
            onChange={() => props.onChoose(mode)}
            className="mt-1 size-5 shrink-0"
          />
          <span className="text-sm font-semibold">
            {words[mode].name}
            <span className="block font-normal text-ink-soft">{words[mode].meaning}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
