import { entityText } from '../../../text/entities/index.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { CheckGroup } from '../form.tsx'

interface RedirectChoiceProps {
  offered: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  error: string | undefined
}

/** Some of the software statement's addresses, in its order. */
export const RedirectChoice = ({ offered, chosen, onChange, error }: RedirectChoiceProps) => (
  <CheckGroup title={entityText.registrationForm.redirectUris} error={error}>
    {offered.map((address) => (
      <Checkbox
        key={address}
        label={<span className="mono">{address}</span>}
        isSelected={chosen.includes(address)}
        onChange={(on) => onChange(offered.filter((one) => (one === address ? on : chosen.includes(one))))}
      />
    ))}
  </CheckGroup>
)
