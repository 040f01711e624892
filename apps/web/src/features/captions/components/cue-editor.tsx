import type { Caption, PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, ConfirmDialog, EmptyState, toast } from '#shared/ui'
import type { EditedCue } from '../cues.ts'
import { faultOf, readCues, writeCues } from '../cues.ts'
import { editCues, tableOf } from '../editing.ts'
import { faultText, lineFaults } from '../faults.ts'
import { ownName } from '../languages.ts'
import { useSaveCaption } from '../queries.ts'
import { CueRow } from './cue-row.tsx'
import { CueVideo, type VideoHandle } from './cue-video.tsx'

const LeaveDialog = ({ dirty }: { dirty: boolean }): ReactNode => {
  const { t } = useLingui()
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Suspense fallback={null}>
      <ConfirmDialog
        title={t`Leave without saving?`}
        description={t`What you changed in these captions will be lost.`}
        action={t`Discard changes`}
        busy={false}
        onCancel={blocker.reset}
        onConfirm={blocker.proceed}
      />
    </Suspense>
  )
}

const Shortcuts = (): ReactNode => (
  <details className="text-sm">
    <summary className="min-h-11 content-center font-semibold">
      <Trans>Keys</Trans>
    </summary>
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-ink-soft *:odd:font-mono *:odd:text-ink">
      <dt>Alt+K</dt>
      <dd>
        <Trans>play or pause the video</Trans>
      </dd>
      <dt>Alt+I · Alt+O</dt>
      <dd>
        <Trans>the caption begins or ends where the video is</Trans>
      </dd>
      <dt>Alt+Enter</dt>
      <dd>
        <Trans>new caption below</Trans>
      </dd>
      <dt>Alt+S</dt>
      <dd>
        <Trans>split the caption at the cursor</Trans>
      </dd>
      <dt>Ctrl+S</dt>
      <dd>
        <Trans>save</Trans>
      </dd>
    </dl>
  </details>
)

/** What the server refused at the last save, by row. */
const useServerFaults = () => {
  const [faults, setFaults] = useState<ReadonlyMap<number, string>>(new Map())
  const { i18n } = useLingui()
  const note = (error: unknown, cueAt: (line: number) => number | null): boolean => {
    const found = lineFaults(error).flatMap((fault): [number, string][] => {
      const key = cueAt(fault.line)
      return key === null ? [] : [[key, faultText(fault, i18n)]]
    })
    setFaults(new Map(found))
    return found.length > 0
  }
  return { faults, note, clear: () => setFaults(new Map()) }
}

interface EditorProps {
  readonly post: PublishedPost
  readonly language: string
  readonly saved: Caption | null
}

const useEditor = ({ post, language, saved }: EditorProps) => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const { durationMs } = post.playback
  const [table, edit] = useReducer(editCues, saved, (from) => tableOf(from ? readCues(from.vtt) : []))
  const [baseline, setBaseline] = useState(saved?.vtt ?? writeCues([]).vtt)
  const written = useMemo(() => writeCues(table.cues), [table.cues])
  const server = useServerFaults()
  const saving = useSaveCaption(post.assetId)
  const dirty = written.vtt !== writeCues(readCues(baseline)).vtt

  const faultIn = (cue: EditedCue): string | null => {
    const code = faultOf(cue, durationMs)
    return code ? faultText({ code }, i18n) : (server.faults.get(cue.key) ?? null)
  }
  const save = (): void => {
    server.clear()
    if (!dirty || saving.isPending) return
    if (table.cues.some((cue) => faultOf(cue, durationMs) !== null))
      return toast(t`Some captions have faults. They are marked.`)
    saving.mutate(
      { language, label: saved?.label ?? ownName(language), vtt: written.vtt },
      {
        onSuccess: ({ caption }) => {
          setBaseline(caption.vtt)
          edit({ type: 'load', cues: readCues(caption.vtt) })
          toast(t`Saved`)
        },
        onError: (error) => {
          const marked = server.note(error, written.cueAt)
          toast(marked ? t`Some captions have faults. They are marked.` : errorText(error))
        },
      },
    )
  }
  return { table, edit, dirty, save, saving, faultIn }
}

/** Keys that work wherever the focus is. */
const useEditorKeys = (save: () => void, toggleVideo: () => void): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's'
      const isToggle = event.altKey && event.code === 'KeyK'
      if (!isSave && !isToggle) return
      event.preventDefault()
      if (isSave) save()
      else toggleVideo()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [save, toggleVideo])
}

/** A table of captions beside the video that they belong to. */
export const CueEditor = (props: EditorProps): ReactNode => {
  const { t } = useLingui()
  const { post, language } = props
  const { table, edit, dirty, save, saving, faultIn } = useEditor(props)
  const video = useRef<VideoHandle>(null)
  const [nowMs, setNowMs] = useState(0)
  const toggleVideo = useCallback(() => video.current?.toggle(), [])
  useEditorKeys(save, toggleVideo)
  const { cues } = table
  const add = (after: number | null): void =>
    edit({ type: 'add', atMs: video.current?.nowMs() ?? 0, after, durationMs: post.playback.durationMs })
  const count = cues.length
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:gap-10">
      <div className="sticky top-0 z-10 -mx-5 grid gap-3 self-start bg-paper px-5 pb-3 lg:top-6 lg:mx-0 lg:px-0">
        <CueVideo ref={video} playback={post.playback} cues={cues} language={language} onTime={setNowMs} />
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={saving.isPending} disabled={!dirty} onClick={save}>
            <Trans>Save</Trans>
          </Button>
          <Button look="secondary" icon="plus" onClick={() => add(null)}>
            <Trans>Caption here</Trans>
          </Button>
          <p className="text-sm text-ink-soft tabular-nums" role="status">
            {dirty ? <Trans>Not saved</Trans> : <Plural value={count} one="# caption" other="# captions" />}
          </p>
        </div>
        <div className="hidden lg:block">
          <Shortcuts />
        </div>
      </div>
      {cues.length === 0 ? (
        <div className="card self-start">
          <EmptyState
            scene="stage"
            title={t`No captions yet`}
            text={<Trans>Play the video, stop where somebody speaks, and choose “Caption here”.</Trans>}
          />
        </div>
      ) : (
        <ol className="grid content-start gap-3" aria-label={t`Captions`}>
          {cues.map((cue, index) => (
            <CueRow
              key={cue.key}
              cue={cue}
              number={index + 1}
              isLast={index === cues.length - 1}
              isShown={nowMs >= cue.startMs && nowMs < cue.endMs}
              language={language}
              fault={faultIn(cue)}
              edit={edit}
              onAdd={() => add(cue.key)}
              onSeek={() => video.current?.seek(cue.startMs)}
              videoMs={() => video.current?.nowMs() ?? 0}
            />
          ))}
        </ol>
      )}
      <LeaveDialog dirty={dirty} />
    </div>
  )
}
