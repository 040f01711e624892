import type { PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import { Button, Icon, Sheet, Spinner, toast } from '#shared/ui'
import { Choice } from '../components/choice.tsx'
import type { Surface } from '../told.ts'
import { embedCode } from './embed-code.ts'
import { useOwnShare, useShareAddress } from './queries.ts'

const QrCode = lazy(() => import('./qr-code.tsx'))

/** What came of one's own link; below three people nothing is said. */
const Results = ({ postId }: { postId: string }): ReactNode => {
  const { data } = useOwnShare(postId)
  if (!data || data.token === null) return null
  const { watched, followed, joined } = data
  if (watched === null && followed === null && joined === null)
    return (
      <p className="mt-5 border-t border-line pt-4 text-xs text-ink-soft">
        <Trans>What comes of your link is told here once it is three people or more.</Trans>
      </p>
    )
  return (
    <ul className="mt-5 grid gap-1 border-t border-line pt-4 text-sm font-semibold">
      {watched !== null && (
        <li>
          <Plural
            value={watched}
            one="# person watched through your link"
            other="# people watched through your link"
          />
        </li>
      )}
      {followed !== null && (
        <li>
          <Plural
            value={followed}
            one="# person followed through your link"
            other="# people followed through your link"
          />
        </li>
      )}
      {joined !== null && (
        <li>
          <Plural
            value={joined}
            one="# person joined through your link"
            other="# people joined through your link"
          />
        </li>
      )}
    </ul>
  )
}

const EmbedPart = ({ post, onCopy }: { post: PublishedPost; onCopy: (text: string) => void }): ReactNode => {
  const { t } = useLingui()
  const code = embedCode({ ...post, name: post.author.displayName }, location.origin)
  return (
    <div className="grid justify-items-start gap-3 px-3 pb-3">
      <textarea
        readOnly
        dir="ltr"
        rows={6}
        aria-label={t`Markup for another page`}
        value={code}
        onFocus={(event) => event.target.select()}
        className="field w-full resize-none font-mono text-xs"
      />
      <Button look="secondary" icon="copy" onClick={() => onCopy(code)}>
        <Trans>Copy markup</Trans>
      </Button>
    </div>
  )
}

const Download = ({ post }: { post: PublishedPost }): ReactNode => (
  <li>
    <a
      href={`/v1/posts/${post.postId}/download`}
      download
      className="flex min-h-14 w-full items-center gap-4 rounded-md px-3 py-2 transition hover:bg-raised"
    >
      <Icon name="save" className="size-6 shrink-0" />
      <span className="font-semibold">
        <Trans>Download video</Trans>
      </span>
    </a>
  </li>
)

/** Sends an address on its way: to the clipboard or to another app. */
const useSending = (post: PublishedPost) => {
  const { t } = useLingui()
  const copy = async (text: string, done: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      toast(done)
    } catch {
      toast(t`Could not be copied: ${text}`)
    }
  }
  const pass = async (url: string): Promise<void> => {
    try {
      await navigator.share({ url, title: post.author.displayName })
    } catch (error) {
      // Closing the share menu is a choice, not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        toast(t`The link could not be shared. Copy it instead.`)
    }
  }
  return { copy, pass }
}

/** Ways to give a video to somebody else. */
const ShareSheet = (props: { post: PublishedPost; surface: Surface; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const { post } = props
  const address = useShareAddress(post, props.surface)
  const sending = useSending(post)
  const [open, setOpen] = useState<'qr' | 'embed' | null>(null)
  const [link, setLink] = useState<string | null>(null)
  const withLink = async (work: (url: string) => void | Promise<void>): Promise<void> => {
    const url = link ?? (await address.mutateAsync())
    setLink(url)
    await work(url)
  }
  const toggle = (part: 'qr' | 'embed'): void => setOpen(open === part ? null : part)
  return (
    <Sheet open title={t`Share`} onClose={props.onClose}>
      <ul className="-mx-3 grid">
        <Choice
          icon="link"
          text={<Trans>Copy link</Trans>}
          busy={address.isPending}
          onClick={() => void withLink((url) => sending.copy(url, t`Link copied`))}
        />
        {typeof navigator.share === 'function' && (
          <Choice
            icon="share"
            text={<Trans>Send with another app</Trans>}
            busy={address.isPending}
            onClick={() => void withLink(sending.pass)}
          />
        )}
        <Choice
          icon="qr"
          text={<Trans>Code for a camera</Trans>}
          busy={address.isPending}
          open={open === 'qr'}
          onClick={() => void withLink(() => toggle('qr'))}
        />
        {open === 'qr' && link !== null && (
          <li className="px-3 pb-3">
            <Suspense fallback={<Spinner className="mx-auto size-8 text-curtain" />}>
              <QrCode address={link} />
            </Suspense>
          </li>
        )}
        {post.audience === 'public' && (
          <Choice
            icon="code"
            text={<Trans>Show on another page</Trans>}
            busy={false}
            open={open === 'embed'}
            onClick={() => toggle('embed')}
          />
        )}
        {open === 'embed' && (
          <li>
            <EmbedPart post={post} onCopy={(text) => void sending.copy(text, t`Markup copied`)} />
          </li>
        )}
        {post.can.download && <Download post={post} />}
      </ul>
      {post.audience !== 'public' && (
        <p className="mt-4 text-xs text-ink-soft">
          <Trans>The link opens only for those who may see this video.</Trans>
        </p>
      )}
      {!post.can.download && (
        <p className="mt-4 text-xs text-ink-soft">
          <Trans>The author does not allow this video to be downloaded.</Trans>
        </p>
      )}
      <Results postId={post.postId} />
    </Sheet>
  )
}

export default ShareSheet
