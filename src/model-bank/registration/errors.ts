/** The standard's error codes (OB DCR 3.3, "RegistrationError"; RFC 7591 §3.2.2). */
export type RegistrationErrorCode =
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'invalid_software_statement'
  | 'unapproved_software_statement'

/** Leaves the registration endpoint as a 400 with this code and description; never leaves the bank as an exception. */
export class RegistrationError extends Error {
  code: RegistrationErrorCode
  constructor(code: RegistrationErrorCode, description: string) {
    super(description.slice(0, 500))
    this.code = code
  }
}
