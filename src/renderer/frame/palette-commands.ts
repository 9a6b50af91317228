import type { Reply } from '../../shared/errors.ts'
import { call, get, host } from '../api/client.ts'
import { refresh } from '../api/query.ts'
import { type Environment, setPreferences, usePreferences } from '../preferences.ts'
import { go } from '../router.ts'
import { text } from '../text/en.ts'
import { certificateFormText } from '../text/entities/certificate-forms.ts'
import { consentFormText } from '../text/entities/consent-form.ts'
import { keyText } from '../text/entities/keys.ts'
import { profileFormText } from '../text/entities/profile-form.ts'
import { registrationFormText } from '../text/entities/registration-form.ts'
import { softwareFormText } from '../text/entities/software-form.ts'
import { paletteText as t } from '../text/palette.ts'
import { environmentName } from './environment-picker.tsx'
import { openOverlay } from './overlays.tsx'
import type { Command } from './palette-rank.ts'
import { runWithModelBank } from './run-walkthrough.ts'
import { screens } from './screens.ts'
import { keysOf } from './shortcut-list.ts'
import { themes } from './theme-picker.tsx'

/** Either done at once, after the palette has closed, or asked of the host, and the palette shows why it failed. */
export type Runnable = Command & ({ run: () => void } | { ask: () => Promise<Reply<unknown>> })

const action = (id: string, label: string, run: () => void, { detail = '', keywords = '' } = {}): Runnable => ({
  id,
  kind: 'action',
  label,
  detail,
  keywords,
  run,
})

const asking = (id: string, label: string, ask: () => Promise<Reply<unknown>>, keywords: string): Runnable => ({
  id,
  kind: 'action',
  label,
  detail: '',
  keywords,
  ask,
})

const exportHar = async (): Promise<Reply<unknown>> => {
  const reply = await call('requestLog.export', {})
  if (!reply.ok) return reply
  return host().saveText(`requests-${new Date().toISOString().slice(0, 10)}.har`, JSON.stringify(reply.value.har, null, 2))
}

const certificateForms = ['sandbox', 'import', 'request', 'inspect'] as const
const entityForms = [
  ['software', 'software-statement', softwareFormText.add, t.words.software],
  ['banks', 'registration', registrationFormText.add, t.words.registration],
  ['banks', 'profile', profileFormText.add, t.words.profile],
  ['banks', 'import-profiles', profileFormText.import, t.words.profile],
  ['consents', 'consent', consentFormText.add, t.words.consent],
] as const
const environments: Environment[] = ['modelBank', 'sandbox', 'live', 'all']

/** What can be done, as things stand. */
export const loadActions = async (): Promise<Runnable[]> => {
  const [bank, workspace] = await Promise.all([get('modelBank.status', {}), get('workspace.status', {})])
  return [
    action('walkthrough', t.runWalkthrough, runWithModelBank, { keywords: t.words.walkthrough }),
    ...screens.map(({ id, label }) => action(`go.${id}`, label, () => go([id]), { detail: t.screen, keywords: t.words.screen })),
    ...certificateForms.map((form) =>
      action(`new.${form}`, certificateFormText.forms[form], () => go(['certificates', 'new', form]), { keywords: t.words.certificates }),
    ),
    ...entityForms.map(([screen, form, label, keywords]) => action(`new.${form}`, label, () => go([screen, 'new', form]), { keywords })),
    action('new.key', keyText.create, () => go(['keys', 'new', 'key']), { keywords: t.words.key }),
    bank.running
      ? asking('modelBank.stop', t.stopModelBank, () => call('modelBank.stop', {}), t.words.modelBank)
      : asking('modelBank.start', t.startModelBank, () => call('modelBank.start', {}), t.words.modelBank),
    ...(workspace.ephemeral ? [action('keep', t.keepWorkspace, () => openOverlay('keepWorkspace'), { keywords: t.words.keep })] : []),
    action('log', t.toggleLog, () => setPreferences({ drawerOpen: !usePreferences.getState().drawerOpen }), {
      detail: keysOf('log'),
      keywords: t.words.log,
    }),
    asking('har', t.exportHar, exportHar, t.words.har),
    ...themes.map((theme) =>
      action(`theme.${theme}`, t.theme(text.bar.themes[theme]), () => setPreferences({ theme }), { keywords: t.words.theme }),
    ),
    ...environments.map((environment) =>
      action(`environment.${environment}`, t.environment(environmentName(environment)), () => setPreferences({ environment }), {
        keywords: t.words.environment,
      }),
    ),
    action('shortcuts', t.shortcuts, () => openOverlay('shortcuts'), { detail: keysOf('shortcuts'), keywords: t.words.shortcuts }),
    action('refresh', t.refresh, () => refresh(''), { detail: keysOf('refresh'), keywords: t.words.refresh }),
  ]
}
