import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { href } from '../router.ts'
import styles from './detail.module.css'

/** In a narrow window the list is behind the detail; this leads back to it. */
export const BackToList = ({ path, label }: { path: string[]; label: string }) => (
  <a href={href(path)} className={styles.back}>
    <ChevronLeft size={14} aria-hidden="true" />
    {label}
  </a>
)

export const DetailHeader = ({ name, status, actions }: { name: ReactNode; status?: ReactNode; actions?: ReactNode }) => (
  <header className={styles.header}>
    <h1>{name}</h1>
    {status}
    {actions && <div className={styles.actions}>{actions}</div>}
  </header>
)

export const Section = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <section className={styles.section}>
    <h2>{title}</h2>
    {children}
  </section>
)
