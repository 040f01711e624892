import type { ReactNode } from 'react'
import type { IconName } from '#shared/ui'
import { Icon, IconButton } from '#shared/ui'

/** What a form is about besides itself, with the way to leave it where there is one. */
export const ChosenFrame = (props: {
  icon: IconName
  /** What leaving it means, for those who do not see the cross. */
  removeLabel: string
  onRemove?: (() => void) | undefined
  children: ReactNode
}): ReactNode => (
  <div className="flex items-center gap-3 rounded-lg border-[1.5px] border-line bg-surface py-1 ps-4 pe-1">
    <Icon name={props.icon} className="size-5 shrink-0" />
    <div className="min-h-11 min-w-0 flex-1 content-center py-1.5 text-sm">{props.children}</div>
    {props.onRemove && (
      <IconButton
        icon="close"
        label={props.removeLabel}
        onClick={props.onRemove}
        className="hover:bg-raised"
      />
    )}
  </div>
)
