import type { AppErrorData } from '../../../../shared/errors.ts'
import type { Psd2Role } from '../../../../shared/model/certificate.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { problemOf } from './form-problems.ts'
import styles from './forms.module.css'
import type { OrganisationForm } from './organisation-form.ts'

const t = entityText.certificateForms
const roles: Psd2Role[] = ['PSP_AI', 'PSP_PI', 'PSP_IC', 'PSP_AS']

export interface OrganisationFieldsProps {
  value: OrganisationForm
  onChange: (value: OrganisationForm) => void
  error: AppErrorData | null
  /** A signing request names no software. */
  withSoftware: boolean
}

export const OrganisationFields = ({ value, onChange, error, withSoftware }: OrganisationFieldsProps) => {
  const set = (change: Partial<OrganisationForm>) => onChange({ ...value, ...change })
  const rolesProblem = problemOf(error, 'organisation.roles', t.problems.roles)
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t.organisation.name}
          description={t.organisation.nameHint}
          value={value.name}
          onChange={(name) => set({ name })}
          error={problemOf(error, 'organisation.name', t.problems.organisationName)}
        />
        <TextField
          label={t.organisation.id}
          description={t.organisation.idHint}
          value={value.organisationId}
          onChange={(organisationId) => set({ organisationId })}
          error={problemOf(error, 'organisation.organisationId', t.problems.organisationId)}
          mono
        />
        <TextField
          label={t.organisation.authorisation}
          description={t.organisation.authorisationHint}
          value={value.authorisationNumber}
          onChange={(authorisationNumber) => set({ authorisationNumber })}
          error={problemOf(error, 'organisation.authorisationNumber', t.problems.authorisationNumber)}
          mono
        />
        {withSoftware && (
          <TextField
            label={t.organisation.software}
            description={t.organisation.softwareHint}
            value={value.softwareId}
            onChange={(softwareId) => set({ softwareId })}
            error={problemOf(error, 'organisation.softwareId', t.problems.softwareId)}
            mono
          />
        )}
      </div>
      <fieldset className={styles.fieldset}>
        <legend>{t.organisation.roles}</legend>
        <div className={styles.pair}>
          {roles.map((role) => (
            <Checkbox
              key={role}
              label={entityText.certificate.roleNames[role]}
              description={role}
              isSelected={value.roles.includes(role)}
              onChange={(chosen) => set({ roles: roles.filter((one) => (one === role ? chosen : value.roles.includes(one))) })}
            />
          ))}
        </div>
        {rolesProblem && (
          <p className={styles.problem} role="alert">
            {rolesProblem}
          </p>
        )}
      </fieldset>
    </>
  )
}
