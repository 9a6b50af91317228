import type { AppErrorData } from '../../../../shared/errors.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { FileDrop } from '../../../ui/file-drop.tsx'
import { bytes } from '../../../ui/format.ts'
import { Status, type Tone } from '../../../ui/status.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './forms.module.css'
import { isEncrypted, type MaterialKind } from './material-kind.ts'
import type { Material } from './use-material.ts'

const t = entityText.certificateForms
const tones: Record<MaterialKind, Tone> = {
  certificate: 'neutral',
  clearKey: 'attention',
  encryptedKey: 'neutral',
  pkcs12: 'neutral',
  unknown: 'attention',
}

const Kind = ({ kind }: { kind: MaterialKind }) => <Status tone={tones[kind]}>{t.material.kinds[kind]}</Status>

/** Whether there is a field that a fault of the passphrase is shown at. */
export const showsPassphrase = ({ kind }: Material, error: AppErrorData | null): boolean =>
  isEncrypted(kind) || error?.field === 'passphrase'

export interface MaterialFieldsProps {
  material: Material
  passphrase: string
  onPassphrase: (passphrase: string) => void
  error: AppErrorData | null
}

/** A file or text, and the passphrase where it needs one. */
export const MaterialFields = ({ material, passphrase, onPassphrase, error }: MaterialFieldsProps) => {
  const { file, kind, text, problem, cleared, empty, choose, write, forget } = material
  const wrong = error?.field === 'passphrase' ? [error.message, error.remedy].filter(Boolean).join('. ') : null
  return (
    <>
      <FileDrop
        label={t.material.drop}
        choose={t.material.choose}
        hint={t.material.dropHint}
        accept={['.pem', '.crt', '.cer', '.der', '.key', '.csr', '.p12', '.pfx']}
        onFile={(chosen) => void choose(chosen)}
      />
      {file && (
        <div className={styles.chosen}>
          <span>{t.material.chosen(file.name, bytes(file.size))}</span>
          {kind && <Kind kind={kind} />}
          <Button kind="quiet" onPress={forget}>
            {t.material.remove}
          </Button>
        </div>
      )}
      {!file && (
        <>
          <TextField
            label={t.material.paste}
            description={t.material.pasteHint}
            value={text}
            onChange={write}
            rows={6}
            spellCheck="false"
            autoComplete="off"
            mono
          />
          {kind && <Kind kind={kind} />}
        </>
      )}
      {problem && empty && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {cleared && (
        <Notice tone="information">
          <p>{t.import.cleared}</p>
        </Notice>
      )}
      {showsPassphrase(material, error) && (
        <TextField
          label={t.import.passphrase}
          description={t.import.passphraseHint}
          type="password"
          autoComplete="off"
          value={passphrase}
          onChange={onPassphrase}
          error={wrong}
        />
      )}
    </>
  )
}
