import { useState } from 'react'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import form from './form.module.css'

export type Where = 'bank' | 'local'

interface DeleteWhereProps {
  label: string
  words: Record<Where, string>
  help: Record<Where, string>
  /** Whether it can be deleted at the bank at all. */
  atBank: boolean
  go: Record<Where, string>
  onGo: (where: Where) => void
  onClose: () => void
}

/** At the bank, or here alone: said before anything is deleted. */
export const DeleteWhere = ({ label, words, help, atBank, go, onGo, onClose }: DeleteWhereProps) => {
  const [chosen, setChosen] = useState<Where>('bank')
  const where = atBank ? chosen : 'local'
  return (
    <>
      <RadioGroup
        label={label}
        value={where}
        onChange={setChosen}
        options={(['bank', 'local'] as const).map((id) => ({
          id,
          label: words[id],
          description: help[id],
          isDisabled: id === 'bank' && !atBank,
        }))}
      />
      <div className={form.submit}>
        <Button kind="danger" onPress={() => onGo(where)}>
          {go[where]}
        </Button>
        <Button onPress={onClose}>{text.actions.cancel}</Button>
      </div>
    </>
  )
}
