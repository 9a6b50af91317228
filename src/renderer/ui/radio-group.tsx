import type { ReactNode } from 'react'
import { RadioGroup as AriaRadioGroup, Label, Radio } from 'react-aria-components'
import field from './field.module.css'
import styles from './radio-group.module.css'

export interface RadioOption<T extends string> {
  id: T
  label: string
  description?: string
  isDisabled?: boolean
}

export interface RadioGroupProps<T extends string> {
  label: ReactNode
  options: readonly RadioOption<T>[]
  value: T
  onChange: (value: T) => void
}

/** One of a few; the chosen one says what it means, and one that cannot be chosen says why. */
export const RadioGroup = <T extends string>({ label, options, value, onChange }: RadioGroupProps<T>) => (
  <AriaRadioGroup
    className={styles.group ?? ''}
    value={value}
    onChange={(key) => {
      const chosen = options.find(({ id }) => id === key)
      if (chosen) onChange(chosen.id)
    }}
  >
    <Label className={field.label ?? ''}>{label}</Label>
    {options.map(({ id, label, description, isDisabled = false }) => (
      <Radio key={id} value={id} isDisabled={isDisabled} className={styles.radio ?? ''}>
        <span className={styles.mark} />
        <span className={styles.words}>
          <span>{label}</span>
          {description && (id === value || isDisabled) && <span className="caption">{description}</span>}
        </span>
      </Radio>
    ))}
  </AriaRadioGroup>
)
