import { attributeName, extendedKeyUsageName, extensionOids, extensionRequest, sha256WithRsa } from './oids.ts'

const others: Record<string, string> = {
  ...Object.fromEntries(Object.entries(extensionOids).map(([name, oid]) => [oid, name])),
  [sha256WithRsa]: 'sha256WithRSAEncryption',
  [extensionRequest]: 'extensionRequest',
  '1.2.840.113549.1.1.1': 'rsaEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.2.1': 'ecPublicKey',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.2.840.10045.4.3.2': 'ecdsaWithSHA256',
  '1.2.840.10045.4.3.3': 'ecdsaWithSHA384',
  '1.3.6.1.5.5.7.2.1': 'CPS',
  '1.3.6.1.5.5.7.48.1': 'OCSP',
  '1.3.6.1.5.5.7.48.2': 'caIssuers',
  // ETSI EN 319 412-5 §4 and TS 119 495 §5.
  '0.4.0.1862.1.1': 'QcCompliance',
  '0.4.0.1862.1.4': 'QcSSCD',
  '0.4.0.1862.1.5': 'QcPDS',
  '0.4.0.1862.1.6': 'QcType',
  '0.4.0.1862.1.6.1': 'QcType esign',
  '0.4.0.1862.1.6.2': 'QcType eseal',
  '0.4.0.1862.1.6.3': 'QcType web',
  '0.4.0.19495.2': 'PSD2 statement',
  '0.4.0.19495.1.1': 'PSP_AS',
  '0.4.0.19495.1.2': 'PSP_PI',
  '0.4.0.19495.1.3': 'PSP_AI',
  '0.4.0.19495.1.4': 'PSP_IC',
}

/** The name of an object identifier that is met in certificates; null when it has none here. */
export const oidName = (oid: string): string | null => {
  const known = others[oid] ?? attributeName(oid)
  if (known !== oid) return known
  const usage = extendedKeyUsageName(oid)
  return usage === oid ? null : usage
}
