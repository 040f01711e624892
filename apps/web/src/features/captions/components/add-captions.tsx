import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { ChangeEvent, ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, TextField, toast } from '#shared/ui'
import { faultText, lineFaults } from '../faults.ts'
import { isLanguage, languageChoices, likelyLanguage, ownName } from '../languages.ts'
import { useSaveCaption } from '../queries.ts'

const largestFileBytes = 500_000

const LanguageChoice = (props: {
  value: string
  taken: readonly string[]
  onChange: (language: string) => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const id = useId()
  const choices = languageChoices(i18n.locale)
  const isOther = !choices.some(({ code }) => code === props.value)
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="grid content-start gap-1.5">
        <label htmlFor={id} className="text-sm font-semibold">
          <Trans>Language</Trans>
        </label>
        <select
          id={id}
          value={isOther ? '' : props.value}
          onChange={(event) => props.onChange(event.target.value)}
          className="field"
        >
          {choices.map(({ code, name }) => (
            <option key={code} value={code}>
              {props.taken.includes(code) ? t`${name} (replaces)` : name}
            </option>
          ))}
          <option value="">{t`Another language`}</option>
        </select>
      </div>
      {isOther && (
        <TextField
          label={t`Code of the language`}
          value={props.value}
          maxLength={35}
          autoCapitalize="none"
          spellCheck={false}
          placeholder="qu, haw, zh-Hant-HK"
          onChange={(event) => props.onChange(event.target.value.trim())}
          problem={
            props.value === '' || isLanguage(props.value) ? undefined : t`A code looks like en or pt-BR.`
          }
        />
      )}
    </div>
  )
}

const Problems = ({ error }: { error: unknown }): ReactNode => {
  const { i18n } = useLingui()
  const errorText = useErrorText()
  const faults = lineFaults(error)
  if (faults.length === 0)
    return (
      <p role="alert" className="text-sm font-semibold text-alert">
        {errorText(error)}
      </p>
    )
  return (
    <div role="alert" className="rounded-md bg-alert-soft p-4 text-sm text-alert">
      <p className="font-semibold">
        <Trans>The file was not taken. Correct it and choose it again:</Trans>
      </p>
      <ul className="mt-2 grid max-h-60 gap-1 overflow-y-auto">
        {faults.map((fault) => {
          const { line } = fault
          return (
            <li key={`${line}-${fault.code}`}>
              <Trans>
                <strong className="tabular-nums">Line {line}:</strong> {faultText(fault, i18n)}
              </Trans>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** A new language: from a file, or written here. */
export const AddCaptions = (props: { post: PublishedPost; taken: readonly string[] }): ReactNode => {
  const { t } = useLingui()
  const { postId, assetId } = props.post
  const navigate = useNavigate()
  const save = useSaveCaption(assetId)
  const input = useRef<HTMLInputElement>(null)
  const [language, setLanguage] = useState(() => likelyLanguage(navigator.languages, props.taken))
  const [tooLarge, setTooLarge] = useState(false)
  const usable = isLanguage(language)

  const upload = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    // The same file may be chosen again after it was corrected.
    event.target.value = ''
    setTooLarge(file !== undefined && file.size > largestFileBytes)
    if (!file || file.size > largestFileBytes) return
    const vtt = await file.text()
    save.mutate(
      { language, label: ownName(language), vtt },
      { onSuccess: () => toast(t`The captions were added`) },
    )
  }
  return (
    <section className="card grid gap-5 p-5 sm:p-7">
      <h2 className="text-xl">
        <Trans>Add a language</Trans>
      </h2>
      <LanguageChoice value={language} taken={props.taken} onChange={setLanguage} />
      <div className="flex flex-wrap gap-3">
        <Button icon="upload" busy={save.isPending} disabled={!usable} onClick={() => input.current?.click()}>
          <Trans>Upload a file</Trans>
        </Button>
        <Button
          look="secondary"
          disabled={!usable || save.isPending}
          onClick={() => void navigate({ to: '/p/$postId/captions/$language', params: { postId, language } })}
        >
          <Trans>Write them here</Trans>
        </Button>
        <input
          ref={input}
          type="file"
          accept=".vtt,.srt,text/vtt,application/x-subrip"
          aria-label={t`Caption file`}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => void upload(event)}
        />
      </div>
      <p className="text-xs text-ink-soft">
        <Trans>WebVTT or SRT, at most 500 kB.</Trans>
      </p>
      {tooLarge ? (
        <p role="alert" className="text-sm font-semibold text-alert">
          <Trans>The file is larger than 500 kB.</Trans>
        </p>
      ) : (
        save.error && <Problems error={save.error} />
      )}
    </section>
  )
}
