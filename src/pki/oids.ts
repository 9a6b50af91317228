// Object identifiers by name.

export const organizationIdentifier = '2.5.4.97'
export const qcStatementsOid = '1.3.6.1.5.5.7.1.3'
export const sha256WithRsa = '1.2.840.113549.1.1.11'
export const extensionRequest = '1.2.840.113549.1.9.14'

export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  qcStatements: qcStatementsOid,
} as const

const extendedKeyUsageNames: Record<string, string> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.4.1.311.10.3.12': 'documentSigning',
}

export const serverAuth = '1.3.6.1.5.5.7.3.1'
export const clientAuth = '1.3.6.1.5.5.7.3.2'
export const documentSigning = '1.3.6.1.4.1.311.10.3.12'

export const extendedKeyUsageName = (oid: string) => extendedKeyUsageNames[oid] ?? oid

/** Bits of the key usage extension, most significant first (RFC 5280 §4.2.1.3). */
export const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof keyUsageNames)[number]

/** Subject attributes: the short name that OpenSSL prints, and the names under which they are met in text. */
const attributeTable: { oid: string; name: string; also?: string[] }[] = [
  { oid: '2.5.4.3', name: 'CN' },
  { oid: '2.5.4.6', name: 'C' },
  { oid: '2.5.4.7', name: 'L' },
  { oid: '2.5.4.8', name: 'ST', also: ['S'] },
  { oid: '2.5.4.9', name: 'street' },
  { oid: '2.5.4.10', name: 'O' },
  { oid: '2.5.4.11', name: 'OU' },
  { oid: '0.9.2342.19200300.100.1.25', name: 'DC' },
  { oid: '0.9.2342.19200300.100.1.1', name: 'UID', also: ['userId'] },
  { oid: organizationIdentifier, name: 'organizationIdentifier' },
  { oid: '2.5.4.4', name: 'SN', also: ['surname'] },
  { oid: '2.5.4.5', name: 'serialNumber' },
  { oid: '2.5.4.12', name: 'title', also: ['T'] },
  { oid: '2.5.4.15', name: 'businessCategory' },
  { oid: '2.5.4.17', name: 'postalCode' },
  { oid: '2.5.4.42', name: 'GN', also: ['givenName'] },
  { oid: '2.5.4.43', name: 'initials' },
  { oid: '2.5.4.46', name: 'dnQualifier', also: ['DNQ'] },
  { oid: '1.2.840.113549.1.9.1', name: 'emailAddress', also: ['email', 'E'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.1', name: 'jurisdictionL' },
  { oid: '1.3.6.1.4.1.311.60.2.1.2', name: 'jurisdictionST' },
  { oid: '1.3.6.1.4.1.311.60.2.1.3', name: 'jurisdictionC' },
]

const namesByOid = new Map(attributeTable.map(({ oid, name }) => [oid, name]))
const oidsByName = new Map(attributeTable.flatMap(({ oid, name, also = [] }) => [name, ...also].map((known) => [known.toLowerCase(), oid])))

/** OpenSSL's short name of a subject attribute; the dotted form when it has none. */
export const attributeName = (oid: string) => namesByOid.get(oid) ?? oid

/** The object identifier for `CN`, `2.5.4.97`, `OID.2.5.4.97` …, or undefined. */
export function attributeOid(name: string): string | undefined {
  const dotted = name.replace(/^oid\./i, '')
  return /^[012](\.\d{1,10})+$/.test(dotted) ? dotted : oidsByName.get(name.toLowerCase())
}
