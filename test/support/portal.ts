import { fetch } from 'undici'
import type { TokenEndpointAuthMethod } from '../../src/shared/model/bank-profile.ts'
import type { TestApp } from './app.ts'
import { loopbackRedirect, type Tpp } from './tpp.ts'

/** A client that a developer enrols with a certificate in the model bank's portal, and its operator approves. */
export const enrolAtPortal = async (
  test: TestApp,
  { certificates }: Pick<Tpp, 'certificates'>,
  tokenEndpointAuthMethod: TokenEndpointAuthMethod = 'client_secret_basic',
  redirectUris = [loopbackRedirect],
): Promise<{ clientId: string; clientSecret: string }> => {
  const bank = test.banks.at(-1)
  if (!bank) throw new Error('The model bank does not run')
  const collection = `${bank.addresses.enrolmentPortal}/api/enrolments`
  const body = {
    organisation: 'Testbench Ltd',
    certificate: certificates.obWacCertificate.certificate,
    signingCertificate: certificates.obSealCertificate.certificate,
    signingKeyId: certificates.obSealCertificate.keyId,
    redirectUris,
    tokenEndpointAuthMethod,
  }
  const asked = await fetch(collection, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const { id } = (await asked.json()) as { id: string }
  await bank.approveEnrolment(id)
  return (await (await fetch(`${collection}/${id}`)).json()) as { clientId: string; clientSecret: string }
}
