import type { FamilyNews } from '@busker/contract'

interface Told {
  readonly subject: string
  readonly text: string
  readonly label: string
}

/** What a mail says of a parent's link, in one language. */
type Telling = (news: FamilyNews) => Told

export const englishFamily: Telling = ({ what, by, name, rules }) => {
  const label = 'Look at your family settings'
  if (what === 'began')
    return {
      subject: `${name} is linked to you as a parent`,
      text: `${name} used your code. They see how long you watch each day, not what, and may set a lower limit. You can end this at any time.`,
      label,
    }
  if (what === 'changed') {
    const minutes = rules?.minutes ?? null
    const limit = minutes === null ? 'the limit of your age' : `${minutes} minutes a day`
    const extensions = rules?.extensions === false ? 'no extensions' : 'extensions as your age allows them'
    return { subject: `${name} changed your time limit`, text: `It is now: ${limit}, ${extensions}.`, label }
  }
  return {
    subject: `${name} ended the link between you`,
    text:
      by === 'parent'
        ? 'What they had set for your time does not hold any more.'
        : 'You do not see their time any more, and what you had set does not hold any more.',
    label,
  }
}

export const spanishFamily: Telling = ({ what, by, name, rules }) => {
  const label = 'Ver los ajustes de familia'
  if (what === 'began')
    return {
      subject: `Tu cuenta está vinculada con ${name} como madre, padre o tutor`,
      text: `${name} usó tu código. Ve cuánto tiempo miras cada día, no qué miras, y puede poner un límite más bajo. Puedes terminarlo cuando quieras.`,
      label,
    }
  if (what === 'changed') {
    const minutes = rules?.minutes ?? null
    const limit = minutes === null ? 'el límite de tu edad' : `${minutes} minutos al día`
    const extensions = rules?.extensions === false ? 'sin prórrogas' : 'con las prórrogas que permite tu edad'
    return {
      subject: `${name} cambió tu límite de tiempo`,
      text: `Ahora es: ${limit}, ${extensions}.`,
      label,
    }
  }
  return {
    subject: `${name} terminó el vínculo entre vosotros`,
    text:
      by === 'parent'
        ? 'Lo que había puesto para tu tiempo ya no cuenta.'
        : 'Ya no ves su tiempo, y lo que habías puesto ya no cuenta.',
    label,
  }
}
