// Which commands fit what was typed, best first. Pure, so that it can be tested without a screen.

export interface Command {
  id: string
  kind: 'action' | 'entity' | 'term'
  label: string
  /** Shown beside the label, and searched with less weight. */
  detail: string
  /** Other words for it, searched with less weight. */
  keywords?: string
}

/** All characters in order, with gaps; the fewer gaps, the better. */
const subsequence = (word: string, text: string): number => {
  let at = -1
  let gaps = 0
  for (const character of word) {
    const found = text.indexOf(character, at + 1)
    if (found < 0) return 0
    if (at >= 0 && found > at + 1) gaps += 1
    at = found
  }
  return gaps <= Math.max(1, word.length / 2) ? 20 / (1 + gaps) : 0
}

const wordScore = (word: string, text: string): number => {
  const at = text.indexOf(word)
  if (at === 0) return 100
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 50 : 80
  return word.length > 2 ? subsequence(word, text) : 0
}

/** Zero when a word of the query is nowhere. */
export const scoreOf = (query: string, { label, detail, keywords = '' }: Command): number => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const inLabel = label.toLowerCase()
  const inDetail = detail.toLowerCase()
  const inKeywords = keywords.toLowerCase()
  const best = (word: string) => Math.max(wordScore(word, inLabel), wordScore(word, inDetail) * 0.6, inKeywords.includes(word) ? 20 : 0)
  const scores = words.map(best)
  if (scores.some((score) => score === 0)) return 0
  const whole = inLabel.startsWith(words.join(' ')) ? 50 : 0
  // Of two labels that fit alike, the shorter one is nearer to what was typed.
  return (scores.reduce((sum, score) => sum + score, 0) + whole) / Math.max(1, words.length) - label.length / 100
}

/** What can be done, and what one has made, before what can be read about; not when the letters are only scattered over it. */
const kinds = { action: { factor: 1, bonus: 40 }, entity: { factor: 1, bonus: 50 }, term: { factor: 0.6, bonus: 0 } }

/** Fitting commands, best first; what was used lately comes before its equals. With an empty query: recent ones, then the actions. */
export const rank = <C extends Command>(commands: readonly C[], query: string, recent: readonly string[]): C[] => {
  if (query.trim() === '') {
    const used = recent.flatMap((id) => commands.find((command) => command.id === id) ?? [])
    return [...used, ...commands.filter((command) => command.kind === 'action' && !used.includes(command))]
  }
  const weigh = ({ id, kind }: C, score: number) =>
    score * kinds[kind].factor + (score < 40 ? 0 : kinds[kind].bonus) + (recent.includes(id) ? 15 - recent.indexOf(id) : 0)
  return commands
    .map((command) => ({ command, score: scoreOf(query, command) }))
    .filter(({ score }) => score > 0)
    .map(({ command, score }) => ({ command, score: weigh(command, score) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command)
}

/** What was used last comes first; each once, and not too many. */
export const remember = (recent: readonly string[], id: string): string[] => [id, ...recent.filter((other) => other !== id)].slice(0, 6)
