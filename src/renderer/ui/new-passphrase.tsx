import { passphraseText as t } from '../text/passphrase.ts'
import styles from './new-passphrase.module.css'
import { strengthOf } from './passphrase-strength.ts'
import { Status } from './status.tsx'
import { TextField } from './text-field.tsx'

export interface NewPassphraseValue {
  passphrase: string
  again: string
}

export const noPassphrase: NewPassphraseValue = { passphrase: '', again: '' }

/** Long enough, and the same twice. */
export const isAgreed = ({ passphrase, again }: NewPassphraseValue): boolean =>
  strengthOf(passphrase) !== 'tooShort' && passphrase === again

const tones = { weak: 'attention', fair: 'information', strong: 'good' } as const

export interface NewPassphraseProps {
  value: NewPassphraseValue
  onChange: (value: NewPassphraseValue) => void
  /** Says what is missing. */
  tried: boolean
}

/** A passphrase that is made up here: typed twice, with a word on its strength. */
export const NewPassphrase = ({ value, onChange, tried }: NewPassphraseProps) => {
  const { passphrase, again } = value
  const strength = strengthOf(passphrase)
  return (
    <div className={styles.pair}>
      <TextField
        label={t.passphrase}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={(passphrase) => onChange({ ...value, passphrase })}
        description={strength === 'tooShort' ? t.hint : <Status tone={tones[strength]}>{t.strengths[strength]}</Status>}
        error={tried && strength === 'tooShort' ? t.tooShort : null}
      />
      <TextField
        label={t.again}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={(again) => onChange({ ...value, again })}
        error={tried && strength !== 'tooShort' && passphrase !== again ? t.different : null}
      />
    </div>
  )
}
