/**
 * Teaches the visitor that dependency-cruiser takes from swc to step through `using` and `await
 * using`; without this it stops there. Imported by .dependency-cruiser.ts for this effect alone.
 */

import type { VariableDeclarator } from '@swc/core'
import { Visitor } from '@swc/core/Visitor.js'

/** The published types of swc lack the `UsingDeclaration` that its parser yields. */
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
