import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { KeyActions, KeyPart } from '#shared/keys'
import { keyMap } from '#shared/keys'
import { Sheet } from '#shared/ui'

type Names = { readonly [Part in KeyPart]: Readonly<Record<keyof KeyActions<Part>, string>> }

/** What each key does, in words. A key that is new in the map must be named here to compile. */
const useNames = (): Names => {
  const { t } = useLingui()
  return {
    steps: { next: t`Next video`, previous: t`Previous video` },
    stage: { pause: t`Play or pause`, mute: t`Sound on or off` },
    post: { like: t`Like`, comments: t`Comments`, save: t`Save`, follow: t`Follow` },
    pages: {
      search: t`Search`,
      home: t`Feed`,
      discover: t`Discover`,
      profile: t`Your profile`,
      settings: t`Settings`,
      keys: t`All keys`,
    },
  }
}

const signs = new Map([
  ['ArrowDown', '↓'],
  ['ArrowUp', '↑'],
  ['PageDown', 'Page ↓'],
  ['PageUp', 'Page ↑'],
])

const Key = ({ name }: { name: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <kbd className="min-w-7 rounded-sm border border-line bg-raised px-1.5 py-0.5 text-center font-body text-xs font-bold">
      {name === ' ' ? t`Space` : (signs.get(name) ?? name.toUpperCase())}
    </kbd>
  )
}

/** All keys there are, made of the same list that binds them. */
const KeyOverview = ({ onClose }: { onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const names = useNames()
  const titles: Record<KeyPart, string> = {
    steps: t`From video to video`,
    stage: t`Playing`,
    post: t`This video`,
    pages: t`Around Busker`,
  }
  return (
    <Sheet
      open
      title={t`Keys`}
      description={
        <p className="text-sm">
          <Trans>They rest while you type. In the settings single letters can be switched off.</Trans>
        </p>
      }
      onClose={onClose}
    >
      <div className="grid gap-5">
        {Object.entries(keyMap).map(([part, actions]) => (
          <section key={part} aria-label={titles[part as KeyPart]}>
            <h3 className="mb-1.5 text-sm font-bold">{titles[part as KeyPart]}</h3>
            <dl className="grid gap-1.5">
              {Object.entries<readonly string[]>(actions).map(([action, keys]) => (
                <div key={action} className="flex items-center justify-between gap-4 text-sm">
                  <dt>{new Map(Object.entries(names[part as KeyPart])).get(action)}</dt>
                  <dd className="flex items-center gap-1.5">
                    {keys.map((key) => (
                      <span key={key} className="flex gap-1">
                        {(key === ' ' ? [key] : key.split(' ')).map((one) => (
                          <Key key={one} name={one} />
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}

export default KeyOverview
