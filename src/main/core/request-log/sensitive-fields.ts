// Which names make a value a secret, as one pattern for every place in which a name can stand.

// Authorisation codes and PKCE (RFC 6749, RFC 7636), tokens, client authentication (RFC 7521, RFC 7523),
// request objects (RFC 9101), JARM answers, passwords and API keys. Case matters: OB data fields such as `Code` are no secrets.
const endings = 'token|secret|password|passphrase'
const capitalEndings = 'Token|Secret|Password|Passphrase'
const whole = 'code|device_code|user_code|code_verifier|client_assertion|assertion|id_token_hint|request|response|passwd|pwd|api_key|apikey'
const names = `(?:\\w*_)?(?:${endings})|\\w*[a-z](?:${capitalEndings})|Password|Passphrase|${whole}`

const wholeName = new RegExp(`^(?:${names})$`)

/** What kind of secret a field of this name holds; null when none. */
export const secretKind = (name: string): string | null => (wholeName.test(name) ? name : null)

// Standard codes of an error, or an object beside the secret of the same name, are often numbers.
const mayBeNumber = new Set(['code', 'request', 'response'])
export const numberIsSecret = (name: string) => !mayBeNumber.has(name)

/** `"name": "value"` in JSON text, also when the text breaks off within the value. Groups: before the value, name, value. */
export const jsonField = new RegExp(`("(${names})"\\s*:\\s*)("[^"\\\\]*(?:\\\\.[^"\\\\]*)*"?|-?[0-9][0-9.eE+-]*)`, 'gs')

/** `name=value` in an address or a form that stands in other text. Groups: before the name, name, value. */
export const pairInText = new RegExp(`(^|[^\\w-])(${names})=([^&#\\s"'<>\\\\]+)`, 'g')

export const privateKeyPem = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----(?:[\s\S]*?-----END \1PRIVATE KEY-----|[\s\S]*)/g

/** JSON that spells letters, digits, `-` or `.` as escapes, which no serialiser does, and by which a name or a JWT could hide. */
export const escapedAscii = /\\u00(?:3\d|[4-7][0-9a-fA-F]|2[dDeE])/

/** Found in any text that could hold a secret of its own; long bodies without it take the fast path. */
export const candidate = new RegExp(
  `(?:${endings}|${capitalEndings}|${whole})(?:"\\s*:|=)|e[yw][\\w-]{10,}\\.|-----BEGIN|${escapedAscii.source}`,
)

/** Headers whose whole value is a credential, beside those with a form of their own. */
export const isSecretHeader = (name: string) => /(?:^|-)(?:token|secret|api-?key|password)$/i.test(name)
