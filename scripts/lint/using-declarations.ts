/**
 * Teaches the visitor that dependency-cruiser takes from swc to walk through `using` and `await
 * using`, at which it stops otherwise. Imported by .dependency-cruiser.ts for this side effect.
 */

import type { VariableDeclarator } from '@swc/core'
import { Visitor } from '@swc/core/Visitor.js'

/** The published types of swc lack the `UsingDeclaration` that its parser produces. */
interface ParsedStatement {
  readonly type: string
  readonly decls?: VariableDeclarator[]
}

const { visitStatement } = Visitor.prototype

Visitor.prototype.visitStatement = function (this: Visitor, statement) {
  const { type, decls }: ParsedStatement = statement
  if (type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  this.visitVariableDeclarators(decls ?? [])
  return statement
}
