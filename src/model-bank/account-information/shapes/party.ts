// OBParty2. 4.0 has the larger address of ISO 20022 (OBPostalAddress7) and a legal entity identifier.
import type { PartyRecord, PostalAddress } from '../../data/owners.ts'
import { optional } from './parts.ts'
import type { Shape, Word } from './shape.ts'

export interface PartyOfAccount {
  party: PartyRecord
  /** The account that they hold or run, where the call is about one. */
  account: { accountId: string; url: string } | null
}

const addressTypes: Record<PostalAddress['kind'], Word> = {
  home: { '3.1': 'Residential', '4.0': 'HOME' },
  business: { '3.1': 'Business', '4.0': 'BIZZ' },
}

export const partyShape: Shape<PartyOfAccount> = ({ party, account }, _view, version) => ({
  PartyId: party.partyId,
  PartyNumber: party.number,
  PartyType: party.type,
  Name: party.name,
  FullLegalName: party.legalName,
  LegalStructure: `UK.OBIE.${party.structure}`,
  ...(version === '4.0' && optional('LEI', party.lei)),
  BeneficialOwnership: party.beneficialOwner,
  AccountRole: `UK.OBIE.${party.role}`,
  EmailAddress: party.email,
  Phone: party.phone,
  ...optional('Mobile', party.mobile),
  ...optional('Relationships', account, ({ accountId, url }) => ({ Account: { Related: url, Id: accountId } })),
  Address: [
    {
      AddressType: addressTypes[party.address.kind][version],
      StreetName: party.address.street,
      BuildingNumber: party.address.number,
      PostCode: party.address.postCode,
      TownName: party.address.town,
      CountrySubDivision: party.address.county,
      Country: 'GB',
    },
  ],
})
