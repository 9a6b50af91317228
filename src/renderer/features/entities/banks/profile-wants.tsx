import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { bankProfileText } from '../../../text/bank-profile.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Fact, Facts } from '../../../ui/facts.tsx'
import { To } from '../parts.tsx'

const t = entityText.registrationForm

/** What this bank wants of a registration, before anything is sent. */
export const ProfileWants = ({
  profile: { id, displayName, registration, tokenEndpointAuthMethod, signingAlgorithms },
}: {
  profile: BankProfile
}) => (
  <Facts>
    <Fact label={t.bankWants} term="bank-profile">
      <To path={['banks', 'bankProfile', id]}>{displayName}</To>
    </Fact>
    <Fact label={t.registrationBy} term="dcr" copy={registration.dcr ? undefined : registration.portal}>
      {registration.dcr ? t.byDcr(registration.version) : t.byPortal(registration.portal ?? t.somePortal)}
    </Fact>
    <Fact label={t.authMethod} term="client-authentication">
      {bankProfileText.authMethods[tokenEndpointAuthMethod]}
    </Fact>
    <Fact label={t.algorithms}>{signingAlgorithms.join(', ')}</Fact>
    {registration.separateScopes && <Fact label={t.scope}>{bankProfileText.separate.yes}</Fact>}
  </Facts>
)
