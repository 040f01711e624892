import type { Audience } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { wallMs } from '#shared/clock'
import { localTime, type PostOptions } from '#shared/posting'
import { Icon, SelectField } from '#shared/ui'

interface FieldsProps {
  readonly options: PostOptions
  readonly onChange: (change: Partial<PostOptions>) => void
  readonly disabled?: boolean
}

const hourMs = 3_600_000
const longestAltText = 1000

const AudienceField = ({ options, onChange, disabled }: FieldsProps): ReactNode => {
  const { t } = useLingui()
  const hints: Record<Audience, string> = {
    public: t`Anybody; it can be recommended to everybody.`,
    followers: t`Those who follow you; it is recommended to nobody.`,
    friends: t`Those you follow who follow you back.`,
    private: t`Nobody but you, not even moderators.`,
  }
  return (
    <SelectField
      label={t`Who sees it`}
      hint={hints[options.audience]}
      value={options.audience}
      disabled={disabled}
      onChange={({ target }) => onChange({ audience: target.value as Audience })}
    >
      <option value="public">{t`Everybody`}</option>
      <option value="followers">{t`Followers`}</option>
      <option value="friends">{t`Friends`}</option>
      <option value="private">{t`Only me`}</option>
    </SelectField>
  )
}

const WhenField = ({ options, onChange, disabled }: FieldsProps): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const { when } = options
  const kind = typeof when === 'string' ? when : 'at'
  const choose = (value: string): void => {
    if (value === 'now' || value === 'draft') onChange({ when: value })
    else onChange({ when: { at: localTime(Math.ceil(wallMs() / hourMs + 1) * hourMs) } })
  }
  return (
    <div className="grid content-start gap-3">
      <SelectField
        label={t`When it goes out`}
        value={kind}
        disabled={disabled}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="now">{t`As soon as it is ready`}</option>
        <option value="at">{t`At a time`}</option>
        <option value="draft">{t`Not yet: keep as a draft`}</option>
      </SelectField>
      {typeof when !== 'string' && (
        <div className="grid gap-1.5">
          <label htmlFor={id} className="text-sm font-semibold">
            <Trans>Day and time, by your clock</Trans>
          </label>
          <input
            id={id}
            type="datetime-local"
            className="field"
            value={when.at}
            disabled={disabled}
            onChange={({ target }) => onChange({ when: { at: target.value } })}
          />
        </div>
      )}
    </div>
  )
}

const AltTextField = ({ options, onChange, disabled }: FieldsProps): ReactNode => {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        <Trans>Description for those who cannot see it</Trans>
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={3}
        maxLength={longestAltText}
        value={options.altText}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange({ altText: target.value })}
        className="field min-h-20 resize-y py-3"
      />
      <p id={`${id}-hint`} className="text-xs text-ink-soft">
        <Trans>Say in a sentence or two what is to be seen. Screen readers read it out.</Trans>
      </p>
    </div>
  )
}

/** Audience, time, description and download of a post. `withWhen`: it is not out yet. */
export const OptionFields = (props: FieldsProps & { readonly withWhen: boolean }): ReactNode => {
  const { options, onChange, disabled } = props
  const id = useId()
  return (
    <div className="grid gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <AudienceField {...props} />
        {props.withWhen && <WhenField {...props} />}
      </div>
      <AltTextField {...props} />
      <div className="flex min-h-11 items-center gap-3 text-sm">
        <input
          id={id}
          type="checkbox"
          className="size-5 accent-curtain"
          checked={options.allowDownload}
          disabled={disabled}
          onChange={({ target }) => onChange({ allowDownload: target.checked })}
        />
        <label htmlFor={id} className="cursor-pointer py-2">
          <Trans>Others may download it</Trans>
        </label>
      </div>
    </div>
  )
}

/** The same behind one line, for where the words come first. */
export const FoldedOptions = (props: FieldsProps): ReactNode => (
  <details className="group rounded-md border-[1.5px] border-line">
    <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between gap-3 px-3.5 text-sm font-semibold [&::-webkit-details-marker]:hidden">
      <Trans>Audience, time and more</Trans>
      <Icon name="down" className="size-5 transition group-open:rotate-180" />
    </summary>
    <div className="border-t-[1.5px] border-line p-3.5">
      <OptionFields {...props} withWhen />
    </div>
  </details>
)
