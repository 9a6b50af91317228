import { ChevronDown } from 'lucide-react'
import { useQuery } from '../api/query.ts'
import { type Environment, setPreferences, usePreferences } from '../preferences.ts'
import { text } from '../text/en.ts'
import { Button } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { setEnvironmentMenu, useEnvironmentMenu } from './environment-menu.ts'
import styles from './environment-picker.module.css'

const environments: Environment[] = ['modelBank', 'sandbox', 'live', 'all']

export const environmentName = (environment: Environment): string =>
  environment === 'all' ? text.bar.allEnvironments : text.bar.environments[environment]

/** Which banks the lists show, with the environment's colour at the window's edge. */
export const EnvironmentPicker = () => {
  const { environment } = usePreferences()
  const { open } = useEnvironmentMenu()
  const { value } = useQuery('bankProfile.list', {})

  const banksOf = (wanted: Environment): string => {
    const names = (value?.items ?? [])
      .filter((profile) => wanted === 'all' || profile.environment === wanted)
      .map(({ displayName }) => displayName)
    return names.length > 3 ? `${names.slice(0, 3).join(', ')} +${names.length - 3}` : names.join(', ') || text.bar.noBanks
  }

  return (
    <div className={styles.picker}>
      <span className={styles.stripe} data-environment={environment} aria-hidden="true" />
      <Menu
        label={text.bar.environment}
        isOpen={open}
        onOpenChange={setEnvironmentMenu}
        selected={environment}
        onAction={(id) => {
          const chosen = environments.find((one) => one === id)
          if (chosen) setPreferences({ environment: chosen })
        }}
        trigger={
          <Button kind="quiet" aria-label={`${text.bar.environment}: ${environmentName(environment)}`}>
            <strong>{environmentName(environment)}</strong>
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        }
        items={environments.map((id) => ({
          id,
          label: environmentName(id),
          description: banksOf(id),
          mark: <span className={styles.mark} data-environment={id} />,
        }))}
      />
    </div>
  )
}
