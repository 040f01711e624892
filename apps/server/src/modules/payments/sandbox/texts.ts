import type { Card } from '../rules/sandbox-scenarios.ts'

const english = {
  title: 'Sandbox checkout',
  sandbox: 'This is the sandbox',
  notReal: 'No real money moves. Nobody asks for a card number here: choose what the bank shall do.',
  amount: 'Amount',
  card: 'What shall happen',
  pay: 'Pay in the sandbox',
  cancel: 'Cancel and go back',
  confirmTitle: 'Your bank asks',
  confirmText: 'Is it you who pays? This is the step that banks call 3-D Secure.',
  confirm: 'Yes, it is me',
  refuse: 'No, refuse',
  back: 'Go back',
  onboardingTitle: 'Sandbox identity check',
  onboardingText:
    'A provider asks for papers and a bank account here. The sandbox only asks how it shall end.',
  approve: 'Everything is right',
  reject: 'The check fails',
  captured: 'Paid',
  processing: 'The bank is still at it. It will be paid in two minutes.',
  authorized: 'Authorised',
  failed: 'Not paid',
  enabled: 'Checked',
  rejected: 'The check failed',
  cards: {
    succeeds: 'It is paid at once',
    three_d_secure: 'The bank asks for a confirmation first',
    declined: 'The bank refuses',
    settles_late: 'It is paid two minutes later',
    disputed_lost: 'It is paid; the bank takes it back 3 days later, for good',
    disputed_won: 'It is paid; the bank takes it back 3 days later and returns it 7 days after',
    webhook_twice: 'It is paid; we are told twice',
    webhook_late: 'It is paid; we are told late and in the wrong order',
    webhook_lost: 'It is paid; we are never told',
  } satisfies Record<Card, string>,
}

export type Texts = typeof english

const spanish: Texts = {
  title: 'Pago de prueba',
  sandbox: 'Esto es el entorno de pruebas',
  notReal: 'No se mueve dinero real. Aquí nadie pide un número de tarjeta: elige qué hará el banco.',
  amount: 'Importe',
  card: 'Qué ocurrirá',
  pay: 'Pagar de prueba',
  cancel: 'Cancelar y volver',
  confirmTitle: 'Tu banco pregunta',
  confirmText: '¿Eres tú quien paga? Es el paso que los bancos llaman 3-D Secure.',
  confirm: 'Sí, soy yo',
  refuse: 'No, rechazar',
  back: 'Volver',
  onboardingTitle: 'Verificación de identidad de prueba',
  onboardingText:
    'Aquí un proveedor pide documentos y una cuenta bancaria. El entorno de pruebas solo pregunta cómo termina.',
  approve: 'Todo está correcto',
  reject: 'La verificación falla',
  captured: 'Pagado',
  processing: 'El banco sigue con ello. Se pagará dentro de dos minutos.',
  authorized: 'Autorizado',
  failed: 'No se ha pagado',
  enabled: 'Verificado',
  rejected: 'La verificación ha fallado',
  cards: {
    succeeds: 'Se paga al momento',
    three_d_secure: 'El banco pide antes una confirmación',
    declined: 'El banco lo rechaza',
    settles_late: 'Se paga dos minutos después',
    disputed_lost: 'Se paga; el banco lo retira 3 días después, para siempre',
    disputed_won: 'Se paga; el banco lo retira 3 días después y lo devuelve a los 7 días',
    webhook_twice: 'Se paga; nos avisan dos veces',
    webhook_late: 'Se paga; nos avisan tarde y en desorden',
    webhook_lost: 'Se paga; nunca nos avisan',
  },
}

export type Language = 'en' | 'es'

/** The first of the languages that a browser prefers which we have; English when there is none. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = /q=([\d.]+)/.exec(parameters.join(';'))?.[1]
      return { language: name.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  return wanted.find(({ language }) => language === 'en' || language === 'es')?.language === 'es'
    ? 'es'
    : 'en'
}

export const textsOf = (language: Language): Texts => (language === 'es' ? spanish : english)
