import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './checkbox.module.css'

export interface CheckboxProps {
  label: ReactNode
  description?: ReactNode
  isSelected: boolean
  onChange: (isSelected: boolean) => void
  isDisabled?: boolean
}

export const Checkbox = ({ label, description, ...props }: CheckboxProps) => (
  <AriaCheckbox {...props} className={styles.checkbox ?? ''}>
    <span className={styles.box}>
      <Check size={12} strokeWidth={3} aria-hidden="true" />
    </span>
    <span className={styles.words}>
      <span>{label}</span>
      {description && <span className="caption">{description}</span>}
    </span>
  </AriaCheckbox>
)
