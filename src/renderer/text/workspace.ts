// Text of the dialog that keeps a workspace; loaded with it.

export const keepText = {
  intro: 'Everything made so far moves to a folder on this machine. Private keys and tokens are sealed there with a key of their own.',
  folder: 'Folder',
  folderHint: 'A full path; it is made when it does not exist',
  noFolder: 'Folder is missing',
  keep: 'Keep',
  keeping: 'Keeping…',
  kept: (folder: string) => `The workspace is kept in ${folder}`,
} as const
