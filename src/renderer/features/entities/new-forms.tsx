import { Plus } from 'lucide-react'
import { Suspense } from 'react'
import { BackToList } from '../../frame/detail.tsx'
import { go } from '../../router.ts'
import { entityText as t } from '../../text/entities/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { loadingText } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import styles from './entities.module.css'
import type { NewForm } from './entry.ts'

interface NewFormsProps {
  screen: string
  forms: readonly NewForm[]
}

const open = (screen: string, id: string) => go([screen, 'new', id])

/** The button above a list: a form, or a menu of them. */
export const NewMenu = ({ screen, label, forms }: NewFormsProps & { label: string }) => {
  const [first, ...others] = forms
  if (!first) return null
  if (others.length === 0) {
    return (
      <IconButton label={first.label} onPress={() => open(screen, first.id)}>
        <Plus size={16} />
      </IconButton>
    )
  }
  return (
    <Menu
      label={t.addTo(label)}
      trigger={
        <IconButton label={t.addTo(label)}>
          <Plus size={16} />
        </IconButton>
      }
      items={forms}
      onAction={(id) => open(screen, id)}
    />
  )
}

/** The usual one as a button, where nothing is there yet. */
export const NewActions = ({ screen, forms }: NewFormsProps) =>
  forms.slice(0, 1).map(({ id, label }) => (
    <Button key={id} onPress={() => open(screen, id)}>
      {label}
    </Button>
  ))

export const FormPage = ({ screen, label, form: { label: title, component: Form } }: { screen: string; label: string; form: NewForm }) => (
  <div className={styles.detail}>
    <BackToList path={[screen]} label={label} />
    <article className={styles.page}>
      <h1>{title}</h1>
      <Suspense fallback={<p className="muted">{loadingText}</p>}>
        <Form />
      </Suspense>
    </article>
  </div>
)
