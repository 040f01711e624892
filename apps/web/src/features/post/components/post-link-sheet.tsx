import type { CallAction, PostId, PostLink } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { callActions, callWords } from '#features/watch'
import { isApiError, useErrorText } from '#shared/api'
import { Button, SelectField, Sheet, Spinner, TextField, toast } from '#shared/ui'
import { useOfferedLink, usePostLink, usePostLinkChanges } from '../queries.ts'

/** Twelve letters and digits; whoever pastes a whole address means the code at its end. */
const codeIn = (text: string): string => /([\w-]{12})\/?(?:\?.*)?$/.exec(text.trim())?.[1] ?? text.trim()
const isCode = (text: string): boolean => /^[\w-]{12}$/.test(text)

const Problem = ({ error }: { error: unknown }): ReactNode => {
  const errorText = useErrorText()
  const { t } = useLingui()
  if (!error) return null
  return (
    <p role="alert" className="text-sm font-semibold text-alert">
      {isApiError(error, 'not_found')
        ? t`No link has this code. Check it with the brand.`
        : isApiError(error, 'sound_not_commercial')
          ? t`This video uses a sound that may not be used to advertise. Ask its holder, or post with a sound of your own.`
          : errorText(error)}
    </p>
  )
}

const Where = ({ brand, destination }: { brand: string; destination: string }): ReactNode => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-md bg-raised p-4 text-sm">
    <dt className="text-ink-soft">
      <Trans>Brand</Trans>
    </dt>
    <dd>
      <bdi className="font-semibold">{brand}</bdi>
    </dd>
    <dt className="text-ink-soft">
      <Trans>Leads to</Trans>
    </dt>
    <dd className="break-all">
      <bdi>{destination}</bdi>
    </dd>
  </dl>
)

const LinkForm = (props: { postId: PostId; link: PostLink | null; onDone: () => void }): ReactNode => {
  const { t, i18n } = useLingui()
  const { postId, link } = props
  const [code, setCode] = useState(link?.code ?? '')
  const [action, setAction] = useState<CallAction>(link?.action ?? 'shop_now')
  const offered = useOfferedLink(code, isCode(code))
  const { set, remove } = usePostLinkChanges(postId)
  const offer = offered.data
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (offer === undefined) return
    set.mutate(
      { code, action, destination: offer.destination },
      {
        onSuccess: () => {
          toast(t`The button is on your post`)
          props.onDone()
        },
        onError: () => void offered.refetch(),
      },
    )
  }
  const takeOff = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(t`The button was taken off`)
        props.onDone()
      },
    })
  return (
    <form onSubmit={submit} className="grid gap-5">
      {link?.wanted && (
        <p className="rounded-md bg-alert-soft p-4 text-sm">
          <Trans>
            The brand wants the button to lead elsewhere now. Until you agree, it leads to where you agreed
            to.
          </Trans>
        </p>
      )}
      <TextField
        label={t`Code of the link`}
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint={<Trans>The brand that you work with gives it to you.</Trans>}
        value={code}
        onChange={(event) => setCode(codeIn(event.target.value))}
      />
      {offered.isFetching && <Spinner className="size-6 text-curtain" />}
      {offer && isCode(code) && <Where {...offer} />}
      <SelectField
        label={t`The button says`}
        value={action}
        onChange={(event) => setAction(callActions.find((one) => one === event.target.value) ?? action)}
      >
        {callActions.map((one) => (
          <option key={one} value={one}>
            {i18n._(callWords[one])}
          </option>
        ))}
      </SelectField>
      <p className="text-sm text-ink-soft">
        <Trans>
          Your post will say “Paid partnership”. The brand can change the page that the button leads to, but
          not the site: for another site you are asked again.
        </Trans>
      </p>
      <Problem error={isCode(code) ? (offered.error ?? set.error ?? remove.error) : null} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" disabled={!offer || !isCode(code)} busy={set.isPending}>
          {link?.wanted ? <Trans>Agree and save</Trans> : <Trans>Put it on my post</Trans>}
        </Button>
        {link && (
          <Button look="danger" busy={remove.isPending} onClick={takeOff}>
            <Trans>Take it off</Trans>
          </Button>
        )}
      </div>
    </form>
  )
}

/** The author puts a brand's link on a post, agrees to a change, or takes it off. */
const PostLinkSheet = ({ postId, onClose }: { postId: PostId; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error, isPending } = usePostLink(postId)
  return (
    <Sheet title={t`Button to a brand`} open onClose={onClose}>
      {isPending && <Spinner className="size-8 text-curtain" />}
      {error && (
        <p role="alert" className="text-sm text-alert">
          {errorText(error)}
        </p>
      )}
      {data !== undefined && <LinkForm postId={postId} link={data} onDone={onClose} />}
    </Sheet>
  )
}

export default PostLinkSheet
