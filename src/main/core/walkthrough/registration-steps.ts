// From nothing to a client of the bank: the bank, certificates, a software statement, a registration.

import { AppError } from '../../../shared/errors.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { CallContext } from '../context.ts'
import { enrolAtPortal } from './enrolment.ts'
import { clientName, organisation, registrationsWithBank, usableStatement } from './identity.ts'
import { checksSummary, defaultCustomer, known, type Progress, type Step, type StepServices } from './step.ts'

// RFC 8252 §7.3: a loopback address is registered without its port, which is chosen when the customer is sent to the bank.
const redirectUris = ['http://127.0.0.1/callback']

export const bank: Step = {
  id: 'bank',
  title: 'Find the bank',
  why: 'Everything that differs from bank to bank stands in its profile. The model bank runs on this machine.',
  async run(progress, services) {
    const { bankProfileId, persona, customer = defaultCustomer } = progress.input
    if (bankProfileId) {
      if (progress.input.customer)
        throw new AppError('INVALID_INPUT', 'Only the model bank has customers to choose from', { field: 'customer' })
      if (persona) throw new AppError('INVALID_INPUT', 'Only the model bank imitates others', { field: 'persona' })
      const profile = services.bankProfiles.usable(bankProfileId, 'bankProfileId')
      progress.found.profile = profile
      return { summary: `${profile.displayName}, issuer ${profile.issuer}`, subjects: [{ aggregate: 'bankProfile', id: profile.id }] }
    }
    const before = await services.modelBank.status()
    const asItIs = before.running && (persona === undefined || persona === before.persona)
    const modelBank = asItIs ? before : await services.modelBank.start({ persona })
    progress.modelBank = modelBank
    const profile = services.bankProfiles.get(modelBank.bankProfileId ?? '')
    progress.found.profile = profile
    if (!modelBank.customers.some(({ username }) => username === customer)) {
      throw new AppError('INVALID_INPUT', `The model bank has no customer "${customer}"`, {
        field: 'customer',
        remedy: `Its customers are ${modelBank.customers.map(({ username }) => username).join(', ')}.`,
      })
    }
    return {
      summary: `${profile.displayName} at ${modelBank.addresses?.issuer}`,
      reused: before.running,
      subjects: [{ aggregate: 'bankProfile', id: profile.id }],
    }
  },
}

export const certificates: Step = {
  id: 'certificates',
  title: 'Create certificates',
  why: 'A bank knows you by two certificates: an OBWAC for the mutual TLS connection and an OBSeal for what you sign.',
  async run(progress, services) {
    const statement = progress.again && progress.modelBank ? null : await usableStatement(progress, services)
    if (statement) {
      progress.found.obWacCertificateId = statement.defaultObWacCertificateId
      progress.found.obSealCertificateId = statement.defaultObSealCertificateId
      progress.found.softwareStatementId = statement.id
      progress.softwareStatementReused = true
      return { summary: `OBWAC and OBSeal of ${statement.organisationName}`, reused: true, subjects: certificateSubjects(progress) }
    }
    const made = await services.sandboxCertificates.create({ profile: 'psd2', name: 'walkthrough', organisation })
    progress.found.obWacCertificateId = made.obWacCertificate.id
    progress.found.obSealCertificateId = made.obSealCertificate.id
    progress.keyGenerationMs = made.keyGenerationMs
    progress.softwareStatementReused = false
    return {
      summary: `Sandbox CA, OBWAC and OBSeal for ${organisation.name}, valid until ${made.obWacCertificate.notAfter.slice(0, 10)}`,
      subjects: certificateSubjects(progress),
    }
  },
}

const certificateSubjects = (progress: Progress) => [
  { aggregate: 'obWacCertificate', id: known(progress, 'obWacCertificateId') },
  { aggregate: 'obSealCertificate', id: known(progress, 'obSealCertificateId') },
]

