import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { fileSize } from '#shared/format'
import { classes, Icon } from '#shared/ui'
import type { IconName } from '#shared/ui'
import type { MediaStatus } from '../queries.ts'

type Sandbox = NonNullable<MediaStatus['sandbox']>

const levels: Record<Sandbox['level'], { badge: string; icon: IconName }> = {
  isolated: { badge: 'bg-bottle-soft text-bottle', icon: 'check' },
  limited: { badge: 'bg-limelight text-on-limelight', icon: 'alert' },
  bare: { badge: 'bg-alert-soft text-alert', icon: 'alert' },
}

const LevelName = ({ level }: { level: Sandbox['level'] }): ReactNode => {
  switch (level) {
    case 'isolated':
      return <Trans>Isolated</Trans>
    case 'limited':
      return <Trans>Limited</Trans>
    case 'bare':
      return <Trans>Not isolated</Trans>
  }
}

const Meaning = ({ sandbox }: { sandbox: Sandbox }): ReactNode => {
  switch (sandbox.level) {
    case 'isolated':
      return (
        <Trans>
          Every upload is opened in a closed box: no network, no other files, bounded time and memory.
        </Trans>
      )
    case 'limited':
      return sandbox.network ? (
        <Trans>
          Time, memory and privileges are bounded, but a hostile file could make FFmpeg read other files of
          this machine and reach the network.
        </Trans>
      ) : (
        <Trans>
          Time, memory and privileges are bounded, but a hostile file could make FFmpeg read other files of
          this machine.
        </Trans>
      )
    case 'bare':
      return (
        <Trans>
          Only time is bounded: a hostile file could make FFmpeg do whatever Busker itself may do.
        </Trans>
      )
  }
}

const NextStep = ({ level }: { level: Sandbox['level'] }): ReactNode => {
  switch (level) {
    case 'isolated':
      return null
    case 'limited':
      return (
        <Trans>
          Install bubblewrap and allow it to make user namespaces, which containers often forbid. Then start
          Busker again.
        </Trans>
      )
    case 'bare':
      return <Trans>Run Busker on Linux with util-linux and bubblewrap. Then start it again.</Trans>
  }
}

const SandboxPanel = ({ sandbox }: { sandbox: Sandbox }): ReactNode => {
  const { badge, icon } = levels[sandbox.level]
  return (
    <div className="p-5 sm:p-7">
      <h3 className="font-body text-sm font-semibold tracking-normal text-ink-soft">
        <Trans>Sandbox</Trans>
      </h3>
      <p
        className={classes(
          'mt-3 inline-flex items-center gap-2.5 rounded-full py-2 ps-3.5 pe-5 font-display text-lg font-bold',
          badge,
        )}
      >
        <Icon name={icon} className="size-6" weight={2.4} />
        <LevelName level={sandbox.level} />
      </p>
      <p className="mt-4 max-w-prose text-sm">
        <Meaning sandbox={sandbox} />
      </p>
      {sandbox.reason !== '' && (
        <p className="mt-3 max-w-prose text-sm text-ink-soft">
          <span className="font-semibold text-ink">
            <Trans>Why:</Trans>
          </span>{' '}
          <span lang="en">{sandbox.reason}</span>
        </p>
      )}
      {sandbox.level !== 'isolated' && (
        <p className="mt-3 max-w-prose text-sm text-ink-soft">
          <span className="font-semibold text-ink">
            <Trans>What to do:</Trans>
          </span>{' '}
          <NextStep level={sandbox.level} />
        </p>
      )}
    </div>
  )
}

const NoFfmpeg = (): ReactNode => (
  <div className="p-5 sm:p-7">
    <h3 className="font-body text-sm font-semibold tracking-normal text-ink-soft">FFmpeg</h3>
    <p className="mt-3 inline-flex items-center gap-2.5 rounded-full bg-alert-soft py-2 ps-3.5 pe-5 font-display text-lg font-bold text-alert">
      <Icon name="alert" className="size-6" weight={2.4} />
      <Trans>Not found</Trans>
    </p>
    <p className="mt-4 max-w-prose text-sm">
      <Trans>Without FFmpeg this instance cannot convert videos.</Trans>
    </p>
  </div>
)

