import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { compactNumber } from '#shared/format'
import { PartFailed } from '#shared/states'
import { Button, Icon, IconButton, TextField } from '#shared/ui'
import { topicDialWords } from '../dial-words.ts'
import { useTopics } from '../queries.ts'
import { mostTopics, stepTopic, typedTopic, withoutTopic, type TopicDials } from '../topic-dials.ts'

interface TopicListProps {
  readonly topics: TopicDials
  readonly onChange: (topics: TopicDials) => void
}

const TopicRow = ({ topic, topics, onChange }: TopicListProps & { topic: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const dial = topics[topic] ?? 0
  return (
    <li className="flex flex-wrap items-center gap-x-3 py-2">
      <bdi className="min-w-28 flex-1 truncate text-sm font-semibold">#{topic}</bdi>
      <div className="flex flex-1 items-center justify-between gap-3 sm:flex-none">
        <div role="group" aria-label={t`How much of #${topic}`} className="-ms-2.5 flex items-center">
          <IconButton
            icon="down"
            label={t`Less of #${topic}`}
            disabled={dial <= -2}
            onClick={() => onChange(stepTopic(topics, topic, -1))}
            className="hover:bg-raised"
          />
          <span aria-live="polite" className="w-24 text-center text-sm">
            {i18n._(topicDialWords(dial))}
          </span>
          <IconButton
            icon="up"
            label={t`More of #${topic}`}
            disabled={dial >= 2}
            onClick={() => onChange(stepTopic(topics, topic, 1))}
            className="hover:bg-raised"
          />
        </div>
        <IconButton
          icon="close"
          label={t`Remove #${topic}`}
          onClick={() => onChange(withoutTopic(topics, topic))}
          className="-me-2.5 text-ink-soft hover:bg-raised"
        />
      </div>
    </li>
  )
}

const AddTopic = ({ topics, onChange }: TopicListProps): ReactNode => {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = (): void => {
    const topic = typedTopic(typed)
    if (topic === null) return setProblem(t`Type a topic of at most 100 letters.`)
    if (topic in topics) return setProblem(t`#${topic} is in the list already.`)
    setProblem(undefined)
    setTyped('')
    onChange(stepTopic(topics, topic, 1))
  }
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <div className="min-w-52 flex-1">
        <TextField
          label={t`Another topic`}
          prefix="#"
          autoComplete="off"
          autoCapitalize="none"
          value={typed}
          problem={problem}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" look="secondary" icon="plus" className="mt-7">
        <Trans>Add</Trans>
      </Button>
    </form>
  )
}

const TopicChips = ({ topics, onChange }: TopicListProps): ReactNode => {
  const { t, i18n } = useLingui()
  const query = useTopics(true)
  if (query.error)
    return <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <div className="skeleton h-11 rounded-full" aria-busy="true" />
  const offered = query.data.filter(({ topic }) => !(topic in topics))
  if (offered.length === 0) return null
  return (
    <div>
      <h3 className="mb-2 font-body text-sm font-semibold tracking-normal">
        <Trans>What many watch now</Trans>
      </h3>
      <ul className="flex flex-wrap gap-2">
        {offered.map(({ topic, posts }) => (
          <li key={topic} className="max-w-full">
            <button
              type="button"
              aria-label={t`More of #${topic}`}
              onClick={() => onChange(stepTopic(topics, topic, 1))}
              className="flex min-h-11 max-w-full items-center gap-2 rounded-full border-[1.5px] border-line bg-surface px-4 text-sm font-semibold hover:border-ink-soft"
            >
              <Icon name="plus" className="size-4 shrink-0" />
              <bdi className="truncate">#{topic}</bdi>
              <span className="text-xs font-normal text-ink-soft tabular-nums">
                {compactNumber(posts, i18n.locale)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Topics of which somebody wants more or less, and the ways to add one. */
export const TopicList = (props: TopicListProps): ReactNode => {
  const names = Object.keys(props.topics).toSorted((one, other) => one.localeCompare(other))
  return (
    <div className="grid grid-cols-1 gap-5">
      {names.length === 0 ? (
        <p className="text-sm text-ink-soft">
          <Trans>No topic has a dial yet: all count as you watch them.</Trans>
        </p>
      ) : (
        <ul className="card divide-y divide-line px-4 sm:px-5">
          {names.map((topic) => (
            <TopicRow key={topic} topic={topic} {...props} />
          ))}
        </ul>
      )}
      {names.length < mostTopics ? (
        <>
          <AddTopic {...props} />
          <TopicChips {...props} />
        </>
      ) : (
        <p className="text-sm text-ink-soft">
          <Trans>The list is full: take a topic off it to add another one.</Trans>
        </p>
      )}
    </div>
  )
}