export const softwareStatement: Step = {
  id: 'software-statement',
  title: 'Obtain a software statement',
  why: 'The directory vouches for your organisation, your redirect addresses and your keys with a signed assertion.',
  async run(progress, services, call) {
    if (progress.softwareStatementReused && !(progress.again && progress.modelBank)) {
      const { id, softwareId, ssa } = services.softwareStatements.get(known(progress, 'softwareStatementId'))
      const subjects = [{ aggregate: 'softwareStatement', id }]
      return { summary: `Software statement ${softwareId}`, reused: true, subjects, checks: ssa?.checks ?? [] }
    }
    const { name: organisationName, organisationId, softwareId } = organisation
    const statement = await services.softwareStatements.create(
      {
        organisationId,
        organisationName,
        softwareId,
        clientName,
        roles: ['AISP'],
        redirectUris,
        defaultObWacCertificateId: known(progress, 'obWacCertificateId'),
        defaultObSealCertificateId: known(progress, 'obSealCertificateId'),
        directory: 'modelBank',
      },
      call,
    )
    progress.found.softwareStatementId = statement.id
    const checks = statement.ssa?.checks ?? []
    const failed = checks.find(({ verdict }) => verdict === 'fail')
    if (failed) throw new AppError('BANK_INVALID_RESPONSE', `The software statement assertion does not hold: ${failed.claim}`, { checks })
    const subjects = [{ aggregate: 'softwareStatement', id: statement.id }]
    return { summary: `Software statement ${softwareId}, ${checksSummary(checks, 'its assertion')}`, subjects, checks }
  },
}

export const registration: Step = {
  id: 'registration',
  title: 'Register with the bank',
  why: 'Dynamic client registration: a signed request with the assertion in it makes you a client of the bank, bound to your certificate.',
  async run(progress, services, call) {
    const softwareStatementId = known(progress, 'softwareStatementId')
    const { modelBank } = progress
    const earlier = registrationsWithBank(progress, services).findLast((one) => one.softwareStatementId === softwareStatementId)
    // Reading a client is optional for a bank (OB DCR 3.3); only the model bank, whose state may have been removed, is asked.
    if (earlier && !progress.again && (!modelBank || (await stillKnown(earlier, progress, services, call)))) {
      progress.found.bankRegistrationId = earlier.id
      return { summary: `Client ${earlier.externalApiId}`, reused: true, subjects: registrationSubjects(earlier.id) }
    }
    const { id: bankProfileId, registration } = known(progress, 'profile')
    const wanted = { bankProfileId, softwareStatementId, scope: 'openid accounts', reuse: 'never' as const }
    // Banks want a fresh assertion when they register a client, and none afterwards.
    if (modelBank && progress.softwareStatementReused && registration.dcr) {
      await services.softwareStatements.update({ id: softwareStatementId, directory: 'modelBank' }, call)
    }
    const enrolled = modelBank && !registration.dcr ? await enrolAtPortal(progress, services, call) : {}
    const made = await services.bankRegistrations.create({ ...wanted, ...enrolled }, call)
    progress.found.bankRegistrationId = made.id
    return {
      summary: `Client ${made.externalApiId}, ${made.tokenEndpointAuthMethod}, bound to ${made.binding.subject}`,
      subjects: registrationSubjects(made.id),
    }
  },
}

const registrationSubjects = (id: string) => [{ aggregate: 'bankRegistration', id }]

/** Whether the bank still has this client. One that it forgot stays here with its consents and data, and another is registered. */
const stillKnown = async (
  { id, registeredElsewhere }: BankRegistration,
  progress: Progress,
  services: StepServices,
  call: CallContext,
): Promise<boolean> => {
  // Not every bank lets its clients be read.
  if (registeredElsewhere || !known(progress, 'profile').registration.operations.includes('read')) return true
  try {
    await services.bankRegistrations.get({ id, fromBank: true }, call)
    return true
  } catch (error) {
    if (error instanceof AppError && error.details.bank?.status === 401) return false
    throw error
  }
}
