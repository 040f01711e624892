import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Comfort } from '#shared/comfort'
import { chooseComfort, comfortOf } from '#shared/comfort'
import { chooseCharacters, usesCharacters } from '#shared/keys'
import { browserStorage } from '#shared/storage'
import { Choice } from './choice.tsx'

/** How much this device fetches and moves by itself. */
export const ComfortChoices = (): ReactNode => {
  const { t } = useLingui()
  const [comfort, setComfort] = useState(() => comfortOf(browserStorage()))
  const [characters, setCharacters] = useState(usesCharacters)
  const change = (part: Partial<Comfort>): void => {
    chooseComfort(browserStorage(), part)
    setComfort(comfortOf(browserStorage()))
  }
  return (
    <div className="grid gap-6">
      <div className="grid gap-3">
        <Choice<Comfort['saveData']>
          legend={t`Save data`}
          options={[
            { value: 'system', name: t`Like the device` },
            { value: 'on', name: t`On` },
            { value: 'off', name: t`Off` },
          ]}
          value={comfort.saveData}
          onChoose={(saveData) => change({ saveData })}
        />
        <p className="text-sm text-ink-soft">
          <Trans>Videos play in their smallest size, and only the next one is loaded ahead.</Trans>
        </p>
      </div>
      <div className="grid gap-3">
        <Choice<Comfort['autoplay']>
          legend={t`Videos start by themselves`}
          options={[
            { value: 'on', name: t`On` },
            { value: 'off', name: t`Off` },
          ]}
          value={comfort.autoplay}
          onChoose={(autoplay) => change({ autoplay })}
        />
        <p className="text-sm text-ink-soft">
          <Trans>Off: nothing of a video is loaded before you tap it.</Trans>
        </p>
      </div>
      <Choice<Comfort['motion']>
        legend={t`Motion`}
        options={[
          { value: 'system', name: t`Like the device` },
          { value: 'less', name: t`As little as possible` },
        ]}
        value={comfort.motion}
        onChoose={(motion) => change({ motion })}
      />
      <div className="grid gap-3">
        <Choice
          legend={t`Single letters as keys`}
          options={[
            { value: 'on', name: t`On` },
            { value: 'off', name: t`Off` },
          ]}
          value={characters ? 'on' : 'off'}
          onChoose={(value) => {
            chooseCharacters(value === 'on')
            setCharacters(value === 'on')
          }}
        />
        <p className="text-sm text-ink-soft">
          <Trans>Press ? to see them all. Off: only arrows and space do something.</Trans>
        </p>
      </div>
    </div>
  )
}
