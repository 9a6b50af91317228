// What a bundle takes in when it runs: found in its syntax tree, because code within strings and comments is no import.

import { parseAst } from 'vite'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const literal = (node: unknown): string | null =>
  isObject(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null

const imports = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression']

/** The bundler's name for require in modules is __require. */
const isRequire = (node: Record<string, unknown>): boolean =>
  node.type === 'CallExpression' && isObject(node.callee) && ['require', '__require'].includes(String(node.callee.name))

const specifierOf = (node: Record<string, unknown>): string | null => {
  if (imports.includes(String(node.type))) return literal(node.source)
  return isRequire(node) && Array.isArray(node.arguments) ? literal(node.arguments[0]) : null
}

/** The specifiers that a module imports or requires by a literal, each once. Throws for what cannot be parsed. */
export const importsOf = (source: string): string[] => {
  const found = new Set<string>()
  const open: unknown[] = [parseAst(source)]
  while (open.length > 0) {
    const node = open.pop()
    if (Array.isArray(node)) open.push(...node)
    else if (isObject(node)) {
      const specifier = specifierOf(node)
      if (specifier !== null) found.add(specifier)
      open.push(...Object.values(node))
    }
  }
  return [...found].toSorted()
}
