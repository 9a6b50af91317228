import type { ReactNode } from 'react'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  /** Shown above the field; use `aria-label` instead where there is no room. */
  label?: ReactNode
  description?: ReactNode
  /** What is wrong with the value; shown in place of the description. */
  error?: string | null | undefined
  placeholder?: string
  /** Identifiers, PEM, JSON. */
  mono?: boolean
  /** More than one makes a text area of that height. */
  rows?: number
}

/** Shows the error it is given and stops no form: who holds the form judges its values. */
export const TextField = ({ label, description, error, placeholder, mono = false, rows = 1, ...props }: TextFieldProps) => {
  const input = { placeholder, className: classes(styles.input, mono && 'mono') }
  return (
    <AriaTextField validationBehavior="aria" {...props} {...(error && { isInvalid: true })} className={styles.field ?? ''}>
      {label && <Label className={styles.label ?? ''}>{label}</Label>}
      {rows > 1 ? <TextArea {...input} rows={rows} /> : <Input {...input} />}
      {description && !error && (
        <Text slot="description" className="caption">
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error ?? undefined}</FieldError>
    </AriaTextField>
  )
}
