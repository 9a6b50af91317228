import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { openOverlay } from '../../frame/overlays.tsx'
import { themes } from '../../frame/theme-picker.tsx'
import { setPreferences, usePreferences } from '../../preferences.ts'
import { href, useLocation } from '../../router.ts'
import { text } from '../../text/en.ts'
import { settingsText as t } from '../../text/settings.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { loadingText } from '../../ui/format.ts'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { About } from './about.tsx'
import { LimitsForm } from './limits-form.tsx'
import styles from './settings.module.css'

export const SettingsScreen = () => {
  const { theme } = usePreferences()
  const { value, error } = useQuery('settings.get', {})
  return (
    <div className={styles.screen}>
      <h1>{t.title}</h1>
      <Section title={t.appearance}>
        <RadioGroup
          label={t.theme}
          value={theme}
          onChange={(theme) => setPreferences({ theme })}
          options={themes.map((id) => ({ id, label: text.bar.themes[id] }))}
        />
      </Section>
      <Folder />
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {value && <LimitsForm settings={value} />}
      <About />
    </div>
  )
}

const Folder = () => {
  const { value, error } = useQuery('workspace.status', {})
  const { exchange } = useLocation()
  return (
    <Section title={t.workspace}>
      {error && <ErrorNotice error={error} />}
      {value && (
        <Facts>
          {value.dataDir === null ? <Fact label={t.folder}>{t.inMemory}</Fact> : <IdFact label={t.folder} value={value.dataDir} full />}
          <Fact label={t.schema}>{value.schemaVersion}</Fact>
          <Fact label={t.keys}>
            <a href={href(['keys'], exchange)}>{t.keysLink}</a>
          </Fact>
        </Facts>
      )}
      {value?.ephemeral ? (
        <div>
          <Button onPress={() => openOverlay('keepWorkspace')}>{text.workspace.keep}</Button>
        </div>
      ) : (
        <p className="caption">{t.folderHint}</p>
      )}
    </Section>
  )
}
