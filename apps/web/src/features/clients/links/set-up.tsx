import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Button, ConfirmDialog, toast } from '#shared/ui'
import { CopyText } from './copy-text.tsx'
import { useConversionKey, useKeyChanges } from './queries.ts'

const pixelText = (clientId: string): string =>
  [
    `<script defer src="${location.origin}/pixel.js" data-client="${clientId}"></script>`,
    '<script>',
    '  // On the page that thanks for the order:',
    '  (window.buskerTold ||= []).push(["purchase",',
    '    { event_id: "ORDER-123", order_id: "ORDER-123", value: "19.90", currency: "USD" }])',
    '</script>',
  ].join('\n')

const serverText = (clientId: string): string =>
  [
    `curl ${location.origin}/v1/clients/${clientId}/conversions \\`,
    '  -H "Authorization: Bearer $BUSKER_KEY" -H "Content-Type: application/json" \\',
    `  -d '{"events":[{"event":"purchase","eventId":"ORDER-123","orderId":"ORDER-123",`,
    `       "value":"19.90","currency":"USD","bclid":"…"}]}'`,
  ].join('\n')

const ServerKey = ({ client }: { client: Client }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const found = useConversionKey(client.clientId)
  const { make, remove } = useKeyChanges(client.clientId)
  const [asks, setAsks] = useState<'replace' | 'remove' | null>(null)
  const onError = (error: unknown): void => toast(errorText(error))
  const onSettled = (): void => setAsks(null)
  const madeAt = found.data?.madeAt ?? null
  const since = madeAt === null ? '' : timeAgo(madeAt, wallMs(), i18n.locale)
  const mayMake = client.may.manage && client.archivedAt === null
  const confirm = (): void => {
    if (asks === 'remove') remove.mutate(undefined, { onError, onSettled, onSuccess: () => make.reset() })
    else make.mutate(undefined, { onError, onSettled })
  }
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        {found.error ? (
          <span role="alert">{errorText(found.error)}</span>
        ) : madeAt === null ? (
          <Trans>There is no key yet.</Trans>
        ) : (
          <Trans>There is a key, made {since}.</Trans>
        )}
      </p>
      {make.data && (
        <div role="status" className="grid gap-2 rounded-md bg-bottle-soft p-4">
          <p className="text-sm font-semibold">
            <Trans>Keep this key now. It is not shown again.</Trans>
          </p>
          <CopyText label={t`Key of the server`} text={make.data.key} />
        </div>
      )}
      {mayMake && (
        <div className="flex flex-wrap gap-3">
          <Button
            look="secondary"
            icon="key"
            busy={make.isPending}
            onClick={() => (madeAt === null ? make.mutate(undefined, { onError }) : setAsks('replace'))}
          >
            {madeAt === null ? <Trans>Make a key</Trans> : <Trans>Make a new key</Trans>}
          </Button>
          {madeAt !== null && (
            <Button look="danger" onClick={() => setAsks('remove')}>
              <Trans>End the key</Trans>
            </Button>
          )}
        </div>
      )}
      <Suspense>
        {asks !== null && (
          <ConfirmDialog
            title={asks === 'remove' ? t`End the key?` : t`Make a new key?`}
            description={t`Whatever uses the key of now is refused from this moment on.`}
            action={asks === 'remove' ? t`End the key` : t`Make a new key`}
            busy={make.isPending || remove.isPending}
            onConfirm={confirm}
            onCancel={() => setAsks(null)}
          />
        )}
      </Suspense>
    </div>
  )
}

/** How a shop tells what came of the clicks. */
export const SetUp = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  return (
    <section aria-labelledby="conversions-set-up" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="conversions-set-up" className="text-lg">
        <Trans>Let the shop tell what came of it</Trans>
      </h2>
      <p className="max-w-prose text-sm text-ink-soft">
        <Trans>
          Use the pixel, your server, or both: the same event with the same id within 48 hours counts once,
          and the server’s values count. What happens within seven days of a click belongs to it. Nothing
          about people is taken: no names, no addresses.
        </Trans>
      </p>
      <h3 className="text-base">
        <Trans>The pixel, on the pages of the shop</Trans>
      </h3>
      <CopyText label={t`Code of the pixel`} text={pixelText(client.clientId)} />
      <h3 className="text-base">
        <Trans>From your server</Trans>
      </h3>
      <ServerKey client={client} />
      <CopyText label={t`An example call`} text={serverText(client.clientId)} />
    </section>
  )
}
