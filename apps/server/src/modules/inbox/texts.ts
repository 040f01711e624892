import type { BrowserName, MailLocale, NoticeDetail, SoftKind, SystemName } from '@busker/contract'
import { englishFamily, spanishFamily } from './family-texts.ts'

/** What happened, told in a line. `names` says who. */
type Line = (names: string) => string

/** All words of the mails of this module, in one language. */
export interface MailWords {
  readonly greeting: (name: string) => string
  readonly digestSubject: (count: number, instance: string) => string
  readonly digestText: (count: number) => string
  readonly open: string
  readonly why: (handle: string, instance: string) => string
  readonly unsubscribe: string
  readonly settings: string
  readonly names: (first: string, others: number) => string
  readonly lines: Readonly<Record<SoftKind, Line>>
  readonly more: (count: number) => string
  readonly browser: (browser: BrowserName, system: SystemName) => string
  readonly notice: (detail: NoticeDetail, browser: string) => { subject: string; text: string; label: string }
}

const browserNames: Readonly<Record<Exclude<BrowserName, 'other'>, string>> = {
  ...{ firefox: 'Firefox', chrome: 'Chrome', safari: 'Safari', edge: 'Edge', opera: 'Opera' },
}
const systemNames: Readonly<Record<Exclude<SystemName, 'other'>, string>> = {
  ...{ windows: 'Windows', macos: 'macOS', linux: 'Linux', android: 'Android', ios: 'iOS' },
}

const english: MailWords = {
  greeting: (name) => `Hello ${name},`,
  digestSubject: (count, instance) =>
    count === 1 ? `One thing is new on ${instance}` : `${count} things are new on ${instance}`,
  digestText: (count) =>
    count === 1 ? 'This is new since you last looked:' : 'These are new since you last looked:',
  open: 'Open the inbox',
  why: (handle, instance) => `This is about @${handle} on ${instance}.`,
  unsubscribe: 'No more mail',
  settings: 'Choose what comes by mail',
  names: (first, others) =>
    others === 0 ? first : others === 1 ? `${first} and one other` : `${first} and ${others} others`,
  lines: {
    like: (names) => `${names} liked your video`,
    comment: (names) => `${names} commented on your video`,
    reply: (names) => `${names} answered your comment`,
    mention: (names) => `${names} mentioned you`,
    follow: (names) => `${names} followed you`,
    share: (names) => `${names} shared your video`,
    gift: (names) => `${names} sent you a gift`,
    new_post: (names) => `${names} published a video`,
    post_ready: () => 'Your video is out',
    report_closed: () => 'What you reported was decided',
  },
  more: (count) => (count === 1 ? 'and one more' : `and ${count} more`),
  browser: (browser, system) =>
    `${browser === 'other' ? 'a browser' : browserNames[browser]}${system === 'other' ? '' : ` on ${systemNames[system]}`}`,
  notice: (detail, browser) => {
    switch (detail.of) {
      case 'sign_in':
        return {
          subject: 'A new browser is signed in to your account',
          text: `Somebody signed in with ${browser}. If that was you, all is well. If not, choose another password and sign out everywhere.`,
          label: 'Look at your settings',
        }
      case 'payout':
        return {
          paid: {
            subject: 'Your payout was paid',
            text: 'The provider says that your payout was paid.',
            label: 'See the payout',
          },
          failed: {
            subject: 'Your payout failed',
            text: 'The provider could not pay your payout. The money is yours still, and back in your balance.',
            label: 'See the payout',
          },
          returned: {
            subject: 'Your payout came back',
            text: 'The bank returned your payout. See what it says, and check where the money should go.',
            label: 'See the payout',
          },
        }[detail.outcome]
      case 'refusal':
        return {
          subject: detail.isReplacement
            ? 'Your new video was not taken'
            : 'Your video could not be published',
          text: detail.isReplacement
            ? 'The video that should replace yours cannot be shown, so the one before stays. The studio says why.'
            : 'Your video cannot be shown. The studio says why, and what to do.',
          label: 'Open the studio',
        }
      case 'decision':
        return {
          decided: {
            subject: 'A decision about something of yours',
            text: 'A moderator decided about something that you published, or about your account. The notice says what, why, and how to appeal.',
            label: 'Read the notice',
          },
          upheld: {
            subject: 'Your appeal was decided: it stays',
            text: 'Somebody else looked at the decision that you appealed, and it stays. The notice says why.',
            label: 'Read the notice',
          },
          overturned: {
            subject: 'Your appeal was decided: it is taken back',
            text: 'Somebody else looked at the decision that you appealed, and it was taken back.',
            label: 'Read the notice',
          },
          withdrawn: {
            subject: 'A decision was taken back',
            text: 'A decision about something of yours was taken back.',
            label: 'Read the notice',
          },
        }[detail.outcome]
      case 'report':
        return {
          subject: 'What you reported was decided',
          text: 'See what came of it.',
          label: 'See your reports',
        }
      case 'family':
        return englishFamily(detail)
    }
  },
}

