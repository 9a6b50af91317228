// The screens of the workbench: what the rail, the palette and the router know of them.

import {
  BadgeCheck,
  Database,
  FileBadge,
  Handshake,
  Home,
  Key,
  Landmark,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
} from 'lucide-react'
import { type ComponentType, lazy } from 'react'
import { HomeScreen } from '../features/home/home-screen.tsx'
import { text } from '../text/en.ts'

export interface ScreenProps {
  /** What follows the screen's own segment of the location. */
  path: string[]
}

export interface Screen {
  /** First segment of the location. */
  id: string
  label: string
  icon: LucideIcon
  component: ComponentType<ScreenProps>
  /** Stands at the bottom of the rail. */
  last?: boolean
}

const entities = (aggregate: string) =>
  lazy(async () => ({ default: (await import('../features/entities/entity-screen.tsx')).entityScreen(aggregate) }))

/** In the order of the rail. Home comes with the first script; the others are loaded when they are opened. */
export const screens: Screen[] = [
  { id: 'home', label: text.nav.home, icon: Home, component: HomeScreen },
  { id: 'certificates', label: text.nav.certificates, icon: FileBadge, component: entities('certificates') },
  { id: 'keys', label: text.nav.keys, icon: Key, component: entities('keys') },
  { id: 'software', label: text.nav.software, icon: BadgeCheck, component: entities('software') },
  { id: 'banks', label: text.nav.banks, icon: Landmark, component: entities('banks') },
  { id: 'consents', label: text.nav.consents, icon: Handshake, component: entities('consents') },
  {
    id: 'data',
    label: text.nav.data,
    icon: Database,
    component: lazy(async () => ({ default: (await import('../features/data/data-screen.tsx')).DataScreen })),
  },
  {
    id: 'model-bank',
    label: text.nav.modelBank,
    icon: Server,
    component: lazy(async () => ({ default: (await import('../features/model-bank/model-bank-screen.tsx')).ModelBankScreen })),
  },
  {
    id: 'glossary',
    label: text.nav.glossary,
    icon: ScrollText,
    component: lazy(async () => ({ default: (await import('../features/glossary/glossary-screen.tsx')).GlossaryScreen })),
  },
  {
    id: 'settings',
    label: text.nav.settings,
    icon: Settings,
    component: lazy(async () => ({ default: (await import('../features/settings/settings-screen.tsx')).SettingsScreen })),
    last: true,
  },
]

const [home] = screens as [Screen]

/** An unknown address shows Home. */
export const screenOf = ([id]: string[]): Screen => screens.find((screen) => screen.id === id) ?? home
