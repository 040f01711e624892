import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SelectField, TextField } from '#shared/ui'

export interface ClientForm {
  readonly name: string
  readonly currency: string
  readonly region: string
  readonly timeZone: string
}

/** Where shops of TikTok are, with what is usual there. */
const markets: readonly (readonly [region: string, currency: string, timeZone: string])[] = [
  ['US', 'USD', 'America/Los_Angeles'],
  ['GB', 'GBP', 'Europe/London'],
  ['ID', 'IDR', 'Asia/Jakarta'],
  ['VN', 'VND', 'Asia/Ho_Chi_Minh'],
  ['TH', 'THB', 'Asia/Bangkok'],
  ['MY', 'MYR', 'Asia/Kuala_Lumpur'],
  ['PH', 'PHP', 'Asia/Manila'],
  ['SG', 'SGD', 'Asia/Singapore'],
  ['BR', 'BRL', 'America/Sao_Paulo'],
  ['MX', 'MXN', 'America/Mexico_City'],
  ['JP', 'JPY', 'Asia/Tokyo'],
  ['DE', 'EUR', 'Europe/Berlin'],
  ['FR', 'EUR', 'Europe/Paris'],
  ['IT', 'EUR', 'Europe/Rome'],
  ['ES', 'EUR', 'Europe/Madrid'],
  ['IE', 'EUR', 'Europe/Dublin'],
]

const fromZone = (zone: string): (typeof markets)[number] =>
  markets.find(([, , timeZone]) => timeZone === zone) ?? ['US', 'USD', 'America/Los_Angeles']

/** A new client, as it most likely is where this browser is. */
export const newClientForm = (): ClientForm => {
  const [region, currency, timeZone] = fromZone(Intl.DateTimeFormat().resolvedOptions().timeZone)
  return { name: '', region, currency, timeZone }
}

const withNames = (codes: readonly string[], type: 'region' | 'currency', locale: string) => {
  const names = new Intl.DisplayNames([locale], { type })
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale))
}

const including = (codes: readonly string[], code: string): readonly string[] =>
  codes.includes(code) ? codes : [...codes, code]

/** Name and market of a client. Choosing the market fills in what is usual there. */
export const ClientFields = (props: {
  form: ClientForm
  onChange: (form: ClientForm) => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { form } = props
  const set = (part: Partial<ClientForm>): void => props.onChange({ ...form, ...part })
  const chooseRegion = (region: string): void => {
    const [, currency, timeZone] = markets.find(([code]) => code === region) ?? []
    set({ region, currency: currency ?? form.currency, timeZone: timeZone ?? form.timeZone })
  }
  const regions = including(
    markets.map(([region]) => region),
    form.region,
  )
  return (
    <div className="grid gap-5">
      <TextField
        label={t`Name of the client`}
        required
        maxLength={80}
        autoComplete="off"
        value={form.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <SelectField
        label={t`Where its shop is`}
        hint={<Trans>It decides how dates and amounts of its files are read.</Trans>}
        value={form.region}
        onChange={(event) => chooseRegion(event.target.value)}
      >
        {withNames(regions, 'region', i18n.locale).map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t`Boards add up in`}
          value={form.currency}
          onChange={(event) => set({ currency: event.target.value })}
        >
          {withNames(Intl.supportedValuesOf('currency'), 'currency', i18n.locale).map(({ code, name }) => (
            <option key={code} value={code}>
              {code} · {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`Time zone`}
          value={form.timeZone}
          onChange={(event) => set({ timeZone: event.target.value })}
        >
          {including(Intl.supportedValuesOf('timeZone'), form.timeZone).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </SelectField>
      </div>
    </div>
  )
}
