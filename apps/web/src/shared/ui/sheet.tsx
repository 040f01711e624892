import { useLingui } from '@lingui/react/macro'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'

/** A sheet from below on a phone, a card in the middle on a desktop. Focus stays inside and returns afterwards. */
const Sheet = (props: {
  title: string
  open: boolean
  onClose: () => void
  description?: ReactNode
  children?: ReactNode
}): ReactNode => {
  const { t } = useLingui()
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[#120a0dbb] backdrop-blur-[2px]" />
        <Dialog.Content
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          className="animate-rise fixed inset-x-0 bottom-0 z-50 max-h-[85dvh] overflow-y-auto rounded-t-xl bg-surface p-6 pb-[max(1.5rem,env(safe-area-inset-bottom))] text-ink shadow-stage outline-none sm:inset-0 sm:m-auto sm:h-fit sm:max-w-md sm:rounded-xl sm:p-8"
        >
          <div className="mx-auto mb-4 h-1.5 w-11 rounded-full bg-line sm:hidden" aria-hidden="true" />
          <div className="flex items-start justify-between gap-4">
            <Dialog.Title className="text-xl">{props.title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label={t`Close`} className="-me-2 -mt-2 hover:bg-raised" />
            </Dialog.Close>
          </div>
          {props.description && (
            <Dialog.Description asChild>
              <div className="mt-2 text-ink-soft">{props.description}</div>
            </Dialog.Description>
          )}
          {props.children && <div className="mt-5">{props.children}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

export default Sheet
