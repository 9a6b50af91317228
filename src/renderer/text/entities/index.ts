// Text of the screens that show what a workspace holds; loaded with them.

import { bankText } from './banks.ts'
import { certificateText } from './certificates.ts'
import { consentText } from './consents.ts'
import { dataText } from './data.ts'
import { keyText } from './keys.ts'
import { softwareText } from './software.ts'

export const entityText = {
  addTo: (list: string) => `Add to ${list}`,
  choose: 'Choose one to see everything about it.',
  gone: 'This one does not exist here, or no longer.',
  goHome: 'Go to Home',
  useModelBank: 'Do it with the model bank',
  nothingIn: (environment: string) => `Nothing here belongs to “${environment}”.`,
  hidden: (count: number, environment: string) => `${count === 1 ? '1 is' : `${count} are`} not in “${environment}”`,
  showAll: 'Show all environments',
  findings: 'Checks',
  none: 'None',
  unknown: 'Not known',
  no: 'No',
  yes: 'Yes',
  id: 'Id here',
  created: 'Added',
  usedBy: 'Used by',
  original: 'As the bank sent it',
  days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
  certificate: certificateText,
  key: keyText,
  software: softwareText,
  bank: bankText,
  consent: consentText,
  data: dataText,
} as const
