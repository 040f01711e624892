import { longestBio, pictureMaximumBytes, type Profile } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode, SubmitEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { useMe } from '#features/auth'
import { useProfile } from '#features/profile'
import { useErrorText } from '#shared/api'
import { fileSize } from '#shared/format'
import { NotLoaded, Waiting } from '#shared/states'
import { Avatar, Button, buttonClass, Page, TextField, toast } from '#shared/ui'
import { useChangePicture, useEditProfile } from '../edit-profile.ts'

const PicturePart = ({ profile }: { profile: Profile }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const input = useRef<HTMLInputElement>(null)
  const change = useChangePicture()
  const set = (file: File | null): void =>
    change.mutate(file, { onSuccess: () => toast(t`Saved`), onError: (error) => toast(errorText(error)) })
  const most = fileSize(pictureMaximumBytes, i18n.locale)
  return (
    <section aria-label={t`Picture`} className="flex flex-wrap items-center gap-5">
      <Avatar
        handle={profile.handle}
        name={profile.displayName}
        picture={profile.picture}
        className="size-28 text-[3.25rem]"
      />
      <div className="grid min-w-0 flex-1 basis-56 gap-2">
        <div className="flex flex-wrap gap-3">
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg"
            aria-label={t`Choose a picture of yourself`}
            className="sr-only"
            tabIndex={-1}
            onChange={({ target }) => {
              const [file] = target.files ?? []
              if (file) set(file)
              target.value = ''
            }}
          />
          <Button look="secondary" busy={change.isPending} onClick={() => input.current?.click()}>
            {profile.picture === undefined ? <Trans>Choose a picture</Trans> : <Trans>Choose another</Trans>}
          </Button>
          {profile.picture !== undefined && (
            <Button look="quiet" className="px-4" disabled={change.isPending} onClick={() => set(null)}>
              <Trans>Take it away</Trans>
            </Button>
          )}
        </div>
        <p className="text-xs text-ink-soft">
          <Trans>PNG or JPEG, up to {most}. Where and when it was taken is not kept.</Trans>
        </p>
      </div>
    </section>
  )
}

const Words = ({ profile }: { profile: Profile }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const bioId = useId()
  const edit = useEditProfile()
  const [name, setName] = useState(profile.displayName)
  const [bio, setBio] = useState(profile.bio)
  const [link, setLink] = useState(profile.link ?? '')
  const save = (event: SubmitEvent): void => {
    event.preventDefault()
    const address = link.trim()
    edit.mutate(
      { displayName: name.trim(), bio: bio.trim(), link: address === '' ? null : address },
      { onSuccess: () => toast(t`Saved`) },
    )
  }
  return (
    <form onSubmit={save} className="grid gap-5">
      <TextField
        label={t`Name`}
        value={name}
        required
        maxLength={50}
        onChange={({ target }) => setName(target.value)}
      />
      <div className="grid gap-1.5">
        <label htmlFor={bioId} className="text-sm font-semibold">
          <Trans>About you</Trans>
        </label>
        <textarea
          id={bioId}
          dir="auto"
          className="field min-h-24"
          value={bio}
          maxLength={longestBio}
          aria-describedby={`${bioId}-left`}
          onChange={({ target }) => setBio(target.value)}
        />
        <p id={`${bioId}-left`} className="text-xs text-ink-soft tabular-nums">
          {bio.length} / {longestBio}
        </p>
      </div>
      <TextField
        label={t`Where else you are found`}
        type="url"
        value={link}
        maxLength={200}
        pattern="https://.+\..+"
        title={t`An address that begins with https://`}
        placeholder="https://"
        onChange={({ target }) => setLink(target.value)}
      />
      {edit.isError && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(edit.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={edit.isPending}>
          <Trans>Save</Trans>
        </Button>
        <Link to="/@{$handle}" params={{ handle: profile.handle }} className={buttonClass('secondary')}>
          <Trans>Look at it</Trans>
        </Link>
      </div>
    </form>
  )
}

/** What the own profile says, and its picture. */
const EditProfilePage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const { data: profile, error, refetch, isFetching } = useProfile(me?.handle ?? null)
  if (error)
    return (
      <NotLoaded
        title={<Trans>Your profile did not load</Trans>}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    )
  return (
    <Page title={t`Your profile`} intro={<Trans>Everybody sees it.</Trans>}>
      {me === null ? (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      ) : profile ? (
        <div className="grid gap-8">
          <PicturePart profile={profile} />
          <Words profile={profile} />
        </div>
      ) : (
        <Waiting lines={4} />
      )}
    </Page>
  )
}

export default EditProfilePage
