import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { Icon } from './icon.tsx'

const closeAfterMs = 180

/** A question mark that explains: opens by hover, focus and tap, closes by Escape or going away. */
const InfoPopover = (props: { label: string; children: ReactNode }): ReactNode => {
  const [open, setOpen] = useState(false)
  const closing = useRef(0)
  const show = (): void => {
    window.clearTimeout(closing.current)
    setOpen(true)
  }
  const hide = (): void => {
    window.clearTimeout(closing.current)
    closing.current = window.setTimeout(() => setOpen(false), closeAfterMs)
  }
  const byMouse = (act: () => void) => (event: { pointerType: string }) => {
    if (event.pointerType === 'mouse') act()
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={props.label}
          onPointerEnter={byMouse(show)}
          onPointerLeave={byMouse(hide)}
          onFocus={(event) => event.currentTarget.matches(':focus-visible') && show()}
          onClick={(event) => {
            // Hover has opened it already: the click of the same mouse must not close it again.
            if (open) event.preventDefault()
          }}
          className="grid size-11 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-raised hover:text-ink"
        >
          <Icon name="why" className="size-5" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="bottom"
          align="end"
          collisionPadding={12}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={byMouse(show)}
          onPointerLeave={byMouse(hide)}
          className="card animate-rise z-50 w-80 max-w-[calc(100vw-1.5rem)] p-5 text-sm text-ink shadow-stage outline-none"
        >
          {props.children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

export default InfoPopover
