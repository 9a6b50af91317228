import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { text } from '../text/en.ts'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

export interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** alertdialog for what must be answered; a press outside does not close it then. */
  role?: 'dialog' | 'alertdialog'
  /** Buttons at the end. */
  actions?: ReactNode
}

/** A modal dialog; Escape and a press outside close it, and focus returns to where it was. */
export const Dialog = ({ title, onClose, children, role = 'dialog', actions }: DialogProps) => (
  <ModalOverlay isOpen isDismissable={role === 'dialog'} onOpenChange={(open) => !open && onClose()} className={styles.overlay ?? ''}>
    <Modal className={styles.modal ?? ''}>
      <AriaDialog role={role} className={styles.dialog ?? ''}>
        <header className={styles.header}>
          <Heading slot="title">{title}</Heading>
          <IconButton label={text.actions.close} onPress={onClose}>
            <X size={16} />
          </IconButton>
        </header>
        <div className={styles.body}>{children}</div>
        {actions && <footer className={styles.footer}>{actions}</footer>}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)
