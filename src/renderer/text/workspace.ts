// Text of the dialog that keeps a workspace; loaded with it.

export const keepText = {
  intro: 'Everything made so far moves to a folder on this machine. Private keys and tokens are sealed there with a key of their own.',
  folder: 'Folder',
  folderHint: 'A full path; it is made when it does not exist',
  source: 'What protects the key',
  sources: { OsKeychain: 'The system’s keychain', Passphrase: 'A passphrase', Configuration: 'An environment variable' },
  passphrase: 'Passphrase',
  passphraseHint: 'At least eight characters. Nobody can recover it.',
  again: 'The same again',
  tooShort: 'Passphrase has fewer than eight characters',
  different: 'The two passphrases differ',
  strengths: {
    weak: 'Weak: it could be found by trying. Several unrelated words are better.',
    fair: 'Fair: a longer one would be better.',
    strong: 'Strong',
  },
  variable: 'Name of the variable',
  variableHint: 'Holds base64 of 32 random bytes, such as “openssl rand -base64 32” prints. It must be set when the workbench starts.',
  keep: 'Keep',
  keeping: 'Keeping…',
  kept: (folder: string) => `The workspace is kept in ${folder}`,
} as const
