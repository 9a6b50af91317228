// What the parts of the model bank promise each other.

/** A named set of JSON documents in the bank's state, in memory or on disk. */
export interface Collection<T> {
  get(key: string): T | undefined
  put(key: string, value: T): void
  delete(key: string): void
  all(): { key: string; value: T }[]
}

export interface BankState {
  collection<T>(name: string): Collection<T>
  close(): void
}

/** What the account-information API learns of the caller from its access token. */
export interface Caller {
  clientId: string
  scopes: string[]
  /** The consent that an authorisation-code token is bound to; null for a client-credentials token. */
  consentId: string | null
  customer: string | null
}

/** Why a call is refused before it is looked at. */
export interface Refusal {
  status: 401 | 403
  /** 4.0 reason code (OBExternalStatusReason1Code), such as TK01; null where no body is sent (uk-protocol: missing or garbage token). */
  reason: string | null
  message: string
  wwwAuthenticate?: string
}

/** Judges bearer token, certificate binding and client-certificate relation of one request. */
export type Authenticate = (request: {
  authorization: string | undefined
  peerCertificate: import('node:crypto').X509Certificate | null
}) => Promise<{ ok: true; caller: Caller } | { ok: false; refusal: Refusal }>

/** What the authorisation pages need to know and do about consents. */
export interface ConsentBook {
  find(consentId: string):
    | {
        consentId: string
        clientId: string
        /** Milliseconds since 1970. */
        created: number
        apiVersion: '3.1' | '4.0'
        open: boolean
        authorised: boolean
        permissions: string[]
        expires: string | null
        transactionFrom: string | null
        transactionTo: string | null
        /** Who authorised it. */
        customer: string | null
      }
    | undefined
  authorise(consentId: string, customer: string, accountIds: string[]): void
  reject(consentId: string): void
}

/** What the authorisation pages need to know of customers. */
export interface CustomerBook {
  all(): {
    username: string
    password: string
    oneTimeCode: string
    name: string
    description: string
    accounts: { accountId: string; name: string; currency: string; identification: string }[]
  }[]
}
