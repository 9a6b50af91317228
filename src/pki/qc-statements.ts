// The QcStatements extension with the PSD2 statement (ETSI TS 119 495 §5.1, ETSI EN 319 412-5).

import { type InspectedCertificate, type Psd2Role, psd2Role } from '../shared/model/certificate.ts'
import { children, type Der, decode, encode, is, malformed, oid, oidOf, sequence, tag, textOf, utf8 } from './der.ts'

export type QcStatements = Omit<NonNullable<InspectedCertificate['qcStatements']>, 'critical'>

const qcTypeOid = '0.4.0.1862.1.6'
const psd2Oid = '0.4.0.19495.2'
const statementNames: Record<string, string> = {
  '0.4.0.1862.1.1': 'QcCompliance',
  '0.4.0.1862.1.2': 'QcLimitValue',
  '0.4.0.1862.1.3': 'QcRetentionPeriod',
  '0.4.0.1862.1.4': 'QcSSCD',
  '0.4.0.1862.1.5': 'QcPDS',
  [qcTypeOid]: 'QcType',
  '0.4.0.1862.1.7': 'QcCClegislation',
  [psd2Oid]: 'PSD2',
}
export const qcTypeNames: Record<string, string> = { '0.4.0.1862.1.6.1': 'esign', '0.4.0.1862.1.6.2': 'eseal', '0.4.0.1862.1.6.3': 'web' }
const qcTypes = { eseal: '0.4.0.1862.1.6.2', web: '0.4.0.1862.1.6.3' }

const roleOids: Record<Psd2Role, string> = {
  PSP_AS: '0.4.0.19495.1.1',
  PSP_PI: '0.4.0.19495.1.2',
  PSP_AI: '0.4.0.19495.1.3',
  PSP_IC: '0.4.0.19495.1.4',
}
const roleNames = new Map(psd2Role.options.map((role) => [roleOids[role], role]))

export const financialConductAuthority = { ncaName: 'Financial Conduct Authority', ncaId: 'GB-FCA' }

export interface QcStatementsInput {
  qcType: keyof typeof qcTypes
  roles: Psd2Role[]
  /** Competent authority; the Financial Conduct Authority when absent. */
  ncaName?: string
  ncaId?: string
}

/** The extension's value: QcType and the PSD2 statement in its proper, nested form, roles in the order of their identifiers. */
export function buildQcStatements({ qcType, roles, ncaName, ncaId }: QcStatementsInput): Buffer {
  const ordered = psd2Role.options.filter((role) => roles.includes(role))
  const rolesOfPsp = ordered.map((role) => sequence(oid(roleOids[role]), utf8(role)))
  const { ncaName: fcaName, ncaId: fcaId } = financialConductAuthority
  return encode(
    sequence(
      sequence(oid(qcTypeOid), sequence(oid(qcTypes[qcType]))),
      sequence(oid(psd2Oid), sequence(sequence(...rolesOfPsp), utf8(ncaName ?? fcaName), utf8(ncaId ?? fcaId))),
    ),
  )
}

const what = 'QcStatements'

const text = (value: Der | undefined): string => {
  const found = value && textOf(value)
  if (found === null || found === undefined) throw malformed(what)
  return found
}

function readPsd2(info: Der | undefined): NonNullable<QcStatements['psd2']> {
  const [rolesOfPsp, ncaName, ncaId] = children(info, what)
  const entries = children(rolesOfPsp, what)
  const nested = entries.every((entry) => is(entry, tag.SEQUENCE) && children(entry, what).length === 2)
  // Some issued certificates hold the roles as OID, name, OID, name … in one SEQUENCE.
  const flat = entries.flatMap((entry) => (is(entry, tag.SEQUENCE) ? children(entry, what) : [entry]))
  if (flat.length % 2 !== 0) throw malformed(what)
  const roles = Array.from({ length: flat.length / 2 }, (_, index) => ({
    oid: oidOf(flat[2 * index], what),
    name: text(flat[2 * index + 1]),
  }))
  return { form: nested ? 'nested' : 'flattened', roles, ncaName: text(ncaName), ncaId: text(ncaId) }
}

/** Reads the extension's value; both the nested and the flattened form of the roles. Errors: CERTIFICATE_INVALID. */
export function readQcStatements(value: Buffer): QcStatements {
  const read: QcStatements = { statements: [], qcTypes: [], psd2: null }
  for (const statement of children(decode(value, what), what)) {
    const [id, info] = children(statement, what)
    const found = oidOf(id, what)
    read.statements.push({ oid: found, name: statementNames[found] ?? found })
    if (found === psd2Oid) read.psd2 = readPsd2(info)
    if (found === qcTypeOid) {
      for (const type of children(info, what)) {
        const qcType = oidOf(type, what)
        read.qcTypes.push({ oid: qcType, name: qcTypeNames[qcType] ?? qcType })
      }
    }
  }
  return read
}

/** The roles by their identifiers, whatever names stand beside them. */
export const rolesOf = (statements: QcStatements | null): Psd2Role[] => {
  const found = new Set(statements?.psd2?.roles.map(({ oid }) => roleNames.get(oid)))
  return psd2Role.options.filter((role) => found.has(role))
}
