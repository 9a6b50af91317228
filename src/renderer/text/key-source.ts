// Text of the fields that say what protects a key.

export const keySourceText = {
  source: 'What protects the key',
  sources: { OsKeychain: 'The system’s keychain', Passphrase: 'A passphrase', Configuration: 'An environment variable' },
  variable: 'Name of the variable',
  variableHint: 'Holds base64 of 32 random bytes, such as “openssl rand -base64 32” prints. It must be set when the workbench starts.',
  noVariable: 'Name of the variable is missing',
} as const
