import { useId } from 'react'
import type { Permission } from '../../../../shared/model/account-access-consent.ts'
import { allows, dataCalls, permissionClusters, permissionProblems } from '../../../../shared/permission-rules.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Mark } from '../../../ui/status.tsx'
import form from '../form.module.css'
import styles from './permission-picker.module.css'

const { consentForm: t, consent: c } = entityText

const every: readonly Permission[] = permissionClusters.flatMap(({ permissions }) => permissions)
const presets: Record<keyof typeof t.presetNames, readonly Permission[]> = {
  usual: ['ReadAccountsDetail', 'ReadBalances', 'ReadTransactionsDetail', 'ReadTransactionsCredits', 'ReadTransactionsDebits'],
  all: every,
  none: [],
}
export const usualPermissions = presets.usual

interface PermissionPickerProps {
  chosen: readonly Permission[]
  /** What the bank refuses, so that it cannot be chosen. */
  unsupported: readonly Permission[]
  onChange: (chosen: Permission[]) => void
  /** What the bank said of them. */
  error: string | undefined
}

/** Permissions in words, by what they are about, with what every bank must refuse and what the set lets one call. */
export const PermissionPicker = ({ chosen, unsupported, onChange, error }: PermissionPickerProps) => {
  const id = useId()
  const set = (permission: Permission, on: boolean) => onChange(every.filter((one) => (one === permission ? on : chosen.includes(one))))
  return (
    <fieldset aria-describedby={id}>
      <legend>{t.permissions}</legend>
      <div className={form.submit}>
        {(Object.keys(presets) as (keyof typeof presets)[]).map((preset) => (
          <Button key={preset} onPress={() => onChange(presets[preset].filter((one) => !unsupported.includes(one)))}>
            {t.presetNames[preset]}
          </Button>
        ))}
      </div>
      <div className={styles.clusters}>
        {permissionClusters.map((cluster) => (
          <fieldset key={cluster.id} className={styles.cluster}>
            <legend>{t.clusters[cluster.id]}</legend>
            {t.clusterHelp[cluster.id] && <p className="caption">{t.clusterHelp[cluster.id]}</p>}
            {cluster.permissions.map((permission) => (
              <Checkbox
                key={permission}
                label={
                  <>
                    {c.permissions[permission].name} <span className="caption">{permission}</span>
                  </>
                }
                description={unsupported.includes(permission) ? t.notSupported : c.permissions[permission].allows}
                isDisabled={unsupported.includes(permission)}
                isSelected={chosen.includes(permission)}
                onChange={(on) => set(permission, on)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <div id={id} className={styles.judgement}>
        <Problems chosen={chosen} unsupported={unsupported} onAdd={(permission) => set(permission, true)} />
        {error && <p className={form.error}>{error}</p>}
      </div>
      <fieldset>
        <legend>
          {t.dataCalls} <span className="caption">{callCount(chosen)}</span>
        </legend>
        <DataCalls chosen={chosen} />
      </fieldset>
    </fieldset>
  )
}

interface ProblemsProps {
  chosen: readonly Permission[]
  unsupported: readonly Permission[]
  onAdd: (permission: Permission) => void
}

const Problems = ({ chosen, unsupported, onAdd }: ProblemsProps) => {
  const problems = permissionProblems(chosen)
  return (
    // Always there, so that what appears in it is spoken.
    <div role="alert">
      {problems.length > 0 && (
        <div className={styles.problems}>
          <p>
            <Mark tone="failed" /> <strong>{t.refused}</strong> <span className="caption">{t.source}</span>
          </p>
          {problems.map(({ message, remedy, add }) => (
            <div key={message} className={styles.problem}>
              <p>
                {message}. {remedy}
              </p>
              <div className={form.submit}>
                {add
                  .filter((permission) => !unsupported.includes(permission))
                  .map((permission) => (
                    <Button key={permission} onPress={() => onAdd(permission)}>
                      {t.addPermission(c.permissions[permission].name)}
                    </Button>
                  ))}
              </div>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

/** How many of the data calls the set allows. */
const callCount = (chosen: readonly Permission[]): string =>
  t.callCount(dataCalls.filter((dataCall) => allows(chosen, dataCall)).length, dataCalls.length)

export const DataCalls = ({ chosen }: { chosen: readonly Permission[] }) => (
  <ul className={styles.calls}>
    {dataCalls.map((dataCall) => {
      const may = allows(chosen, dataCall)
      return (
        <li key={dataCall.path} className={may ? undefined : 'muted'}>
          <Mark tone={may ? 'good' : 'neutral'} />
          <span className="mono">GET {dataCall.path}</span>
          <span className="visually-hidden">{may ? t.allowed : t.notAllowed}</span>
        </li>
      )
    })}
  </ul>
)
