import type { CatalogueGift } from '@busker/contract'
import { Plural, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { GiftPicture, useGiftName } from '#features/money'
import { classes } from '#shared/ui'

/** The catalogue: one gift is chosen, by touch or arrow keys. */
export const GiftGrid = (props: {
  gifts: readonly CatalogueGift[]
  chosen: string | null
  onChoose: (giftId: string) => void
}): ReactNode => {
  const { t } = useLingui()
  const name = useId()
  const giftName = useGiftName()
  return (
    <fieldset>
      <legend className="sr-only">{t`Gift`}</legend>
      <div className="grid grid-cols-4 gap-2">
        {props.gifts.map((gift) => (
          <label
            key={gift.giftId}
            className={classes(
              'relative grid cursor-pointer justify-items-center gap-0.5 content-start rounded-md border-2 px-0.5 py-1.5 text-center transition has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              gift.giftId === props.chosen
                ? 'border-limelight-deep bg-raised'
                : 'border-transparent hover:bg-raised',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={gift.giftId === props.chosen}
              onChange={() => props.onChoose(gift.giftId)}
            />
            <GiftPicture animation={gift.animation} className="size-9" />
            <span className="line-clamp-2 max-w-full text-2xs leading-tight font-semibold wrap-anywhere sm:text-xs">
              {giftName(gift)}
            </span>
            <span className="text-2xs text-ink-soft tabular-nums">
              <Plural value={Number(gift.coins)} one="# coin" other="# coins" />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
