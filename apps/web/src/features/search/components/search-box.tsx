import type { Suggestion } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode, SubmitEvent } from 'react'
import { useDeferredValue, useId, useState } from 'react'
import { Avatar, classes, Icon } from '#shared/ui'
import { useSuggestions } from '../queries.ts'

const textOf = (suggestion: Suggestion): string => {
  switch (suggestion.kind) {
    case 'recent':
    case 'query':
      return suggestion.text
    case 'person':
      return suggestion.person.displayName
    case 'tag':
      return `#${suggestion.tag}`
  }
}

const keyOf = (suggestion: Suggestion): string => `${suggestion.kind} ${textOf(suggestion)}`

const Row = ({ suggestion }: { suggestion: Suggestion }): ReactNode => {
  if (suggestion.kind === 'person') {
    const { handle, displayName, picture } = suggestion.person
    return (
      <>
        <Avatar handle={handle} name={displayName} picture={picture} />
        <span className="min-w-0">
          <bdi className="block truncate font-semibold">{displayName}</bdi>
          <bdi className="block truncate text-xs text-ink-soft">@{handle}</bdi>
        </span>
      </>
    )
  }
  return (
    <>
      <Icon
        name={suggestion.kind === 'recent' ? 'clock' : 'search'}
        className="size-5 shrink-0 text-ink-soft"
      />
      <bdi className="truncate">{textOf(suggestion)}</bdi>
    </>
  )
}

const Options = (props: {
  id: string
  options: readonly Suggestion[]
  marked: number
  onChoose: (suggestion: Suggestion) => void
}): ReactNode => {
  const { t } = useLingui()
  return (
    <div
      id={props.id}
      role="listbox"
      tabIndex={-1}
      aria-label={t`Suggestions`}
      // The field must keep the focus, else the list would close before the click.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-lg border-[1.5px] border-line bg-surface py-1 shadow-lg"
    >
      {props.options.map((suggestion, place) => (
        <button
          key={keyOf(suggestion)}
          id={`${props.id}-${place}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={place === props.marked}
          onClick={() => props.onChoose(suggestion)}
          className={classes(
            'flex min-h-11 w-full items-center gap-3 px-4 text-start text-sm hover:bg-raised',
            place === props.marked && 'bg-raised',
          )}
        >
          <Row suggestion={suggestion} />
        </button>
      ))}
    </div>
  )
}

/** The field in which one searches: a combobox (WAI-ARIA, list autocomplete with manual selection). */
export const SearchBox = (props: { q: string }): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const navigate = useNavigate()
  const [text, setText] = useState(props.q)
  const [isOpen, setOpen] = useState(false)
  const [marked, setMarked] = useState(-1)
  const asked = useDeferredValue(text.trim())
  const { data: options = [] } = useSuggestions(asked, isOpen)
  const shown = isOpen && options.length > 0
  const searchFor = (q: string): void => {
    setText(q)
    setOpen(false)
    if (q.trim() !== '') void navigate({ to: '/search', search: { q: q.trim() } })
  }
  const choose = (suggestion: Suggestion): void => {
    if (suggestion.kind !== 'person') return searchFor(textOf(suggestion))
    setOpen(false)
    void navigate({ to: '/@{$handle}', params: { handle: suggestion.person.handle } })
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const suggestion = options[marked]
    if (shown && suggestion) choose(suggestion)
    else searchFor(text)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setOpen(false)
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setOpen(true)
    const step = event.key === 'ArrowDown' ? 1 : -1
    // One place beside the options is the text itself.
    const places = options.length + 1
    setMarked(((marked + 1 + step + places) % places) - 1)
  }
  return (
    <form role="search" onSubmit={submit} className="relative">
      <label htmlFor={id} className="sr-only">
        <Trans>Search</Trans>
      </label>
      <Icon
        name="search"
        className="pointer-events-none absolute inset-y-0 start-4 my-auto size-5 text-ink-soft"
      />
      <input
        id={id}
        type="search"
        role="combobox"
        dir="auto"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={100}
        value={text}
        placeholder={t`Videos, people, #hashtags`}
        aria-expanded={shown}
        aria-controls={`${id}-options`}
        aria-autocomplete="list"
        aria-activedescendant={shown && marked >= 0 ? `${id}-options-${marked}` : undefined}
        onChange={({ target }) => {
          setText(target.value)
          setMarked(-1)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="field ps-12"
      />
      {shown && <Options id={`${id}-options`} options={options} marked={marked} onChoose={choose} />}
    </form>
  )
}
