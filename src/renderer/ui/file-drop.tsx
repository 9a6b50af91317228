import type { ReactNode } from 'react'
import { DropZone, FileTrigger } from 'react-aria-components'
import { Button } from './button.tsx'
import styles from './file-drop.module.css'

export interface FileDropProps {
  /** Names the place for screen readers. */
  label: string
  /** The words of the button. */
  choose: string
  hint: ReactNode
  /** File name endings, such as .json. */
  accept?: readonly string[]
  onFile: (file: File) => void
}

/** A file by dropping it, or by choosing it. */
export const FileDrop = ({ label, choose, hint, accept, onFile }: FileDropProps) => {
  return (
    <DropZone
      aria-label={label}
      className={styles.drop ?? ''}
      onDrop={async ({ items }) => {
        const item = items.find((one) => one.kind === 'file')
        if (item?.kind === 'file') onFile(await item.getFile())
      }}
    >
      <FileTrigger
        {...(accept && { acceptedFileTypes: accept })}
        onSelect={(files) => {
          const file = files?.item(0)
          if (file) onFile(file)
        }}
      >
        <Button>{choose}</Button>
      </FileTrigger>
      <span className="caption">{hint}</span>
    </DropZone>
  )
}
