import type { TasteProfile } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ChangeEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Button, toast } from '#shared/ui'
import { mostProfileBytes, profileOf, type ProfileProblem } from '../profile-file.ts'
import { useExportTaste, useImportTaste } from '../queries.ts'

/** Hands a profile over as a file. */
const download = (profile: TasteProfile): void => {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(profile, null, 2)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = address
  link.download = `busker-taste-${profile.exportedAt.slice(0, 10)}.json`
  link.click()
  URL.revokeObjectURL(address)
}

const useProblemText = (): Record<ProfileProblem, string> => {
  const { t } = useLingui()
  return {
    too_large: t`The file is larger than 1 MB, which no taste profile is. Choose the file that you exported here or on another instance.`,
    not_json: t`This file cannot be read as a taste profile. Choose the .json file that was exported, unchanged.`,
    not_a_profile: t`This is a file of something else. Choose the file that was exported as a taste profile: its name begins with “busker-taste”.`,
    other_format: t`This profile was made by another version of Busker. Export it again from an instance of this version.`,
    incomplete: t`This profile is not whole. Export it once more and choose the new file.`,
  }
}

const ImportButton = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const problems = useProblemText()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const send = useImportTaste()
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.currentTarget.files ?? []
    // So that the same file can be chosen again after it was mended.
    event.currentTarget.value = ''
    setProblem(null)
    if (!file) return
    if (file.size > mostProfileBytes) return setProblem(problems.too_large)
    const read = profileOf(await file.text())
    if ('problem' in read) return setProblem(problems[read.problem])
    send.mutate(read.profile, {
      onSuccess: ({ topics, creators }) => toast(t`Taken over: topics ${topics}, creators ${creators}.`),
      onError: (error) =>
        setProblem(isApiError(error, 'invalid_request') ? problems.incomplete : errorText(error)),
    })
  }
  return (
    <>
      <Button look="secondary" icon="upload" busy={send.isPending} onClick={() => input.current?.click()}>
        <Trans>Import a profile</Trans>
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={t`Taste profile to import`}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => void take(event)}
      />
      {problem !== null && (
        <p role="alert" className="w-full text-sm font-semibold text-alert">
          {problem}
        </p>
      )}
    </>
  )
}

/** Takes a taste along: out of this instance, and into it. */
export const CarryPart = (): ReactNode => {
  const errorText = useErrorText()
  const { mutate, isPending } = useExportTaste()
  const save = (): void =>
    mutate(undefined, { onSuccess: download, onError: (error) => toast(errorText(error)) })
  return (
    <div className="flex flex-wrap gap-3">
      <Button look="secondary" icon="share" busy={isPending} onClick={save}>
        <Trans>Export as a file</Trans>
      </Button>
      <ImportButton />
    </div>
  )
}