/** Below this share of free space the bar warns. */
const scarceShare = 0.1

const Disk = ({ disk }: { disk: NonNullable<MediaStatus['disk']> }): ReactNode => {
  const { t, i18n } = useLingui()
  const freeShare = disk.freeBytes / disk.totalBytes
  const isScarce = freeShare < scarceShare
  const [free, total] = [fileSize(disk.freeBytes, i18n.locale), fileSize(disk.totalBytes, i18n.locale)]
  return (
    <div className="col-span-2">
      <dt className="text-ink-soft">
        <Trans>Disk for videos</Trans>
      </dt>
      <dd className="mt-1 font-semibold">
        <Trans>
          {free} of {total} free
        </Trans>
        <span
          role="meter"
          aria-label={t`Space in use`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round((1 - freeShare) * 100)}
          className="mt-2 block h-2 overflow-hidden rounded-full bg-raised"
        >
          <span
            className={classes('block h-full rounded-full', isScarce ? 'bg-alert' : 'bg-bottle')}
            style={{ width: `${(1 - freeShare) * 100}%` }}
          />
        </span>
        {isScarce && (
          <span className="mt-2 block text-alert">
            <Trans>Almost full. Make room: uploads and conversions wait when nothing is left.</Trans>
          </span>
        )}
      </dd>
    </div>
  )
}

const Facts = ({ status }: { status: MediaStatus }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <dl className="grid content-start grid-cols-2 gap-x-6 gap-y-5 p-5 text-sm sm:p-7">
      {status.ffmpeg && (
        <div className="min-w-0">
          <dt className="text-ink-soft">FFmpeg</dt>
          <dd className="mt-1 font-semibold break-words">
            <bdi>{status.ffmpeg.version}</bdi>
            <bdi className="block text-xs font-normal break-all text-ink-soft">{status.ffmpeg.path}</bdi>
          </dd>
        </div>
      )}
      <div>
        <dt className="text-ink-soft">
          <Trans>Conversions at once</Trans>
        </dt>
        <dd className="mt-1 font-semibold tabular-nums">
          {status.encoders === 0 ? (
            <Trans>only on other machines</Trans>
          ) : (
            new Intl.NumberFormat(i18n.locale).format(status.encoders)
          )}
        </dd>
      </div>
      {status.disk && <Disk disk={status.disk} />}
    </dl>
  )
}

const FeaturesOff = ({ features }: { features: MediaStatus['featuresOff'] }): ReactNode => (
  <div className="border-t border-line p-5 sm:p-7 lg:col-span-2">
    <h3 className="font-body text-sm font-semibold tracking-normal">
      <Trans>Switched off</Trans>
    </h3>
    {/* The server says these; it knows the machine, and speaks English. */}
    <ul lang="en" className="mt-4 grid gap-4 lg:grid-cols-2 lg:gap-x-10">
      {features.map(({ feature, reason }) => (
        <li key={feature} className="flex gap-3 text-sm">
          <Icon name="alert" className="mt-0.5 size-5 shrink-0 text-curtain" />
          <span className="min-w-0">
            <span className="block font-semibold first-letter:uppercase">{feature}</span>
            <span className="block text-ink-soft">{reason}</span>
          </span>
        </li>
      ))}
    </ul>
  </div>
)

/** What the programs and the machine let this instance do with video. */
export const Capabilities = ({ status }: { status: MediaStatus }): ReactNode => (
  <section aria-labelledby="capabilities">
    <h2 id="capabilities" className="mb-4 text-xl">
      <Trans>What this machine can do</Trans>
    </h2>
    <div className="card grid lg:grid-cols-[3fr_2fr] lg:[&>dl]:border-s lg:[&>dl]:border-line max-lg:[&>dl]:border-t max-lg:[&>dl]:border-line">
      {status.sandbox ? <SandboxPanel sandbox={status.sandbox} /> : <NoFfmpeg />}
      <Facts status={status} />
      {status.featuresOff.length > 0 && <FeaturesOff features={status.featuresOff} />}
    </div>
  </section>
)
