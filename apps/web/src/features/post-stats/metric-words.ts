import type { MetricId } from '@busker/metrics'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

interface Words {
  readonly label: MessageDescriptor
  readonly formula: MessageDescriptor
}

/** The definitions in other languages; the English words are those of the definition itself. */
const translated = (): Record<MetricId, Words> => ({
  views: {
    label: msg`Views`,
    formula: msg`How often the first frame was shown. Your own views are not counted.`,
  },
  hook_rate: {
    label: msg`Hook rate`,
    formula: msg`Of all views, the share visible for 3 seconds or longer (or watched whole, if the video is shorter than that).`,
  },
  completion_rate: {
    label: msg`Completion rate`,
    formula: msg`Of the views that got past the hook, the share that played at least 95 % of the video.`,
  },
  retention_curve: {
    label: msg`Retention`,
    formula: msg`For each second of the video: of all views, the share that played any part of that second.`,
  },
})

/** Label and formula of a definition in the language of the page. A metric without a translation speaks English. */
export const wordsOf = (
  metric: { readonly id: string; readonly label: string; readonly formula: string },
  i18n: { readonly locale: string; _(descriptor: MessageDescriptor): string },
): { label: string; formula: string } => {
  const words = new Map(Object.entries(translated())).get(metric.id)
  if (i18n.locale === 'en' || !words) return metric
  return { label: i18n._(words.label), formula: i18n._(words.formula) }
}
