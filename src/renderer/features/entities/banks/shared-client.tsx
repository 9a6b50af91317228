import type { Output } from '../../../../shared/api.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { To } from '../parts.tsx'
import { groupName } from './sharing.ts'

const t = entityText.registrationForm

interface SharedClientProps {
  clients: Output<'bankRegistration.reusable'>
  profile: BankProfile | undefined
  separate: boolean
  onSeparate: (separate: boolean) => void
}

/** The client of a sister brand that is used, or why it does not fit, and the switch for one of its own. */
export const SharedClient = ({ clients: { items, registrationGroup }, profile, separate, onSeparate }: SharedClientProps) => {
  const [newest] = items
  if (!newest) return null
  const { bankRegistrationId, bankDisplayName, externalApiId, problem } = newest
  return (
    <Notice tone={problem === null || separate ? 'information' : 'attention'}>
      <p>
        <strong>
          {separate ? t.separately : problem === null ? t.shares(externalApiId, bankDisplayName) : t.sharesNot(bankDisplayName)}
        </strong>
      </p>
      {!separate && problem !== null && <p>{t.sharedProblem(externalApiId, problem)}</p>}
      <p>
        {t.sharedGroup(groupName(registrationGroup ?? '', profile))}{' '}
        <To path={['banks', 'bankRegistration', bankRegistrationId]}>{t.toShared}</To>
      </p>
      <Checkbox label={t.registerSeparately} description={t.separatelyHelp} isSelected={separate} onChange={onSeparate} />
    </Notice>
  )
}
