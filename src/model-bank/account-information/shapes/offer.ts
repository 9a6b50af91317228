// OBReadOffer1, Data.Offer.
import { isoText } from '../../data/calendar.ts'
import type { OfferRecord } from '../../data/offers.ts'
import { amountOf, optional } from './parts.ts'
import type { Shape } from './shape.ts'

// Offers are made in pounds.
const sterling = (minor: number) => amountOf(minor, 'GBP')

export const offerShape: Shape<OfferRecord> = (record) => ({
  AccountId: record.accountId,
  OfferId: record.offerId,
  OfferType: record.type,
  Description: record.description,
  StartDateTime: isoText(record.from),
  EndDateTime: isoText(record.to),
  ...optional('Rate', record.rate),
  ...optional('Term', record.term),
  URL: `https://model-bank.example/offers/${record.offerId}`,
  ...optional('Amount', record.amount, sterling),
  ...optional('Fee', record.fee, sterling),
})
