import { Trans } from '@lingui/react/macro'
import { AlertDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

/** Asks before something that cannot be undone. */
const ConfirmDialog = (props: {
  title: string
  description: string
  action: string
  busy: boolean
  onConfirm: () => void
  onCancel: () => void
}): ReactNode => (
  <AlertDialog.Root open onOpenChange={(open) => !open && props.onCancel()}>
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="fixed inset-0 z-40 bg-[#120a0dbb] backdrop-blur-[2px]" />
      <AlertDialog.Content className="animate-rise fixed inset-x-4 bottom-4 z-50 m-auto h-fit max-w-md rounded-xl bg-surface p-7 text-ink shadow-stage sm:inset-0">
        <AlertDialog.Title className="text-xl">{props.title}</AlertDialog.Title>
        <AlertDialog.Description className="mt-2 text-ink-soft">{props.description}</AlertDialog.Description>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <AlertDialog.Cancel asChild>
            <Button look="secondary">
              <Trans>Keep it</Trans>
            </Button>
          </AlertDialog.Cancel>
          <Button look="danger" icon="trash" busy={props.busy} onClick={props.onConfirm}>
            {props.action}
          </Button>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  </AlertDialog.Root>
)

export default ConfirmDialog
