// The browser's own select and radio buttons: they are light, and Home is in the first script.

import { useId } from 'react'
import styles from './fields.module.css'

export interface FieldOption<T extends string> {
  id: T
  label: string
}

interface FieldProps<T extends string> {
  label: string
  options: readonly FieldOption<T>[]
  value: T
  onChange: (value: T) => void
  help?: string | undefined
}

export const SelectField = <T extends string>({ label, options, value, onChange, help }: FieldProps<T>) => {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={styles.select}
        value={value}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={({ target }) => {
          const option = options.find((one) => one.id === target.value)
          if (option) onChange(option.id)
        }}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
      {help && (
        <p id={`${id}-help`} className="caption">
          {help}
        </p>
      )}
    </div>
  )
}

export const RadioField = <T extends string>({ label, options, value, onChange, help }: FieldProps<T>) => {
  const id = useId()
  return (
    <fieldset className={styles.field} aria-describedby={help ? `${id}-help` : undefined}>
      <legend>{label}</legend>
      <div className={styles.radios}>
        {options.map((option) => (
          <label key={option.id}>
            <input type="radio" name={id} checked={option.id === value} onChange={() => onChange(option.id)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {help && (
        <p id={`${id}-help`} className="caption">
          {help}
        </p>
      )}
    </fieldset>
  )
}
