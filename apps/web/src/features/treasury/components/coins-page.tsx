import type { ReactNode } from 'react'
import { FlagsPart } from './flags-part.tsx'
import { GiftEditor } from './gift-editor.tsx'
import { PackEditor } from './pack-editor.tsx'
import { SettingsPart } from './settings-form.tsx'
import { TreasuryFrame } from './treasury-frame.tsx'

/** What is sold and given here, and what looks wrong. */
const CoinsPage = (): ReactNode => (
  <TreasuryFrame>
    <PackEditor />
    <GiftEditor />
    <FlagsPart />
    <SettingsPart />
  </TreasuryFrame>
)

export default CoinsPage
