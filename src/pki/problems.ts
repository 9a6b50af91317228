// What is wrong with a certificate, or will surprise a bank.

import type { InspectedCertificate } from '../shared/model/certificate.ts'

type Problem = InspectedCertificate['problems'][number]

const day = (timestamp: string) => timestamp.slice(0, 10)

/** OB DCR 3.3: tls_client_auth_subject_dn is String(128). */
const maxDnLength = 128

function validityProblems({ validity, notBefore, notAfter, daysLeft }: InspectedCertificate, issuerEnds: Date | null): Problem[] {
  const problems: Problem[] = []
  if (validity === 'expired') problems.push({ code: 'expired', message: `Certificate expired on ${day(notAfter)}` })
  if (validity === 'notYetValid') problems.push({ code: 'notYetValid', message: `Certificate is not valid before ${day(notBefore)}` })
  if (validity === 'valid' && daysLeft < 30) problems.push({ code: 'expiresSoon', message: `Certificate expires on ${day(notAfter)}` })
  if (issuerEnds && new Date(notAfter) > issuerEnds) {
    const message = `Certificate outlives its issuer, which ends on ${day(issuerEnds.toISOString())}: chains stop verifying then`
    problems.push({ code: 'outlivesIssuer', message })
  }
  return problems
}

function psd2Problems({ qcStatements, organizationIdentifier, roles }: InspectedCertificate): Problem[] {
  const problems: Problem[] = []
  if (qcStatements?.psd2?.form === 'flattened') {
    const message = 'PSD2 roles stand in one SEQUENCE instead of one each (ETSI TS 119 495 §5.1); some banks cannot read them'
    problems.push({ code: 'rolesFlattened', message })
  }
  if (qcStatements?.psd2 && roles.length === 0) problems.push({ code: 'noRoles', message: 'PSD2 statement names no known role' })
  if (qcStatements?.psd2 && !organizationIdentifier) {
    problems.push({ code: 'organizationIdentifierMissing', message: 'Subject has no organizationIdentifier (2.5.4.97)' })
  }
  if (organizationIdentifier && !organizationIdentifier.pspId) {
    const message = `organizationIdentifier "${organizationIdentifier.value}" is not of the form PSDGB-FCA-123456 (ETSI TS 119 495 §5.2.1)`
    problems.push({ code: 'organizationIdentifierMalformed', message })
  }
  return problems
}

/** What the OBIE profile of an OBWAC or an OBSeal asks for and the certificate does not have. */
function profileProblems({ profile, keyUsage, extendedKeyUsage, publicKey }: InspectedCertificate): Problem[] {
  if (profile !== 'obwac' && profile !== 'obseal') return []
  const name = profile === 'obwac' ? 'OBWAC' : 'OBSeal'
  const problems: Problem[] = []
  const wanted = profile === 'obwac' ? ['digitalSignature'] : ['digitalSignature', 'nonRepudiation']
  const missing = wanted.filter((usage) => !keyUsage?.usages.includes(usage))
  if (missing.length > 0) problems.push({ code: 'keyUsageMissing', message: `Key usage of the ${name} lacks ${missing.join(' and ')}` })
  const purposes = extendedKeyUsage?.usages.map((usage) => usage.name) ?? []
  if (profile === 'obwac' && !purposes.includes('clientAuth')) {
    problems.push({
      code: 'clientAuthMissing',
      message: 'Extended key usage of the OBWAC lacks clientAuth; banks refuse it in the TLS handshake',
    })
  }
  if (profile === 'obseal' && extendedKeyUsage) {
    problems.push({ code: 'sealWithExtendedKeyUsage', message: 'OBSeal has an extended key usage; the profile has none' })
  }
  if (publicKey.bits !== 2048)
    problems.push({ code: 'keySize', message: `Key of the ${name} is not RSA 2048, which the directory asks for` })
  return problems
}

function generalProblems({ profile, signatureAlgorithm, publicKey, dnRenderings }: InspectedCertificate): Problem[] {
  const problems: Problem[] = []
  if (/sha1|md5|md2/i.test(signatureAlgorithm))
    problems.push({ code: 'weakSignature', message: `Signature algorithm ${signatureAlgorithm} is outdated` })
  if (publicKey.type === 'rsa' && (publicKey.bits ?? 0) < 2048)
    problems.push({ code: 'weakKey', message: `RSA key has only ${publicKey.bits} bits` })
  const strict = dnRenderings.find(({ rendering }) => rendering === 'dottedHex')
  if (profile !== 'ca' && strict && strict.length > maxDnLength) {
    const message = `Subject in the strict form of RFC 4514 has ${strict.length} characters; registration allows ${maxDnLength} (OB DCR 3.3)`
    problems.push({ code: 'dnTooLong', message })
  }
  return problems
}

/** `issuerEnds` is null where the issuer is not at hand. */
export const problemsOf = (certificate: InspectedCertificate, issuerEnds: Date | null): Problem[] => [
  ...validityProblems(certificate, issuerEnds),
  ...psd2Problems(certificate),
  ...profileProblems(certificate),
  ...generalProblems(certificate),
]
