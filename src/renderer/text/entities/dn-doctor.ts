export const dnDoctorText = {
  title: 'How the subject is written',
  help: (limit: number) =>
    `The bank compares the name with what its own TLS server prints, and may take one way of writing only. It may have ${limit} characters.`,
  rendering: 'Way of writing',
  length: 'Length',
  value: 'Subject of the transport certificate',
  ofLimit: (length: number, limit: number) => `${length} / ${limit}`,
  ofProfile: 'The profile’s choice',
  refused: 'Refused',
  problems: { length: 'Too long', form: 'Not in the form of OB DCR 3.4' },
  custom: 'Written by hand',
  customHelp: 'As the bank’s support tells it',
} as const
