import { type ReactNode, useId } from 'react'
import type { Output } from '../../../../shared/api.ts'
import type { DnRenderingName } from '../../../../shared/model/certificate.ts'
import { entityText } from '../../../text/entities/index.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Status } from '../../../ui/status.tsx'
import { NumberCell, Table } from '../../../ui/table.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import form from '../form.module.css'
import styles from './dn-doctor.module.css'

const { dnDoctor: t, certificate } = entityText

/** Null: as the profile has it. */
export type SubjectChoice = { rendering: DnRenderingName | null; written: null } | { rendering: null; written: string }

interface DnDoctorProps {
  dns: Output<'bankRegistration.subjectDns'>
  choice: SubjectChoice
  onChange: (choice: SubjectChoice) => void
  /** Values that this bank refused. */
  refused: readonly string[]
  error: string | undefined
}

/** What the choice comes to. */
export const subjectOf = ({ items }: DnDoctorProps['dns'], { rendering, written }: SubjectChoice): string | undefined =>
  written ?? items.find((one) => (rendering === null ? one.ofProfile : one.rendering === rendering))?.value

/** Every way to write the certificate's subject, side by side, because a bank may take only one. */
export const DnDoctor = ({ dns: { items, limit }, choice, onChange, refused, error }: DnDoctorProps) => {
  const id = useId()
  const written = choice.written !== null
  const length = choice.written?.trim().length ?? 0
  const isChosen = (rendering: DnRenderingName, ofProfile: boolean) =>
    !written && (choice.rendering === null ? ofProfile : choice.rendering === rendering)
  const radio = (label: ReactNode, checked: boolean, choose: SubjectChoice) => (
    <label className={styles.choice}>
      <input type="radio" name={id} checked={checked} onChange={() => onChange(choose)} />
      <span>{label}</span>
    </label>
  )
  return (
    <fieldset>
      <legend>{t.title}</legend>
      <p className="muted">{t.help(limit)}</p>
      <div className={styles.doctor}>
        <Table title={t.title} columns={[t.rendering, { title: t.length, number: true }, t.value]}>
          {items.map(({ rendering, value, length, problem, ofProfile }) => (
            <tr key={rendering}>
              <td>
                {radio(
                  <>
                    {certificate.renderingNames[rendering]} <span className="caption">{rendering}</span>
                    {ofProfile && <div className="caption">{t.ofProfile}</div>}
                  </>,
                  isChosen(rendering, ofProfile),
                  { rendering, written: null },
                )}
                {refused.includes(value) && <Status tone="failed">{t.refused}</Status>}
                {problem && <Status tone="attention">{t.problems[problem]}</Status>}
              </td>
              <NumberCell>{t.ofLimit(length, limit)}</NumberCell>
              <td>
                <div className={styles.value}>
                  <span className="mono">{value}</span>
                  <CopyButton value={value} label={certificate.renderingNames[rendering]} />
                </div>
              </td>
            </tr>
          ))}
          <tr>
            <td>{radio(t.custom, written, { rendering: null, written: subjectOf({ items, limit, next: null }, choice) ?? '' })}</td>
            <NumberCell>{written ? t.ofLimit(length, limit) : ''}</NumberCell>
            <td>
              {written ? (
                <TextField
                  aria-label={t.custom}
                  value={choice.written}
                  onChange={(value) => onChange({ rendering: null, written: value })}
                  error={length > limit ? t.problems.length : null}
                  autoComplete="off"
                  spellCheck="false"
                  mono
                />
              ) : (
                <span className="muted">{t.customHelp}</span>
              )}
            </td>
          </tr>
        </Table>
      </div>
      {error && <p className={form.error}>{error}</p>}
    </fieldset>
  )
}
