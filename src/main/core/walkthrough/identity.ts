// Whose certificates and software statement the walkthrough uses: its own invented organisation at the model bank,
// and whatever the workspace holds at any other bank.

import { AppError } from '../../../shared/errors.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { known, type Progress, type StepServices } from './step.ts'

export const organisation = {
  name: 'Workbench Sandbox Ltd',
  organisationId: '0015800001041RHAAY',
  softwareId: '4fTVXaTLi6Zv8KSgXbGPtq',
  authorisationNumber: 'PSDGB-FCA-900001',
  roles: ['PSP_AI', 'PSP_PI'] as ('PSP_AI' | 'PSP_PI')[],
}
export const clientName = 'TPP Workbench walkthrough'

const isOwn = (statement: SoftwareStatement) => statement.softwareId === organisation.softwareId && statement.clientName === clientName

/**
 * Registrations with the bank of this run, oldest first; a model bank that was made anew has another issuer.
 * At the model bank only those count that came to be as the walkthrough shows it: by dynamic registration, where the bank offers it.
 */
export const registrationsWithBank = (progress: Progress, services: StepServices) => {
  const { id, issuer, registration } = known(progress, 'profile')
  return services.bankRegistrations
    .list()
    .filter((one) => one.bankProfileId === id && one.state === 'registered' && one.endpoints.issuer === issuer)
    .filter((one) => !progress.modelBank || one.registeredElsewhere !== registration.dcr)
}

/** What is wrong with the certificates of a statement; null when nothing is. */
const problemOf = async (statement: SoftwareStatement, { sessions }: StepServices): Promise<AppError | null> => {
  try {
    sessions.identity(statement)
    await sessions.signingKey(statement)
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/**
 * The software statement to go on with: one that is registered with the bank rather than one that is not, the newest first.
 * Null when the walkthrough has to make its own; for another bank it cannot, and throws what is wrong with the newest one.
 */
export const usableStatement = async (progress: Progress, services: StepServices): Promise<SoftwareStatement | null> => {
  const registered = new Set(registrationsWithBank(progress, services).map(({ softwareStatementId }) => softwareStatementId))
  const ownWanted = progress.modelBank !== null
  const candidates = services.softwareStatements
    .list()
    .filter((one) => isOwn(one) === ownWanted)
    .toSorted((a, b) => Number(registered.has(b.id)) - Number(registered.has(a.id)) || b.created.localeCompare(a.created))
  const problems: AppError[] = []
  for (const candidate of candidates) {
    const problem = await problemOf(candidate, services)
    if (!problem) return candidate
    problems.push(problem)
  }
  if (ownWanted) return null
  throw (
    problems[0] ??
    new AppError('NOT_FOUND', 'The workspace has no software statement for this bank', {
      remedy: 'Import an OBWAC and an OBSeal, and add the software statement they belong to.',
    })
  )
}
