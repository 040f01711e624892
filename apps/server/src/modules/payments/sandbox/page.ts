import { decimalsOf, formatDecimal, unitOf } from '@busker/money'
import { cards } from '../rules/sandbox-scenarios.ts'
import type { SandboxObject } from '../store/sandbox.ts'
import { textsOf, type Language, type Texts } from './texts.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '')

/** System colours follow light and dark by themselves; the one of our own has a contrast of 6 to its text in both. */
const style = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 30rem; margin: 0 auto; padding: 1rem; }
.sandbox { border: 2px dashed currentColor; border-radius: .5rem; padding: .75rem 1rem; }
.sandbox strong { display: block; font-size: 1.125rem; }
.sum { font-size: 2rem; margin: .25rem 0; font-variant-numeric: tabular-nums; }
fieldset { border: 1px solid GrayText; border-radius: .5rem; padding: .25rem 1rem; margin: 1rem 0; }
label { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; cursor: pointer; }
input[type=radio] { inline-size: 1.25rem; block-size: 1.25rem; flex: none; }
button, .back { display: block; width: 100%; min-height: 3rem; margin: .75rem 0; padding: .75rem; font: inherit;
  text-align: center; border: 1px solid ButtonBorder; border-radius: .5rem; background: ButtonFace; color: ButtonText; }
button.first { background: #1a56db; color: #fff; border-color: #1a56db; font-weight: 600; }
a.back { text-decoration: none; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`

interface Shell {
  readonly language: Language
  readonly title: string
  readonly body: string
}

const shell = ({ language, title, body }: Shell): string => {
  const texts = textsOf(language)
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escape(title)}</title><style>${style}</style></head>
<body><main>
<p class="sandbox"><strong>${escape(texts.sandbox)}</strong>${escape(texts.notReal)}</p>
<h1>${escape(title)}</h1>
${body}
</main></body></html>
`
}

export const amountText = (row: SandboxObject, language: Language): string => {
  const decimals = decimalsOf(row.currency)
  const number = formatDecimal(row.amountMinor * unitOf(decimals), decimals)
  return `${language === 'es' ? number.replace('.', ',') : number} ${row.currency}`
}

const button = (action: string, text: string, isFirst = false): string =>
  `<button name="action" value="${action}"${isFirst ? ' class="first"' : ''}>${escape(text)}</button>`

const cardList = (row: SandboxObject, texts: Texts): string => {
  const chosen = cards.find((card) => card === row.scenario) ?? 'succeeds'
  const items = cards.map(
    (card) =>
      `<label><input type="radio" name="card" value="${card}"${card === chosen ? ' checked' : ''}>` +
      `<span>${escape(texts.cards[card])}</span></label>`,
  )
  return `<fieldset><legend>${escape(texts.card)}</legend>${items.join('')}</fieldset>`
}

interface Page {
  readonly row: SandboxObject
  readonly language: Language
  /** Proves that the form is of a page that we made for this very state. */
  readonly token: string
}

const form = (token: string, content: string): string =>
  `<form method="post"><input type="hidden" name="token" value="${escape(token)}">${content}</form>`

const outcome = (row: SandboxObject, texts: Texts): string => {
  const words: Readonly<Record<string, string>> = {
    captured: texts.captured,
    processing: texts.processing,
    authorized: texts.authorized,
    failed: texts.failed,
    enabled: texts.enabled,
    rejected: texts.rejected,
  }
  const back = `<a class="back" href="${escape(row.page.returnUrl)}">${escape(texts.back)}</a>`
  return `<p role="status">${escape(words[row.status] ?? row.status)}</p>${back}`
}

export const checkoutPage = ({ row, language, token }: Page): string => {
  const texts = textsOf(language)
  const sum = `<p>${escape(row.page.description)}</p><p class="sum"><span class="what">${escape(texts.amount)}:</span> ${escape(amountText(row, language))}</p>`
  if (row.status !== 'open') return shell({ language, title: texts.title, body: sum + outcome(row, texts) })
  if (row.page.isConfirming) {
    const choice = button('confirm', texts.confirm, true) + button('refuse', texts.refuse)
    const body = `${sum}<p>${escape(texts.confirmText)}</p>${form(token, choice)}`
    return shell({ language, title: texts.confirmTitle, body })
  }
  const choice = cardList(row, texts) + button('pay', texts.pay, true) + button('cancel', texts.cancel)
  return shell({ language, title: texts.title, body: sum + form(token, choice) })
}

export const onboardingPage = ({ row, language, token }: Page): string => {
  const texts = textsOf(language)
  const title = texts.onboardingTitle
  if (row.status !== 'pending') return shell({ language, title, body: outcome(row, texts) })
  const choice = button('approve', texts.approve, true) + button('reject', texts.reject)
  return shell({ language, title, body: `<p>${escape(texts.onboardingText)}</p>${form(token, choice)}` })
}
