import type { CommentRules, PostCommentRules } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, SelectField, Spinner, toast } from '#shared/ui'
import { usePostRules, useSaveRules } from './queries.ts'

interface Rules {
  readonly rules: PostCommentRules
  readonly mine: CommentRules
}

const mostWords = 100

/** Words and phrases, one on each line or between commas. */
const wordsIn = (text: string): string[] =>
  [...new Set(text.split(/[\n,]/).map((word) => word.trim().slice(0, 60)))]
    .filter(Boolean)
    .slice(0, mostWords)

const WordsField = (props: { label: string; text: string; onChange: (text: string) => void }): ReactNode => {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {props.label}
      </label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        value={props.text}
        onChange={(event) => props.onChange(event.target.value)}
        className="field resize-y"
      />
    </div>
  )
}

const Commenters = (): ReactNode => {
  const { t } = useLingui()
  return (
    <>
      <option value="everybody">{t`Everybody`}</option>
      <option value="followers">{t`Only followers`}</option>
      <option value="nobody">{t`Nobody`}</option>
    </>
  )
}

/** Checked boundary: the options of a select are the only values it has. */
const chosen = <Value extends string>(value: string): Value => value as Value

const Form = ({ postId, given, onDone }: { postId: string; given: Rules; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const save = useSaveRules(postId)
  const [who, setWho] = useState<string>(given.rules.who ?? 'same')
  const [words, setWords] = useState(given.rules.words.join(', '))
  const [allWho, setAllWho] = useState(given.mine.who)
  const [allWords, setAllWords] = useState(given.mine.words.join(', '))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const own = who === 'same' ? null : chosen<CommentRules['who']>(who)
    save.mutate(
      { rules: { who: own, words: wordsIn(words) }, mine: { who: allWho, words: wordsIn(allWords) } },
      {
        onSuccess: () => {
          toast(t`Kept`)
          onDone()
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-6">
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-bold">
          <Trans>Under this video</Trans>
        </legend>
        <SelectField label={t`Who may comment`} value={who} onChange={(event) => setWho(event.target.value)}>
          <option value="same">{t`As under all my videos`}</option>
          <Commenters />
        </SelectField>
        <WordsField label={t`Further words that hold a comment back`} text={words} onChange={setWords} />
      </fieldset>
      <fieldset className="grid gap-4 border-t border-line pt-5">
        <legend className="float-start mb-3 w-full font-bold">
          <Trans>Under all my videos</Trans>
        </legend>
        <SelectField
          label={t`Who may comment under all`}
          value={allWho}
          onChange={(event) => setAllWho(chosen(event.target.value))}
        >
          <Commenters />
        </SelectField>
        <WordsField label={t`Words that hold a comment back`} text={allWords} onChange={setAllWords} />
      </fieldset>
      <p className="text-xs text-ink-soft">
        <Trans>
          Words stand between commas and are found whole, in upper and lower case. A comment with one of them
          waits for you: only you and its author see it until you let it through.
        </Trans>
      </p>
      {save.error !== null && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(save.error)}
        </p>
      )}
      <Button type="submit" busy={save.isPending}>
        <Trans>Keep</Trans>
      </Button>
    </form>
  )
}

/** Who may comment, and which words hold a comment back: under one video, and under all. */
export const RulesForm = ({ postId, onDone }: { postId: string; onDone: () => void }): ReactNode => {
  const errorText = useErrorText()
  const { data, error } = usePostRules(postId)
  if (error)
    return (
      <p role="alert" className="text-sm text-alert">
        {errorText(error)}
      </p>
    )
  if (!data)
    return (
      <div role="status" className="grid place-items-center py-8">
        <Spinner className="size-8 text-curtain" />
        <span className="sr-only">
          <Trans>Loading</Trans>
        </span>
      </div>
    )
  return <Form postId={postId} given={data} onDone={onDone} />
}
