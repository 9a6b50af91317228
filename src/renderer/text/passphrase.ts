// Text of the fields in which a passphrase is made up.

export const passphraseText = {
  passphrase: 'Passphrase',
  hint: 'At least eight characters. Nobody can recover it.',
  again: 'The same again',
  tooShort: 'Passphrase has fewer than eight characters',
  different: 'The two passphrases differ',
  strengths: {
    weak: 'Weak: it could be found by trying. Several unrelated words are better.',
    fair: 'Fair: a longer one would be better.',
    strong: 'Strong',
  },
} as const