const spanish: MailWords = {
  greeting: (name) => `Hola, ${name}:`,
  digestSubject: (count, instance) =>
    count === 1 ? `Hay una novedad en ${instance}` : `Hay ${count} novedades en ${instance}`,
  digestText: (count) =>
    count === 1
      ? 'Esto es nuevo desde la última vez que miraste:'
      : 'Estas son las novedades desde la última vez que miraste:',
  open: 'Abrir los avisos',
  why: (handle, instance) => `Esto es sobre @${handle} en ${instance}.`,
  unsubscribe: 'No más correo',
  settings: 'Elegir qué llega por correo',
  names: (first, others) =>
    others === 0 ? first : others === 1 ? `${first} y otra persona` : `${first} y ${others} personas más`,
  lines: {
    like: (names) => `A ${names} le gustó tu vídeo`,
    comment: (names) => `${names}: comentario en tu vídeo`,
    reply: (names) => `${names}: respuesta a tu comentario`,
    mention: (names) => `${names}: mención a ti`,
    follow: (names) => `${names}: te sigue`,
    share: (names) => `${names}: ha compartido tu vídeo`,
    gift: (names) => `${names}: un regalo para ti`,
    new_post: (names) => `${names}: vídeo nuevo`,
    post_ready: () => 'Tu vídeo está publicado',
    report_closed: () => 'Se decidió sobre lo que denunciaste',
  },
  more: (count) => (count === 1 ? 'y una más' : `y ${count} más`),
  browser: (browser, system) =>
    `${browser === 'other' ? 'un navegador' : browserNames[browser]}${system === 'other' ? '' : ` en ${systemNames[system]}`}`,
  notice: (detail, browser) => {
    switch (detail.of) {
      case 'sign_in':
        return {
          subject: 'Un navegador nuevo ha entrado en tu cuenta',
          text: `Alguien ha entrado con ${browser}. Si fuiste tú, todo está bien. Si no, elige otra contraseña y cierra todas las sesiones.`,
          label: 'Ver los ajustes',
        }
      case 'payout':
        return {
          paid: {
            subject: 'Tu pago se ha hecho',
            text: 'El proveedor dice que tu pago se ha hecho.',
            label: 'Ver el pago',
          },
          failed: {
            subject: 'Tu pago ha fallado',
            text: 'El proveedor no pudo hacer tu pago. El dinero sigue siendo tuyo y vuelve a estar en tu saldo.',
            label: 'Ver el pago',
          },
          returned: {
            subject: 'Tu pago ha vuelto',
            text: 'El banco devolvió tu pago. Mira qué dice y comprueba adónde debe ir el dinero.',
            label: 'Ver el pago',
          },
        }[detail.outcome]
      case 'refusal':
        return {
          subject: detail.isReplacement ? 'Tu vídeo nuevo no se aceptó' : 'Tu vídeo no se pudo publicar',
          text: detail.isReplacement
            ? 'El vídeo que debía sustituir al tuyo no se puede mostrar, así que queda el anterior. El estudio dice por qué.'
            : 'Tu vídeo no se puede mostrar. El estudio dice por qué y qué hacer.',
          label: 'Abrir el estudio',
        }
      case 'decision':
        return {
          decided: {
            subject: 'Una decisión sobre algo tuyo',
            text: 'Un moderador ha decidido sobre algo que publicaste o sobre tu cuenta. El aviso dice qué, por qué y cómo reclamar.',
            label: 'Leer el aviso',
          },
          upheld: {
            subject: 'Tu reclamación se ha decidido: se mantiene',
            text: 'Otra persona revisó la decisión que reclamaste, y se mantiene. El aviso dice por qué.',
            label: 'Leer el aviso',
          },
          overturned: {
            subject: 'Tu reclamación se ha decidido: se retira',
            text: 'Otra persona revisó la decisión que reclamaste, y se ha retirado.',
            label: 'Leer el aviso',
          },
          withdrawn: {
            subject: 'Se ha retirado una decisión',
            text: 'Se ha retirado una decisión sobre algo tuyo.',
            label: 'Leer el aviso',
          },
        }[detail.outcome]
      case 'report':
        return {
          subject: 'Se decidió sobre lo que denunciaste',
          text: 'Mira en qué quedó.',
          label: 'Ver tus denuncias',
        }
      case 'family':
        return spanishFamily(detail)
    }
  },
}

export const mailWords: Readonly<Record<MailLocale, MailWords>> = { en: english, es: spanish }

/** Where what a notice is about is read. */
export const placeOf: Readonly<Record<NoticeDetail['of'], string>> = {
  sign_in: '/settings',
  payout: '/earnings/payouts',
  refusal: '/studio',
  decision: '/settings/notices',
  report: '/settings/reports',
  family: '/settings/family',
}
