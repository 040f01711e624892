import type { choosePoster, Playback } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { call, useErrorText } from '#shared/api'
import { playTime } from '#shared/format'
import { Button, toast } from '#shared/ui'
import { postKeys } from '../queries.ts'

/** The smallest file shows the same pictures. */
const smallest = ({ renditions }: Playback): string | undefined =>
  renditions.toSorted((one, other) => one.bytes - other.bytes)[0]?.url

const useCover = (assetId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (atMs: number) =>
      call<typeof choosePoster>('PUT', '/v1/assets/:assetId/poster', {
        ...{ params: { assetId }, body: { atMs } },
      }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['post'] }),
        client.invalidateQueries({ queryKey: postKeys.ofAnybody }),
      ])
    },
  })
}

/** Chooses the picture that stands for the video, by going through it. */
export const CoverPart = (props: { assetId: string; playback: Playback }): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const errorText = useErrorText()
  const video = useRef<HTMLVideoElement>(null)
  const [atMs, setAtMs] = useState(0)
  const cover = useCover(props.assetId)
  const { durationMs, posterUrl } = props.playback
  const seek = (ms: number): void => {
    setAtMs(ms)
    if (video.current) video.current.currentTime = ms / 1000
  }
  const take = (): void =>
    cover.mutate(atMs, {
      onSuccess: () => toast(t`The cover was changed`),
      onError: (error) => toast(errorText(error)),
    })
  return (
    <section className="grid gap-3" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-lg">
        <Trans>Cover</Trans>
      </h2>
      <video
        ref={video}
        src={smallest(props.playback)}
        poster={posterUrl ?? undefined}
        muted
        playsInline
        preload="metadata"
        aria-label={t`The picture at this moment`}
        className="aspect-[9/16] w-full max-w-60 rounded-lg bg-stage object-contain"
      />
      <label htmlFor={id} className="flex max-w-60 items-center justify-between text-sm font-semibold">
        <Trans>Moment</Trans>
        <span className="text-ink-soft tabular-nums">{playTime(atMs)}</span>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(0, durationMs - 100)}
        step={100}
        value={atMs}
        aria-valuetext={playTime(atMs)}
        onChange={({ target }) => seek(Number(target.value))}
        className="h-11 w-full max-w-60 accent-curtain"
      />
      <div>
        <Button look="secondary" busy={cover.isPending} onClick={take}>
          <Trans>Take this picture</Trans>
        </Button>
      </div>
    </section>
  )
}
