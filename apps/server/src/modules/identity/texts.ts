import type { MailLocale } from '@busker/contract'

/** What the mails about an address say. `{handle}` and `{address}` are put in. */
export interface MailTexts {
  readonly confirm: { subject: string; text: string; label: string; footer: string }
  readonly changed: { subject: string; text: string; footer: string }
}

export type Words = Readonly<Record<'handle' | 'instance', string>>

const english = ({ handle, instance }: Words): MailTexts => ({
  confirm: {
    subject: `Confirm your address for ${instance}`,
    text: `@${handle} on ${instance} wants to get mail at this address. If that is you, confirm it. The link works once, for a day.`,
    label: 'Confirm this address',
    footer: 'If you do not know of this, do nothing: without the confirmation no other mail comes.',
  },
  changed: {
    subject: `Mail of @${handle} goes elsewhere now`,
    text: `From now on ${instance} sends nothing more about @${handle} to this address: another one was confirmed, or it was taken off.`,
    footer: 'If that was not you, sign in, choose another password and sign out everywhere in Settings.',
  },
})

const spanish = ({ handle, instance }: Words): MailTexts => ({
  confirm: {
    subject: `Confirma tu dirección para ${instance}`,
    text: `@${handle} en ${instance} quiere recibir correo en esta dirección. Si eres tú, confírmala. El enlace sirve una vez, durante un día.`,
    label: 'Confirmar esta dirección',
    footer: 'Si no sabes nada de esto, no hagas nada: sin confirmación no llegará más correo.',
  },
  changed: {
    subject: `El correo de @${handle} va ahora a otro sitio`,
    text: `A partir de ahora ${instance} no envía nada más sobre @${handle} a esta dirección: se confirmó otra o se quitó.`,
    footer: 'Si no fuiste tú, entra, elige otra contraseña y cierra todas las sesiones en Ajustes.',
  },
})

export const mailTexts: Record<MailLocale, (words: Words) => MailTexts> = { en: english, es: spanish }
