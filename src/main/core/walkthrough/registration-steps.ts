// From nothing to a client of the bank: the bank, certificates, a software statement, a registration.

import { AppError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { defaultCustomer, type Progress, plural, type Step, type StepServices } from './step.ts'

const organisation = {
  name: 'Workbench Sandbox Ltd',
  organisationId: '0015800001041RHAAY',
  softwareId: '4fTVXaTLi6Zv8KSgXbGPtq',
  authorisationNumber: 'PSDGB-FCA-900001',
  roles: ['PSP_AI', 'PSP_PI'] as ('PSP_AI' | 'PSP_PI')[],
}
// RFC 8252 §7.3: a loopback address is registered without its port, which is chosen when the customer is sent to the bank.
const redirectUris = ['http://127.0.0.1/callback']

export const bank: Step = {
  id: 'bank',
  title: 'Find the bank',
  why: 'Everything that differs from bank to bank stands in its profile. The model bank runs on this machine.',
  async run(progress, services) {
    if (progress.input.bankProfileId) {
      progress.profile = services.bankProfiles.get(progress.input.bankProfileId, 'bankProfileId')
      return { summary: `${progress.profile.displayName}, issuer ${progress.profile.issuer}` }
    }
    const before = await services.modelBank.status()
    progress.modelBank = before.running ? before : await services.modelBank.start()
    const { bankProfileId, customers, addresses } = progress.modelBank
    progress.profile = services.bankProfiles.get(bankProfileId ?? '')
    const customer = progress.input.customer ?? defaultCustomer
    if (!customers.some(({ username }) => username === customer)) {
      throw new AppError('INVALID_INPUT', `The model bank has no customer "${customer}"`, {
        field: 'customer',
        remedy: `Its customers are ${customers.map(({ username }) => username).join(', ')}.`,
      })
    }
    return { summary: `Model bank at ${addresses?.issuer}`, reused: before.running }
  },
}

export const certificates: Step = {
  id: 'certificates',
  title: 'Create certificates',
  why: 'A bank knows you by two certificates: an OBWAC for the mutual TLS connection and an OBSeal for what you sign.',
  async run(progress, services) {
    const registration = usableRegistration(progress, services)
    const statements = services.softwareStatements.list()
    const statement = statements.find(({ id }) => id === registration?.softwareStatementId) ?? statements.at(-1)
    if (statement && statementIsUsable(statement.id, services)) {
      progress.obWacCertificateId = statement.defaultObWacCertificateId
      progress.obSealCertificateId = statement.defaultObSealCertificateId
      return { summary: `OBWAC and OBSeal of ${statement.organisationName}`, reused: true }
    }
    if (!progress.modelBank) {
      throw new AppError('NOT_FOUND', 'The workspace has no software statement with certificates in date', {
        remedy: 'Import an OBWAC and an OBSeal, and add the software statement they belong to.',
      })
    }
    const made = await services.sandboxCertificates.create({ profile: 'psd2', name: 'walkthrough', organisation })
    progress.obWacCertificateId = made.obWacCertificate.id
    progress.obSealCertificateId = made.obSealCertificate.id
    progress.keyGenerationMs = made.keyGenerationMs
    return { summary: `Sandbox CA, OBWAC and OBSeal for ${organisation.name}, valid until ${made.obWacCertificate.notAfter.slice(0, 10)}` }
  },
}

export const softwareStatement: Step = {
  id: 'software-statement',
  title: 'Obtain a software statement',
  why: 'The directory vouches for your organisation, your redirect addresses and your keys with a signed assertion.',
  async run(progress, services, call) {
    const usesCertificates = ({ defaultObWacCertificateId: id }: { defaultObWacCertificateId: string }) => id === progress.obWacCertificateId
    const known = services.softwareStatements.list().findLast(usesCertificates)
    if (known) {
      progress.softwareStatementId = known.id
      progress.softwareStatementReused = true
      return { summary: `Software statement ${known.softwareId}`, reused: true }
    }
    const { name: organisationName, organisationId, softwareId } = organisation
    const statement = await services.softwareStatements.create(
      {
        organisationId,
        organisationName,
        softwareId,
        clientName: 'TPP Workbench walkthrough',
        roles: ['AISP'],
        redirectUris,
        defaultObWacCertificateId: progress.obWacCertificateId,
        defaultObSealCertificateId: progress.obSealCertificateId,
        directory: 'modelBank',
      },
      call,
    )
    progress.softwareStatementId = statement.id
    const failed = statement.ssa?.checks.find(({ verdict }) => verdict === 'fail')
    if (failed) {
      throw new AppError('BANK_INVALID_RESPONSE', `The software statement assertion does not hold: ${failed.claim}`, {
        ...(statement.ssa ? { checks: statement.ssa.checks } : {}),
      })
    }
    return { summary: `Software statement ${softwareId}, ${plural(statement.ssa?.checks.length ?? 0, 'check')} on its assertion` }
  },
}

export const registration: Step = {
  id: 'registration',
  title: 'Register with the bank',
  why: 'Dynamic client registration: a signed request with the assertion in it makes you a client of the bank, bound to your certificate.',
  async run(progress, services, call) {
    const known = usableRegistration(progress, services)
    if (known && (await stillKnownToBank(known.id, services, call))) {
      progress.bankRegistrationId = known.id
      return { summary: `Client ${known.externalApiId}`, reused: true }
    }
    // Banks want a fresh assertion when they register a client, and none afterwards.
    if (progress.modelBank && progress.softwareStatementReused) {
      await services.softwareStatements.update({ id: progress.softwareStatementId, directory: 'modelBank' }, call)
    }
    const made = await services.bankRegistrations.create(
      { bankProfileId: progress.profile.id, softwareStatementId: progress.softwareStatementId, scope: 'openid accounts' },
      call,
    )
    progress.bankRegistrationId = made.id
    return { summary: `Client ${made.externalApiId}, ${made.tokenEndpointAuthMethod}, bound to ${made.binding.subject}` }
  },
}

const usableRegistration = ({ profile }: Progress, services: StepServices) =>
  services.bankRegistrations
    .list()
    .findLast((one) => one.bankProfileId === profile.id && one.state === 'registered' && one.endpoints.issuer === profile.issuer)

const statementIsUsable = (id: string, services: StepServices): boolean => {
  try {
    const statement = services.softwareStatements.get(id)
    services.sessions.identity(statement)
    return services.certificates.records.get('obSeal', statement.defaultObSealCertificateId).notAfter > new Date().toISOString()
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** A bank that forgot its clients (a model bank without state) makes the registration worthless; so it is forgotten here as well. */
const stillKnownToBank = async (id: string, services: StepServices, call: CallContext): Promise<boolean> => {
  const known = services.bankRegistrations.list().find((one) => one.id === id)
  if (!known || known.registeredElsewhere) return true
  try {
    await services.bankRegistrations.get({ id, fromBank: true }, call)
    return true
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BANK_ERROR_RESPONSE') throw error
    for (const consent of services.consents.list().filter((one) => one.bankRegistrationId === id)) {
      await services.consents.remove({ id: consent.id, localOnly: true }, call)
    }
    await services.bankRegistrations.remove({ id, localOnly: true }, call)
    return false
  }
}
