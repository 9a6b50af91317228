// Text of the screens that show what a workspace holds; loaded with them.

import { bankText } from './banks.ts'
import { certificateFormText } from './certificate-forms.ts'
import { certificateText } from './certificates.ts'
import { consentFormText } from './consent-form.ts'
import { consentText } from './consents.ts'
import { dnDoctorText } from './dn-doctor.ts'
import { keyText } from './keys.ts'
import { profileFormText } from './profile-form.ts'
import { registrationFormText } from './registration-form.ts'
import { softwareText } from './software.ts'
import { softwareFormText } from './software-form.ts'

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
  certificateForms: certificateFormText,
  key: keyText,
  software: softwareText,
  softwareForm: softwareFormText,
  bank: bankText,
  profileForm: profileFormText,
  registrationForm: registrationFormText,
  dnDoctor: dnDoctorText,
  consentForm: consentFormText,
  consent: consentText,
} as const
