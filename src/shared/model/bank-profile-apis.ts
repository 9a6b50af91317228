// The interfaces of a bank, as its profile has them.

import { z } from 'zod'
import { bulkCalls, dataCalls } from '../permission-rules.ts'
import { permission } from './account-access-consent.ts'
import { apiVersion } from './common.ts'

export const address = z.url({ protocol: /^https$/ })
export const api = {
  baseUrls: z.partialRecord(apiVersion, address).describe('Up to and including the API’s own part, such as /aisp, by version'),
  defaultVersion: apiVersion,
}

/** A call of the standard, by its path there. */
const standardCalls: readonly string[] = [...dataCalls, ...bulkCalls].map(({ path }) => path)
export const standardCall = z
  .string()
  .refine(
    (path) => standardCalls.includes(path),
    'No call of the account information API; write one as the standard does, such as /party or /accounts/{AccountId}/party',
  )

/** Faults of Links that are put up with; each becomes a warning. No token ever goes to another base than the profile's own. */
export const linksTolerance = z.enum(['consentIdOmitted', 'trailingSlash', 'otherBase', 'httpWithoutPort'])

/** In free-form data an override (RFC 7396) has null for what is left out, so that it cannot be a value as well. */
const holdsNoNull = (value: unknown): boolean => value !== null && (typeof value !== 'object' || Object.values(value).every(holdsNoNull))

export const accountInformation = z
  .strictObject({
    ...api,
    financialIds: z.partialRecord(apiVersion, z.string()).optional().describe('Where a version has another financial id than the bank'),
    unsupportedPermissions: z.array(permission).default([]).describe('Refused by the bank, so never asked for'),
    unsupportedCalls: z.array(standardCall).default([]).describe('Calls of the standard that the bank does not offer, such as /party'),
    additionalCalls: z
      .array(z.enum(['pots']))
      .default([])
      .describe('Calls of the bank’s own'),
    consentReadyAfterSeconds: z.int().min(0).max(600).default(0).describe('How long a new consent cannot be authorised yet'),
    consentSupplementaryData: z
      .record(z.string(), z.unknown())
      .refine(holdsNoNull, 'Null has no place here; leave the member out')
      .optional()
      .describe('Data.SupplementaryData of a consent request; sandboxes only, where it can stand for the customer’s approval'),
    linksTolerances: z.array(linksTolerance).default([]),
    dataFaults: z
      .array(z.enum(['directDebitDates']))
      .default([])
      .describe('Known faults of the bank’s data; their warnings say that they are known'),
    linksBases: z.array(address).default([]).describe('Where the bank’s Links point instead of the base URL; calls stay with the base URL'),
  })
  .describe('Null: the bank offers no account information')
