import type { Sound, SoundLicence } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, SubmitEvent } from 'react'
import { useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, SelectField, Sheet, TextField, toast } from '#shared/ui'
import { isCountryCode, typedCountries } from '../countries.ts'
import { licenceWords } from '../licence-words.ts'
import { useChangeSound } from '../queries.ts'

const startOf = ({ title, rights, evidence }: Sound) => ({
  ...{ title: title ?? '', licence: rights.licence, commercial: rights.commercial, holder: rights.holder },
  ...{ countries: rights.territories?.join(', ') ?? '', evidence: evidence ?? '' },
})

/** Name and rights of a sound, for whoever may say them. */
export const SoundForm = ({ sound, onClose }: { sound: Sound; onClose: () => void }): ReactNode => {
  const { t, i18n } = useLingui()
  const id = useId()
  const errorText = useErrorText()
  const change = useChangeSound(sound.soundId)
  const [form, setForm] = useState(() => startOf(sound))
  const set = (part: Partial<typeof form>): void => setForm((before) => ({ ...before, ...part }))
  const territories = typedCountries(form.countries)
  const areCodes = territories?.every(isCountryCode) ?? true
  const needsProof = form.licence === 'contract' && form.evidence.trim() === ''
  const noAdvertising = form.licence === 'cc_by_nc'
  const save = (event: SubmitEvent): void => {
    event.preventDefault()
    const { licence, holder, evidence } = form
    const title = form.title.trim()
    const commercial = form.commercial && !noAdvertising
    change.mutate(
      {
        ...{ title: title === '' ? null : title, evidence: evidence.trim() },
        rights: { licence, territories, commercial, holder: holder.trim() },
      },
      {
        onSuccess: () => {
          toast(t`Saved`)
          onClose()
        },
      },
    )
  }
  return (
    <Sheet open title={t`Name and rights`} onClose={onClose}>
      <form onSubmit={save} className="grid gap-5">
        <TextField
          label={t`Name`}
          hint={<Trans>Left empty, it is called after its author.</Trans>}
          maxLength={120}
          value={form.title}
          onChange={({ target }) => set({ title: target.value })}
        />
        <SelectField
          label={t`Licence`}
          value={form.licence}
          onChange={({ target }) => set({ licence: target.value as SoundLicence })}
        >
          {licenceWords().map(([licence, words]) => (
            <option key={licence} value={licence}>
              {i18n._(words)}
            </option>
          ))}
        </SelectField>
        <label className="flex min-h-11 items-center gap-3 text-sm font-semibold">
          <input
            type="checkbox"
            className="size-5 accent-curtain"
            checked={form.commercial && !noAdvertising}
            disabled={noAdvertising}
            onChange={({ target }) => set({ commercial: target.checked })}
          />
          <Trans>Others may advertise with it</Trans>
        </label>
        <TextField
          label={t`Countries`}
          hint={<Trans>Two letters each, as in ES, FR. Left empty: all of them.</Trans>}
          problem={areCodes ? undefined : t`Every country has two letters.`}
          value={form.countries}
          onChange={({ target }) => set({ countries: target.value })}
        />
        <TextField
          label={t`Holder`}
          hint={<Trans>Left empty: its author.</Trans>}
          maxLength={200}
          value={form.holder}
          onChange={({ target }) => set({ holder: target.value })}
        />
        <div className="grid gap-1.5">
          <label htmlFor={id} className="text-sm font-semibold">
            <Trans>Proof</Trans>
          </label>
          <textarea
            id={id}
            rows={3}
            maxLength={2000}
            className="field py-3"
            value={form.evidence}
            aria-describedby={`${id}-hint`}
            onChange={({ target }) => set({ evidence: target.value })}
          />
          <p id={`${id}-hint`} className="text-xs text-ink-soft">
            {needsProof ? (
              <Trans>Name the contract: number, date, with whom.</Trans>
            ) : (
              <Trans>Read only by you and moderators.</Trans>
            )}
          </p>
        </div>
        {change.error && (
          <p role="alert" className="text-sm font-semibold text-alert">
            {errorText(change.error)}
          </p>
        )}
        <Button type="submit" busy={change.isPending} disabled={!areCodes || needsProof}>
          <Trans>Save</Trans>
        </Button>
      </form>
    </Sheet>
  )
}
